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

    public static readonly DiagnosticDescriptor TypeMismatch = new(
        "CK2010",
        "Runtime value doesn't match its declared type",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "`runtime_types` declares a type that the value in `runtime` doesn't have. Durations, sizes and rates need a "
                + "unit, an enum one of its words, a URI a scheme, and integers must fit their 32 or 64 bits.",
            Why = "The generated class could not be filled from the file.",
            Fix = "Correct the value, or declare another type.",
        },
        Bad = Good.Replace("200ms", "200"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnknownType = new("CK2011", "Unknown runtime type or path", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "A type is string, integer (32 bits), long (64 bits), number, boolean, duration, size, rate, uri, secret, "
                + "`enum(a, b)` or `list(type)`, followed by `?` if the value may be absent. Its path leads to a value of "
                + "`runtime`, such as `retry.delay` or `backends[].url`.",
            Why = "A type without a value, or of an unknown name, can't become a member of the generated class.",
            Fix = "Correct type or path. For a value that only an overlay adds, end the type with `?`.",
        },
        Bad = Good.Replace("retry.delay: duration", "retry.delay: time"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor UnusableName = new("CK2012", "Runtime name can't become a C# member", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "Each name in `runtime` becomes a C# member in PascalCase: `max_retries` becomes `MaxRetries`, and a leading "
                + "digit gets `_` before it. A name needs at least one letter or digit, and two names of one mapping must not give "
                + "the same member.",
            Why = "The generated class would not compile.",
            Fix = "Rename the key; services that read it by the old name must follow.",
        },
        Bad = Good.Replace("tags: [a, b]", "max_retries: 2\n  max-retries: 3"),
        Good = Good,
    };

    public static readonly DiagnosticDescriptor MixedTypes = new("CK2013", "Runtime value with several types", Severity.Error)
    {
        Group = DiagnosticGroup.Runtime,
        Explanation = new()
        {
            Checks =
                "All items of a list, and all values of one key across a file and its overlays, must have one type. Whole and "
                + "decimal numbers may be mixed.",
            Why = "The generated class has one member with one type for all environments.",
            Fix = "Give all of them one type, or declare it in `runtime_types`.",
        },
        Bad = Good.Replace("[a, b]", "[a, 1]"),
        Good = Good,
    };

    public static ReadOnlySpan<DiagnosticDescriptor> All => new[] { TypeMismatch, UnknownType, UnusableName, MixedTypes };
}
