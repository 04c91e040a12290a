using ConfigKit.Diagnostics;

namespace ConfigKit.Binding;

/// <summary>What one run of the binder writes to: diagnostics and positions.</summary>
internal sealed record BindingContext(DiagnosticBag Diagnostics, SpanTable Spans);

/// <summary>One allowed word and the value that it stands for.</summary>
internal sealed record Choice<T>(string Name, T Value, string Description)
    where T : struct, Enum;
