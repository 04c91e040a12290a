using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>
/// The nginx.conf that a configuration compiles to, running between a stub verifier and two stub engines. Tokens are
/// the roles that they give; the configuration names this machine's folders and ports, the file is used as it is.
/// </summary>
public sealed class RunningGateway : IDisposable
{
    public const string EngineKey = "engine-key-of-the-tests";

    private readonly StubServer _verifier;
    private readonly StubServer[] _engines;
    private readonly Process? _nginx;
    private readonly HttpClient _client;
    private readonly int _port = StubServer.FreePort();

    public RunningGateway()
    {
        Folder = Directory.CreateTempSubdirectory("configkit-gateway-").FullName;
        Programs.Run("chmod", "755", Folder);
        _verifier = new StubServer(Verify);
        _engines = [new StubServer((r, s) => Serve("first", r, s)), new StubServer((r, s) => Serve("second", r, s))];
        _client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = new Uri($"https://localhost:{_port}"),
        };
        if (Programs.Missing("nginx", "openssl") is null)
        {
            MakeCertificate(Folder);
            File.WriteAllText(
                Path.Combine(Folder, "engine-authorization.conf"),
                $"proxy_set_header Authorization \"Bearer {EngineKey}\";\n"
            );
            File.WriteAllText(
                Path.Combine(Folder, "nginx.conf"),
                Compile(Configuration()).Files.Single(f => f.Path == "gateway/nginx.conf").Content
            );
            var start = new ProcessStartInfo("nginx") { RedirectStandardError = true };
            (
                (string[])
                    [
                        "-p",
                        Folder,
                        "-c",
                        Path.Combine(Folder, "nginx.conf"),
                        "-g",
                        $"daemon off; pid {Folder}/nginx.pid; error_log {Folder}/error.log info;",
                    ]
            )
                .ToList()
                .ForEach(start.ArgumentList.Add);
            _nginx = Process.Start(start);
            AwaitPort();
        }
    }

    public string Folder { get; }

    public static void MakeCertificate(string folder) =>
        Programs.Run(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
            Path.Combine(folder, "tls.key"),
            "-out",
            Path.Combine(folder, "tls.crt")
        );

    internal static Compilation Compile(string yaml)
    {
        var compilation = ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default);
        Assert.False(compilation.HasErrors, string.Join("\n", compilation.Diagnostics.Select(d => d.Message)));
        return compilation;
    }

    public async Task<(int Status, string Body)> Send(
        string method,
        string path,
        string token = "",
        string body = "",
        string subject = "somebody",
        string session = ""
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", subject + "/" + token) : null;
        request.Headers.TryAddWithoutValidation("X-Session-Id", session.Length > 0 ? [session] : Array.Empty<string>());
        request.Content = method == "POST" ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> Stream(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent("{\"stream\":true}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "somebody/" + token);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The protocol that a handshake ends with; null when it is refused.</summary>
    public async Task<SslProtocols?> Handshake(SslProtocols protocols, string host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", _port);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    EnabledSslProtocols = protocols,
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
                }
            );
            return tls.SslProtocol;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return null;
        }
    }

    /// <summary>The lines of a log, once there are at least some.</summary>
    public async Task<string[]> Log(string name, Func<string, bool> isWanted)
    {
        for (var i = 0; i < 100; i++)
        {
            var lines = File.Exists(Path.Combine(Folder, name)) ? await File.ReadAllLinesAsync(Path.Combine(Folder, name)) : [];
            if (lines.Any(isWanted))
            {
                return lines;
            }

            await Task.Delay(50);
        }

        return [];
    }

    public void Dispose()
    {
        if (_nginx is not null)
        {
            Programs.Run("kill", "-QUIT", $"{_nginx.Id}");
            if (!_nginx.WaitForExit(10_000))
            {
                _nginx.Kill(entireProcessTree: true);
            }

            _nginx.Dispose();
        }

        _client.Dispose();
        _verifier.Dispose();
        _engines.ToList().ForEach(e => e.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A token is `subject/roles`; none, or one of nobody, is refused.</summary>
    private static Task Verify(StubRequest request, Stream stream)
    {
        var token = request.Header("Authorization").Replace("Bearer ", "", StringComparison.Ordinal).Split('/', 2);
        return token.Length < 2
            ? StubServer.Answer(stream, "401 Unauthorized", "WWW-Authenticate: Bearer\r\n")
            : StubServer.Answer(stream, "202 Accepted", $"X-Auth-Request-User: {token[0]}\r\nX-Auth-Request-Groups: {token[1]}\r\n");
    }

    private static async Task Serve(string name, StubRequest request, Stream stream)
    {
        if (request.Path == "/v1/chat/completions" && request.Header("X-Session-Id").Length == 0)
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nfirst\r\n"u8.ToArray());
            await Task.Delay(1500);
            await stream.WriteAsync("4\r\nlast\r\n0\r\n\r\n"u8.ToArray());
            return;
        }

        await StubServer.Answer(stream, "200 OK", "", $"{name} {request.Method} {request.Path} {request.Header("Authorization")}");
    }

    private string Configuration() =>
        $$"""
            model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
            hardware: {gpu: h100-sxm, gpus_per_node: 1}
            serving: {engine: vllm, engine_version: "0.11.0", max_model_len: 8192}
            security: {api_key: "${env:VLLM_API_KEY}"}
            gateway:
              implementations: [nginx]
              host_names: [localhost]
              port: {{_port}}
              certificate: {{Folder}}/tls.crt
              certificate_key: {{Folder}}/tls.key
              engine_authorization: {{Folder}}/engine-authorization.conf
              access_log: {{Folder}}/access.log
              jwt: {issuer: "https://id.example.com", audiences: [deepseek], jwks_uri: "https://id.example.com/keys", verifier_url: "http://127.0.0.1:{{_verifier.Port}}/auth"}
              rate_limit: {requests_per_second: 50, burst: 30}
              max_request_size: 256KiB
              hash_key: X-Session-Id
              backends: ["127.0.0.1:{{_engines[0].Port}}", "127.0.0.1:{{_engines[1].Port}}"]
            compliance: {log_prompts: true}
            targets: [gateway]
            """;

    private void AwaitPort()
    {
        for (var i = 0; i < 100; i++)
        {
            try
            {
                using var socket = new TcpClient("127.0.0.1", _port);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_nginx?.HasExited, _nginx?.HasExited == true ? _nginx.StandardError.ReadToEnd() : "");
                Thread.Sleep(50);
            }
        }

        throw new InvalidOperationException("nginx does not listen");
    }
}
