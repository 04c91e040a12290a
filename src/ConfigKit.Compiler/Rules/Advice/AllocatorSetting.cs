using ConfigKit.Diagnostics;
using ConfigKit.Engines;

namespace ConfigKit.Rules.Advice;

/// <summary>A setting of PyTorch's allocator that training guides give.</summary>
internal sealed class AllocatorSetting() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7023", "Allocator setting from training", Severity.Warning)
    {
        Group = DiagnosticGroup.Advice,
        Explanation = new()
        {
            Checks =
                "Serving engines take weights and KV cache once at the start, so the fragmentation that `max_split_size_mb` and "
                + "`garbage_collection_threshold` fight in training hardly arises; against what is left of it "
                + "`expandable_segments:True` works, with which max_split_size_mb has no use. Without the caching allocator CUDA "
                + "graphs can't be captured. With vLLM's sleep mode, which has a memory pool of its own, expandable segments fail at "
                + "the start.",
        },
        Bad = Examples.R1OnH200 + "  env: {PYTORCH_CUDA_ALLOC_CONF: \"max_split_size_mb:128\"}\n",
        Good = Examples.R1OnH200 + "  env: {PYTORCH_CUDA_ALLOC_CONF: \"expandable_segments:True\"}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var serving = s.Deployment.Serving;
        var sleeps = serving.ExtraArguments.Any(a => EngineFlags.NameOf(a) == "--enable-sleep-mode");
        foreach (var (name, value) in serving.Environment)
        {
            var key = $"serving.env.{name}";
            if (name is "PYTORCH_NO_CUDA_MEMORY_CACHING" && value == "1")
            {
                yield return new(key, $"{name}=1 keeps CUDA graphs from being captured", "remove it");
            }

            if (name is not ("PYTORCH_CUDA_ALLOC_CONF" or "PYTORCH_ALLOC_CONF"))
            {
                continue;
            }

            foreach (var setting in value.Split(',').Select(v => v.Split(':')[0].Trim()).Where(IsOfTraining))
            {
                yield return new(key, $"{setting} is advice for training", $"set `{name}: \"expandable_segments:True\"`, or remove it");
            }

            if (sleeps && value.Contains("expandable_segments:True", StringComparison.OrdinalIgnoreCase))
            {
                yield return new(key, "expandable segments do not work with --enable-sleep-mode", "remove one of the two");
            }
        }
    }

    private static bool IsOfTraining(string setting) => setting is "max_split_size_mb" or "garbage_collection_threshold";
}
