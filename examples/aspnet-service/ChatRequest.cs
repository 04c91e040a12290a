using System.Text.Json;
using System.Text.Json.Nodes;

namespace AspNetService;

/// <summary>A chat request, held to the limits of the model that is served.</summary>
internal static class ChatRequest
{
    /// <returns>The request as it is sent on, or the answer to one that can't be.</returns>
    public static async Task<(string? Json, IResult Fault)> ReadAsync(HttpRequest request, DeepSeekConfig config)
    {
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Results.Text($"at most {config.Runtime.MaxRequestSize} bytes", statusCode: e.StatusCode));
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is null)
        {
            return (null, Results.Text("the body is no JSON object", statusCode: StatusCodes.Status400BadRequest));
        }

        if (body["max_tokens"] is JsonValue asked && (!asked.TryGetValue<int>(out var tokens) || tokens < 1 || tokens >= config.Resolved.MaxModelLen))
        {
            return (null, Results.Text($"max_tokens must lie from 1 to {config.Resolved.MaxModelLen - 1}", statusCode: StatusCodes.Status400BadRequest));
        }

        body["model"] = config.Resolved.ServedModelName;
        body["max_tokens"] ??= config.Runtime.DefaultMaxTokens;
        return (body.ToJsonString(), Results.Empty);
    }
}
