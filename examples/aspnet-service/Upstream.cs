using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace AspNetService;

/// <summary>The engine behind the gateway.</summary>
internal sealed class Upstream(HttpClient http, IOptionsMonitor<DeepSeekConfig> options)
{
    public async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        var config = options.CurrentValue;
        try
        {
            using var answer = await http.GetAsync(new Uri(config.Runtime.Upstream, config.Resolved.HealthPath), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Sends a request on and streams the answer back as it comes.</summary>
    public async Task ForwardAsync(string json, HttpResponse response, CancellationToken cancellation)
    {
        var config = options.CurrentValue;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(config.Runtime.Upstream, "/v1/chat/completions")) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (config.Security.ApiKey?.Resolve() is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(response.Body, cancellation);
    }
}
