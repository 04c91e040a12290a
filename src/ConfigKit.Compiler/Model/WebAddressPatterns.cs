namespace ConfigKit.Model;

/// <summary>What addresses of other servers look like, and in words.</summary>
internal static class WebAddressPatterns
{
    public const string PortNumber = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
    public const string Host = "[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";
    public const string UrlPattern = $"^https?://{Host}(:{PortNumber})?(/[A-Za-z0-9._~/-]*)?$";
    public const string OriginPattern = $"^https?://{Host}(:{PortNumber})?$";
    public const string OriginMeaning = "an http or https URL without a path";
    public const string UrlMeaning = "an http or https URL without a query";
}
