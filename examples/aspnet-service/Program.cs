using System.Net;
using AspNetService;
using ConfigKit.Runtime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

// A gateway before an OpenAI-compatible engine. Every name, limit and time in it comes from deepseek-config.yaml: the
// compiled values, the file beside the program over them, DeepSeek__Runtime__Upstream and the like over both.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddDeepSeekConfigFile("deepseek-config.yaml", optional: true);
builder.Configuration.AddDeepSeekConfigFile($"deepseek-config.{builder.Environment.EnvironmentName}.yaml", optional: true);
builder.Configuration.AddEnvironmentVariables();
builder.Services.AddDeepSeekConfig(builder.Configuration, builder.Environment.EnvironmentName);
builder.Services.AddHttpClient<Upstream>();
builder.Services.AddSingleton<Slots>();

var app = builder.Build();
app.MapGet("/healthz", async (Upstream upstream, CancellationToken aborted) =>
    await upstream.IsHealthyAsync(aborted) ? Results.Text("ok") : Results.Text("the engine does not answer", statusCode: StatusCodes.Status503ServiceUnavailable));
app.MapPost("/v1/chat/completions", async (HttpContext context, Upstream upstream, Slots slots, IOptionsSnapshot<DeepSeekConfig> options) =>
{
    var config = options.Value;
    if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
    {
        size.MaxRequestBodySize = config.Runtime.MaxRequestSize;
    }

    var (request, fault) = await ChatRequest.ReadAsync(context.Request, config);
    if (request is null)
    {
        return fault;
    }

    // More requests than the engine has slots for would wait in its queue, out of our sight.
    using var slot = slots.TryTake(config.Resolved.MaxNumSeqs * config.Resolved.Replicas);
    if (slot is null)
    {
        context.Response.Headers.RetryAfter = "1";
        return Results.Text("all slots are taken", statusCode: StatusCodes.Status429TooManyRequests);
    }

    using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    timeout.CancelAfter(config.Runtime.RequestTimeout);
    try
    {
        await upstream.ForwardAsync(request, context.Response, timeout.Token);
        return Results.Empty;
    }
    catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
    {
        return Results.Text($"no answer within {config.Runtime.RequestTimeout.TotalSeconds} s", statusCode: StatusCodes.Status504GatewayTimeout);
    }
    catch (HttpRequestException e) when (!context.Response.HasStarted)
    {
        return Results.Text(e.Message, statusCode: (int)HttpStatusCode.BadGateway);
    }
});
app.Run();
