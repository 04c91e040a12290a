namespace ConfigKit.Model;

/// <summary>Patterns of names in a cluster.</summary>
internal static class KubernetesNames
{
    /// <summary>RFC 1123 label.</summary>
    public const string Label = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

    public const string LabelMeaning = "a DNS label: lower-case letters, digits and `-`, at most 63 characters";

    /// <summary>A name with an optional DNS prefix: of a node label, or of an extended resource.</summary>
    public const string Qualified = "^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";

    /// <summary>RFC 1123 subdomain, which may start with a wildcard.</summary>
    public const string Hostname = @"^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,8}$";

    /// <summary>RFC 1123 subdomain.</summary>
    public const string Subdomain = @"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){0,8}$";

    /// <summary>An address with scheme, host, port and path, without query or user.</summary>
    public const string Url = @"^https?://[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._/-]*)?$";
}
