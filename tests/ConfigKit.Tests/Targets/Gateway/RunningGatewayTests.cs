using System.Security.Authentication;
using System.Text;
using System.Text.Json;

namespace ConfigKit.Tests.Targets;

/// <summary>What a running nginx does with the generated nginx.conf.</summary>
public sealed class RunningGatewayTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Completions = "/v1/completions";
    private const string Invoke = "inference.invoke";

    [ProgramTheory("nginx", "openssl")]
    [InlineData("POST", Completions, "", 401)]
    [InlineData("POST", Completions, Invoke, 200)]
    [InlineData("POST", Completions, "other,inference.invoke", 200)]
    [InlineData("POST", Completions, "other inference.invoke another", 200)]
    [InlineData("POST", Completions, "inference.invoker", 403)]
    [InlineData("POST", Completions, "xinference.invoke", 403)]
    [InlineData("POST", Completions, "inferenceXinvoke", 403)]
    [InlineData("POST", Completions, "inference.read", 403)]
    [InlineData("POST", Completions, "nothing", 403)]
    [InlineData("GET", Completions, Invoke, 403)]
    [InlineData("POST", "/v1/embeddings", Invoke, 200)]
    [InlineData("POST", "/v1/responses", Invoke, 200)]
    [InlineData("GET", "/v1/models", "", 401)]
    [InlineData("GET", "/v1/models", "inference.read", 200)]
    [InlineData("GET", "/v1/models", Invoke, 403)]
    [InlineData("POST", "/v1/load_lora_adapter", Invoke, 403)]
    [InlineData("POST", "/v1/load_lora_adapter", "inference.admin", 200)]
    [InlineData("POST", "/v1/unload_lora_adapter", "inference.invoke,inference.read", 403)]
    [InlineData("GET", "/metrics", "inference.admin", 404)]
    [InlineData("POST", "/invocations", "inference.admin,inference.invoke", 404)]
    [InlineData("POST", "/v1/completions/", Invoke, 404)]
    [InlineData("POST", "/v1//../sleep", "inference.admin", 404)]
    [InlineData("GET", "/_verify", Invoke, 404)]
    [InlineData("GET", "/", "", 404)]
    public async Task A_path_is_open_to_its_role_alone(string method, string path, string roles, int status)
    {
        // A subject of its own, so that the rate limit stays out of it.
        var answer = await gateway.Send(method, path, roles, "{}", subject: $"{method}{path.Length}{roles.Length}", session: "s");

        Assert.Equal(status, answer.Status);
    }

    [ProgramFact("nginx", "openssl")]
    public async Task Engine_gets_its_own_key_and_never_the_token()
    {
        var (status, body) = await gateway.Send("POST", Completions, Invoke, "{}", subject: "keys");

        Assert.Equal(200, status);
        Assert.EndsWith($"Bearer {RunningGateway.EngineKey}", body, StringComparison.Ordinal);
    }

    [ProgramFact("nginx", "openssl")]
    public async Task Body_beyond_the_limit_is_refused()
    {
        Assert.Equal(413, (await gateway.Send("POST", Completions, Invoke, new string('a', 300_000), subject: "large")).Status);
        Assert.Equal(200, (await gateway.Send("POST", Completions, Invoke, new string('a', 200_000), subject: "large")).Status);
    }

    [ProgramFact("nginx", "openssl")]
    public async Task Only_tls_1_3_is_taken()
    {
        Assert.Equal(SslProtocols.Tls13, await gateway.Handshake(SslProtocols.Tls13, "localhost"));
        Assert.Equal(SslProtocols.Tls13, await gateway.Handshake(SslProtocols.None, "localhost"));
        Assert.Null(await gateway.Handshake(SslProtocols.Tls12, "localhost"));
    }

    [ProgramFact("nginx", "openssl")]
    public async Task Handshake_for_another_name_is_refused() =>
        Assert.Null(await gateway.Handshake(SslProtocols.Tls13, "other.example.com"));

    [ProgramFact("nginx", "openssl")]
    public async Task One_subject_reaches_its_limit_and_another_is_served()
    {
        var greedy = await Task.WhenAll(
            Enumerable.Range(0, 120).Select(_ => gateway.Send("POST", Completions, Invoke, "{}", subject: "greedy"))
        );

        Assert.Contains(greedy, r => r.Status == 429);
        Assert.Contains(greedy, r => r.Status == 200);
        Assert.Equal(200, (await gateway.Send("POST", Completions, Invoke, "{}", subject: "modest")).Status);
    }

    [ProgramFact("nginx", "openssl")]
    public async Task A_session_stays_on_its_engine_and_sessions_spread()
    {
        var engines = new Dictionary<string, HashSet<string>>();
        for (var i = 0; i < 60; i++)
        {
            var session = $"session-{i % 20}";
            var (_, body) = await gateway.Send("POST", Completions, Invoke, "{}", subject: $"hash{i % 3}", session: session);
            engines.TryAdd(session, []);
            engines[session].Add(body.Split(' ')[0]);
        }

        Assert.All(engines.Values, e => Assert.Single(e));
        Assert.Equal(2, engines.Values.SelectMany(e => e).Distinct().Count());
    }

    [ProgramFact("nginx", "openssl")]
    public async Task Stream_is_passed_on_as_it_comes()
    {
        using var response = await gateway.Stream(Invoke);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[100];
        var first = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        var rest = await new StreamReader(stream).ReadToEndAsync();

        Assert.Equal(("first", "last"), (first, rest));
    }

    [ProgramFact("nginx", "openssl")]
    public async Task Access_log_tells_who_called_what_and_holds_no_prompt()
    {
        const string Prompt = "a \"quoted\" secret prompt\\ of $body";
        await gateway.Send(
            "POST",
            Completions + "?q=secret-query",
            Invoke,
            JsonSerializer.Serialize(new { prompt = Prompt }),
            subject: "logged"
        );
        var lines = await gateway.Log("access.log", l => l.Contains("\"logged\"", StringComparison.Ordinal));
        var prompts = await gateway.Log("access-prompts.log", l => l.Contains("\"logged\"", StringComparison.Ordinal));

        using var line = JsonDocument.Parse(lines.Single(l => l.Contains("\"logged\"", StringComparison.Ordinal)));
        Assert.Equal(
            (Completions, 200, Invoke),
            (
                line.RootElement.GetProperty("path").GetString(),
                line.RootElement.GetProperty("status").GetInt32(),
                line.RootElement.GetProperty("roles").GetString()
            )
        );
        Assert.DoesNotContain(lines, l => l.Contains("secret", StringComparison.Ordinal) || l.Contains("Bearer", StringComparison.Ordinal));
        Assert.All(lines, l => JsonDocument.Parse(l).Dispose());
        using var prompt = JsonDocument.Parse(prompts.Single(l => l.Contains("\"logged\"", StringComparison.Ordinal)));
        using var body = JsonDocument.Parse(prompt.RootElement.GetProperty("body").GetString() ?? "");
        Assert.Equal(Prompt, body.RootElement.GetProperty("prompt").GetString());
        Assert.Equal(line.RootElement.GetProperty("request_id").GetString(), prompt.RootElement.GetProperty("request_id").GetString());
    }
}
