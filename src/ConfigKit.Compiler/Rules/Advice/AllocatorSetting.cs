using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Advice;

/// <summary>A setting of PyTorch's allocator that training guides give.</summary>
internal static class AllocatorSetting
{
    public static readonly DiagnosticDescriptor Fault = new("CK7023", "Allocator setting meant for training", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "Settings of PyTorch's CUDA allocator that training guides recommend, a switched-off caching allocator, and "
                + "expandable segments together with vLLM's sleep mode.",
            Why =
                "Serving engines allocate weights and KV cache once, so the fragmentation that `max_split_size_mb` and "
                + "`garbage_collection_threshold` address hardly arises. Without the caching allocator CUDA graphs can't be "
                + "captured; with sleep mode, which has a memory pool of its own, expandable segments fail at the start.",
            Fix = "Remove the setting; against what fragmentation remains, `expandable_segments:True` works.",
            References = [SourceLinks.TorchCuda],
        },
        Bad = Examples.R1OnH200 + "  env: {PYTORCH_CUDA_ALLOC_CONF: \"max_split_size_mb:128\"}\n",
        Good = Examples.R1OnH200 + "  env: {PYTORCH_CUDA_ALLOC_CONF: \"expandable_segments:True\"}\n",
    };

    /// <summary>Turns the caching allocator off.</summary>
    public const string NoCache = "PYTORCH_NO_CUDA_MEMORY_CACHING";

    /// <summary>The allocator's settings that guides for training give.</summary>
    public static readonly ImmutableArray<string> OfTraining = ["max_split_size_mb", "garbage_collection_threshold"];

    /// <summary>Whether a variable holds a setting of the allocator.</summary>
    public static bool Has(string name, string value, string setting) =>
        IsAllocators(name) && value.Split(',').Any(v => v.Split(':')[0].Trim() == setting);

    /// <summary>Whether a variable turns expandable segments on.</summary>
    public static bool Expands(string name, string value) =>
        IsAllocators(name) && value.Contains("expandable_segments:True", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether arguments turn vLLM's sleep mode on.</summary>
    public static bool Sleeps(ImmutableArray<string> arguments) =>
        !arguments.IsDefault && arguments.Any(a => EngineFlags.NameOf(a) == "--enable-sleep-mode");

    private static bool IsAllocators(string name) => name is "PYTORCH_CUDA_ALLOC_CONF" or "PYTORCH_ALLOC_CONF";
}
