using ConfigKit.Diagnostics;

namespace ConfigKit.Resolution;

/// <summary>CK2, from 2101 on: a name that stands for nothing known.</summary>
internal static class ResolutionDiagnostics
{
    public static ReadOnlySpan<DiagnosticDescriptor> All => [];
}
