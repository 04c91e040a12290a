using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>Signing keys or tokens that travel unencrypted.</summary>
internal sealed class KeysOverPlainHttp() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK8011", "Signing keys or tokens over plain HTTP", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "Whoever can change the answer of `jwks_uri` puts in a key of his own and signs any token; OpenID Connect Discovery "
                + "asks for https. nginx sends each token to `verifier_url`, and takes its answer for the decision. Plain http is "
                + "taken to this host alone, and for the verifier to a name within the cluster (`….svc`), where a NetworkPolicy can "
                + "close the way.",
        },
        Bad = GatewayExample.R1With("").Replace("https://id.example.com/keys", "http://id.example.com/keys"),
        Good = GatewayExample.R1With(""),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var jwt = s.Deployment.Gateway?.Jwt;
        (string Key, string? Url, bool MayBeInCluster)[] addresses =
        [
            ("jwks_uri", jwt?.JwksUri, false),
            ("verifier_url", jwt?.VerifierUrl.Value, true),
        ];
        foreach (var (key, url, mayBeInCluster) in addresses)
        {
            if (url is not null && WebAddress.Of(url) is var address && IsOpen(address, mayBeInCluster))
            {
                yield return new Finding($"gateway.jwt.{key}", $"`{key}` goes to {address.Host} over plain http", "write an https address");
            }
        }
    }

    private static bool IsOpen(WebAddress a, bool mayBeInCluster) => !a.IsTls && !a.IsLocal && !(mayBeInCluster && IsInCluster(a.Host));

    private static bool IsInCluster(string host) =>
        host.EndsWith(".svc", StringComparison.Ordinal) || host.EndsWith(".svc.cluster.local", StringComparison.Ordinal);
}
