using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>examples/aspnet-service, built from the packages and run before a stub of an engine.</summary>
[Collection(Packages.Collection)]
public sealed class AspNetServiceTests(Packages packages)
{
    [Fact]
    public async Task The_gateway_honours_limits_and_times()
    {
        var service = packages.Create();
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "examples", "aspnet-service"))
                .Where(f => Path.GetFileName(f) != "nuget.config")
        )
        {
            File.Copy(file, service.PathOf(Path.GetFileName(file)));
        }

        Packages.Succeeds(service.Run("dotnet", "publish", "-o", "out", "--nologo"));
        using var engine = new StubEngine();
        var port = FreePort();
        using var process = packages.Start(
            service.PathOf("out"),
            [
                ("ASPNETCORE_ENVIRONMENT", "Staging"),
                ("DeepSeek__Runtime__Upstream", engine.Address),
                ("DeepSeek__Runtime__RequestTimeout", "2s"),
                ("DeepSeek__Runtime__MaxRequestSize", "4KiB"),
                ("DeepSeek__Serving__MaxNumSeqs", "1"),
                ("VLLM_API_KEY", "k1"),
            ],
            "dotnet",
            "AspNetService.dll",
            "--urls",
            $"http://127.0.0.1:{port}"
        );
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await WaitFor(http, process);

            var answer = await Chat(http, new { model = "any", messages = "hello" });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var sent = JsonDocument.Parse(engine.LastBody);
            Assert.Equal("deepseek-r1-distill", sent.RootElement.GetProperty("model").GetString());
            Assert.Equal(1024, sent.RootElement.GetProperty("max_tokens").GetInt32());
            Assert.Equal("Bearer k1", engine.LastAuthorization);

            Assert.Equal(HttpStatusCode.BadRequest, (await Chat(http, new { max_tokens = 16384 })).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/v1/chat/completions", new StringContent("[1"))).StatusCode);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Chat(http, new { messages = new string('x', 5000) })).StatusCode);

            engine.Delay = TimeSpan.FromSeconds(10);
            var slow = Chat(http, new { messages = "slow" });
            await Task.Delay(300);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await Chat(http, new { messages = "second" })).StatusCode);
            Assert.Equal(HttpStatusCode.GatewayTimeout, (await slow).StatusCode);

            engine.Delay = TimeSpan.Zero;
            engine.IsHealthy = false;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/healthz")).StatusCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static Task<HttpResponseMessage> Chat(HttpClient http, object body) => http.PostAsJsonAsync("/v1/chat/completions", body);

    private static async Task WaitFor(HttpClient http, Process process)
    {
        for (var i = 0; i < 200; i++)
        {
            if (process.HasExited)
            {
                Assert.Fail(await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync());
            }

            try
            {
                if ((await http.GetAsync("/healthz")).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(100);
        }

        Assert.Fail("the service did not become healthy");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Answers as an OpenAI-compatible engine would.</summary>
    private sealed class StubEngine : IDisposable
    {
        private readonly HttpListener _listener = new();

        public StubEngine()
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Serve();
        }

        public string Address { get; }

        public string LastBody { get; private set; } = "";

        public string? LastAuthorization { get; private set; }

        public TimeSpan Delay { get; set; }

        public bool IsHealthy { get; set; } = true;

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                try
                {
                    _ = Answer(await _listener.GetContextAsync());
                }
                catch (Exception e) when (e is ObjectDisposedException or HttpListenerException)
                {
                    return;
                }
            }
        }

        private async Task Answer(HttpListenerContext context)
        {
            try
            {
                if (context.Request.Url?.AbsolutePath == "/health")
                {
                    context.Response.StatusCode = IsHealthy ? 200 : 500;
                }
                else
                {
                    using var reader = new StreamReader(context.Request.InputStream);
                    (LastBody, LastAuthorization) = (await reader.ReadToEndAsync(), context.Request.Headers["Authorization"]);
                    await Task.Delay(Delay);
                    context.Response.ContentType = "application/json";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("{\"choices\": []}"));
                }

                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // the caller gave up
            }
        }
    }
}
