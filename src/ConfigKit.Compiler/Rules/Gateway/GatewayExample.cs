namespace ConfigKit.Rules.Gateway;

/// <summary>A complete gateway for the rules' good and bad examples: each differs in what comes after.</summary>
internal static class GatewayExample
{
    private const string Jwt =
        "  jwt: {issuer: \"https://id.example.com\", audiences: [deepseek], jwks_uri: \"https://id.example.com/keys\"}\n";

    public static string R1With(string keys) => Examples.R1OnH200 + "security: {api_key: \"${env:VLLM_API_KEY}\"}\ngateway:\n" + Jwt + keys;

    public static string R1Without(string keys) => Examples.R1OnH200 + "gateway:\n" + Jwt + keys;
}
