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
                "Whoever can change the answer of `jwks_uri` puts in a key of his own and signs any token; OpenID Connect Discovery "
                + "asks for https. nginx sends each token to `verifier_url`, and takes its answer for the decision. Plain http is "
                + "taken to this host alone, and for the verifier to a name within the cluster (`….svc`), where a NetworkPolicy can "
                + "close the way.",
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
