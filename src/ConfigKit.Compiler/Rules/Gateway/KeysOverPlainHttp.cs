using ConfigKit.Diagnostics;
using ConfigKit.Text;

namespace ConfigKit.Rules.Gateway;

/// <summary>Signing keys or tokens that travel unencrypted.</summary>
internal sealed class KeysOverPlainHttp : ValidatorRule
{
    private static readonly DiagnosticDescriptor Fault = new("CK8011", "Signing keys or tokens over plain HTTP", Severity.Error)
    {
        Group = DiagnosticGroup.Gateway,
        Explanation = new()
        {
            Checks =
                "Whoever can change the answer of `jwks_uri` puts in a key of his own and signs any token; OpenID Connect Discovery asks for https. nginx sends each token to `verifier_url`, and takes its answer for the decision. Plain http is taken to this host alone, and for the verifier to a name within the cluster (`….svc`), where a NetworkPolicy can close the way.",
        },
        Bad = GatewayExample.R1With("").Replace("https://id.example.com/keys", "http://id.example.com/keys"),
        Good = GatewayExample.R1With(""),
    };

    public KeysOverPlainHttp()
        : base(Fault) =>
        RuleFor(s => s)
            .ReportsEach(s =>
                from address in ((string Key, string? Url, bool MayBeInCluster)[])
                    [
                        ("jwks_uri", s.Deployment.Config.Gateway?.Jwt.JwksUri, false),
                        ("verifier_url", s.Deployment.Config.Gateway?.Jwt.VerifierUrl, true),
                    ]
                where address.Url is not null && IsOpen(WebAddress.Of(address.Url), address.MayBeInCluster)
                select new Finding(
                    $"gateway.jwt.{address.Key}",
                    $"`{address.Key}` goes to {WebAddress.Of(address.Url).Host} over plain http",
                    "write an https address"
                )
            );

    private static bool IsOpen(WebAddress a, bool mayBeInCluster) => !a.IsTls && !a.IsLocal && !(mayBeInCluster && IsInCluster(a.Host));

    private static bool IsInCluster(string host) =>
        host.EndsWith(".svc", StringComparison.Ordinal) || host.EndsWith(".svc.cluster.local", StringComparison.Ordinal);
}
