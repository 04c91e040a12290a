using ConfigKit.Runtime;
using DeepSeekService;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddDeepSeekConfigFile("deepseek-config.yaml", optional: true).AddEnvironmentVariables();
builder.Services.AddDeepSeekConfig(builder.Configuration, builder.Environment.EnvironmentName);

var app = builder.Build();
app.MapGet("/healthz", () => "ok");
app.MapGet(
    "/",
    (IOptionsMonitor<DeepSeekConfig> options) =>
    {
        var (resolved, runtime) = (options.CurrentValue.Resolved, options.CurrentValue.Runtime);
        return $"{resolved.ServedModelName} at {resolved.Endpoint}, up to {resolved.MaxModelLen} tokens, "
            + $"{runtime.RequestTimeout.TotalSeconds} s a request\n";
    }
);
app.Run();
