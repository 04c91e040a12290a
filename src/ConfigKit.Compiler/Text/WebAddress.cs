using System.Globalization;

namespace ConfigKit.Text;

/// <summary>An http or https address taken apart; the binder has checked its form.</summary>
internal sealed record WebAddress(bool IsTls, string Host, int Port)
{
    public static WebAddress Of(string url)
    {
        var isTls = url.StartsWith("https://", StringComparison.Ordinal);
        var rest = url[(isTls ? "https://" : "http://").Length..];
        var authority = rest.IndexOf('/') is >= 0 and var slash ? rest[..slash] : rest;
        var (host, port) = authority.LastIndexOf(':') is >= 0 and var colon
            ? (authority[..colon], authority[(colon + 1)..])
            : (authority, "");
        return new(
            isTls,
            host,
            port.Length > 0 ? int.Parse(port, CultureInfo.InvariantCulture)
                : isTls ? 443
                : 80
        );
    }

    /// <summary>Whether it leads to this host.</summary>
    public bool IsLocal => Host is "localhost" || Host.StartsWith("127.", StringComparison.Ordinal);
}
