using ConfigKit.Diagnostics;

namespace ConfigKit.Typing;

/// <summary>CK2 for the user's own values: what keeps them from having one type each.</summary>
internal static class RuntimeDiagnostics
{
    private const string Good = """
        model:
          name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B
        hardware:
          gpu: h100-sxm
          gpus_per_node: 1
        runtime:
          retry: {count: 3, delay: 200ms}
          tags: [a, b]
        runtime_types:
          retry.delay: duration
        """;

    public static readonly DiagnosticDescriptor TypeMismatch = new("CK2010", "Runtime value is not of its stated type", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "`runtime_types` states a type for a value of `runtime` that the value does not have. Durations, "
                + "sizes and rates are written with their unit; an enum takes one of its words; a URI is absolute.",
        },
        Bad = Good.Replace("200ms", "200"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownType = new("CK2011", "Runtime type or path unknown", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "A hint is one of string, integer (32 bits), long (64 bits), number, boolean, duration, "
                + "size, rate, uri, secret, `enum(a, b)` and `list(type)`, with `?` after it when the value "
                + "may be absent; its path leads to a value of `runtime` (`retry.delay`, `backends[].url`).",
        },
        Bad = Good.Replace("retry.delay: duration", "retry.delay: time"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnusableName = new("CK2012", "Runtime name can't be a member of a class", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "Each name of `runtime` becomes a C# member: its words with a capital each, so `max_retries` "
                + "is `MaxRetries` and no keyword can come of it; a leading digit gets `_` before it. A name "
                + "without letter or digit has no such member, and two names of one mapping must not become the same.",
        },
        Bad = Good.Replace("tags: [a, b]", "max_retries: 2\n  max-retries: 3"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor MixedTypes = new("CK2013", "Runtime value has several types", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "The items of a list, and the values of one key in a file and its overlays, need one "
                + "type. Whole and decimal numbers go together; all else needs a hint or other values.",
        },
        Bad = Good.Replace("[a, b]", "[a, 1]"),
        Good = Good,
    };

    public static ReadOnlySpan<DiagnosticDescriptor> All => new[] { TypeMismatch, UnknownType, UnusableName, MixedTypes };
}
