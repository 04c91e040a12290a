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
        var config = options.CurrentValue;
        return $"{config.Resolved.ServedModelName} at {config.Resolved.Endpoint}, up to {config.Resolved.MaxModelLen} tokens, {config.Runtime.RequestTimeout.TotalSeconds} s a request\n";
    }
);
app.Run();
