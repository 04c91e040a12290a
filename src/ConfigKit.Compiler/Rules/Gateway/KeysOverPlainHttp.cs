using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>Signing keys or tokens that travel unencrypted.</summary>
internal static class KeysOverPlainHttp
{
    public static readonly DiagnosticDescriptor Fault = new("CK8011", "Signing keys or tokens over plain HTTP", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "`gateway.jwt.jwks_uri` and `gateway.jwt.verifier_url` must use HTTPS. Plain HTTP is accepted to this host, and "
                + "for the verifier to a name inside the cluster (`….svc`), where a NetworkPolicy can restrict access.",
            Why =
                "Whoever can change the response of `jwks_uri` can insert a key and sign any token. nginx sends every token to "
                + "`verifier_url` and trusts its answer.",
            Fix = "Write an `https://` address. The server behind it needs a certificate that the gateway trusts.",
            References =
            [
                new("OpenID Connect Discovery 1.0", "https://openid.net/specs/openid-connect-discovery-1_0.html"),
                new("RFC 8725: JSON Web Token Best Current Practices", "https://www.rfc-editor.org/rfc/rfc8725"),
            ],
        },
        Bad = GatewayExample.R1With("").Replace("https://id.example.com/keys", "http://id.example.com/keys"),
        Good = GatewayExample.R1With(""),
    };

    /// <summary>Whether an address is reached without encryption from elsewhere.</summary>
    public static bool IsOpen(string url, bool mayBeInCluster)
    {
        var address = WebAddress.Of(url);
        return !address.IsTls && !address.IsLocal && !(mayBeInCluster && IsInCluster(address.Host));
    }

    private static bool IsInCluster(string host) =>
        host.EndsWith(".svc", StringComparison.Ordinal) || host.EndsWith(".svc.cluster.local", StringComparison.Ordinal);
}
