using ConfigKit.Model;
using ConfigKit.Resolution.Settings;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class GatewaySettingsTests
{
    [Fact]
    public void There_is_none_unless_asked_for() => Assert.Null(Decided.From().Gateway);

    [Fact]
    public void Defaults_and_their_reasons()
    {
        var g = Of("");

        Decided.Holds([GatewayKind.Nginx, GatewayKind.Envoy], g.Implementations.Value);
        Assert.Equal("both unless stated", g.Implementations.Why);
        Assert.Empty(g.HostNames);
        Decided.IsDefault(8443, "a port above the privileged ones", g.Port);
        Decided.IsDefault("/etc/deepseek/tls/tls.crt", "the usual folder unless stated", g.Certificate);
        Decided.IsDefault("/etc/deepseek/tls/tls.key", "the usual folder unless stated", g.CertificateKey);
        Decided.IsDefault("roles", "the usual claim unless stated", g.Jwt.RolesClaim);
        Decided.IsDefault("http://127.0.0.1:4180/oauth2/auth", "oauth2-proxy on the same host", g.Jwt.VerifierUrl);
        Decided.IsDefault("inference.invoke", "a role of its own", g.Roles.Invoke);
        Decided.IsDefault("inference.read", "a role of its own", g.Roles.Read);
        Decided.IsDefault("inference.admin", "a role of its own", g.Roles.Admin);
        Decided.IsDefault(10.0, "10 unless stated", g.RequestsPerSecond);
        Decided.IsDefault(40, "four seconds' worth", g.Burst);
        Assert.Null(g.MaxRequestBytes);
        Decided.IsDefault(TimeSpan.FromHours(1), "a reasoning model may answer for long", g.ReadTimeout);
        Decided.IsDefault("subject", "the subject of the token", g.HashKey);
        Decided.IsDefault("/etc/deepseek/gateway/engine-authorization.conf", "the usual folder unless stated", g.EngineAuthorization);
        Decided.IsDefault("/var/log/deepseek/access.log", "the usual folder unless stated", g.AccessLog);
        Assert.True(g.CanLogPrompts);
    }

    [Fact]
    public void Stated_values_win()
    {
        var g = Of(
            "implementations: [envoy], host_names: [a.example.com, a.example.com], port: 443, certificate: /c, certificate_key: /k, "
                + "jwt: {issuer: i, audiences: [a], jwks_uri: \"https://i/k\", roles_claim: r, verifier_url: \"http://v/\"}, "
                + "roles: {invoke: x, read: y, admin: z}, rate_limit: {requests_per_second: 2, burst: 3, connections: 4}, "
                + "max_request_size: 4MiB, read_timeout: 5m, hash_key: X-Id, engine_authorization: /e, access_log: /l"
        );

        Decided.Holds([GatewayKind.Envoy], g.Implementations.Value);
        Assert.True(g.Implementations.IsStated);
        Decided.Holds(["a.example.com"], g.HostNames);
        Decided.IsStated(443, g.Port);
        Decided.IsStated("/c", g.Certificate);
        Decided.IsStated("/k", g.CertificateKey);
        Assert.Equal(("i", "https://i/k"), (g.Jwt.Issuer, g.Jwt.JwksUri));
        Decided.Holds(["a"], g.Jwt.Audiences);
        Decided.IsStated("r", g.Jwt.RolesClaim);
        Decided.IsStated("http://v/", g.Jwt.VerifierUrl);
        Decided.IsStated("x", g.Roles.Invoke);
        Decided.IsStated("y", g.Roles.Read);
        Decided.IsStated("z", g.Roles.Admin);
        Decided.IsStated(2.0, g.RequestsPerSecond);
        Decided.IsStated(3, g.Burst);
        Decided.IsStated(4, g.Connections);
        Assert.Equal(4L << 20, g.MaxRequestBytes);
        Decided.IsStated(TimeSpan.FromMinutes(5), g.ReadTimeout);
        Decided.IsStated("X-Id", g.HashKey);
        Decided.IsStated("/e", g.EngineAuthorization);
        Decided.IsStated("/l", g.AccessLog);
        Assert.False(g.CanLogPrompts);
    }

    [Theory]
    [InlineData(0.02, 10, "10 unless stated")]
    [InlineData(0.03, 0.03, "workload.requests_per_second")]
    [InlineData(5, 5, "workload.requests_per_second")]
    public void A_subject_may_ask_for_all_of_the_workload(double load, double rate, string why) =>
        Decided.IsDefault(rate, why, Of("", FormattableString.Invariant($"workload: {{requests_per_second: {load}}}")).RequestsPerSecond);

    /// <summary>Twice the sequences of all engines of all replicas, at least 100.</summary>
    [Theory]
    [InlineData(256, 1, 512)]
    [InlineData(256, 3, 1536)]
    [InlineData(10, 1, 100)]
    public void Connections_follow_the_engines(int sequences, int replicas, int connections)
    {
        var g = Decided.From($"gateway: {{}}\nworkload: {{replicas: {replicas}}}", serving: $"max_num_seqs: {sequences}").Gateway!;

        Decided.IsDefault(connections, "twice the sequences that the engines run, at least 100", g.Connections);
    }

    [Fact]
    public void Backends_are_those_of_the_cluster_or_of_this_host_unless_stated()
    {
        Decided.Holds(["llm.svc:80"], Of("").Backends.Or("llm.svc:80"));
        Decided.Holds(["127.0.0.1:8000"], Of("", "targets: [gateway]").Backends.Or("llm.svc:80"));
        Decided.Holds(["a:1", "b:2"], Of("backends: [\"a:1\", \"b:2\", \"a:1\"]").Backends.Or("llm.svc:80"));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "targets: [gateway]", false)]
    [InlineData("implementations: [nginx]", "", false)]
    [InlineData("backends: [\"a:1\"]", "", false)]
    public void Envoy_chooses_among_the_pods_that_it_finds(string gateway, string sections, bool chooses) =>
        Assert.Equal(chooses, Of(gateway, sections).ChoosesPods);

    /// <summary>4 bytes a token and 64 KiB around them; with room: twice the bytes in whole MiB.</summary>
    [Theory]
    [InlineData(0, 65_536, 1)]
    [InlineData(131_072, 589_824, 1)]
    [InlineData(131_073, 589_828, 2)]
    [InlineData(1_000_000_000, 4_000_065_536, 1024)]
    public void Requests_take_four_bytes_a_token(long tokens, long bytes, long roomyMib)
    {
        Assert.Equal(bytes, GatewaySettings.RequestBytes(tokens));
        Assert.Equal(roomyMib << 20, GatewaySettings.RoomyRequestBytes(tokens));
    }

    private static GatewaySettings Of(string gateway, string sections = "") => Decided.From($"gateway: {{{gateway}}}\n{sections}").Gateway!;

    /// <summary>Four seconds of the rate, rounded up.</summary>
    [Theory]
    [InlineData("10", 40)]
    [InlineData("0.3", 2)]
    [InlineData("1000000", 1_000_000)]
    public void Burst_is_four_seconds_of_the_rate(string rate, int burst)
    {
        var g = Decided.From($"gateway: {{}}\nworkload: {{requests_per_second: {rate}}}").Gateway;

        Assert.Equal(burst, g!.Burst.Value);
    }
}
