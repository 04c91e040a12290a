using ConfigKit.Diagnostics;
using ConfigKit.Model;

namespace ConfigKit.Rules.Engines;

/// <summary>A second tier of the KV cache that the engine does not have.</summary>
internal sealed class KvOffloadUnsupported() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7043", "KV offload not supported by the engine", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = "`serving.kv_offload.backend` must be one that the engine and its release have.",
            Why =
                "vLLM offloads with its own connector or LMCache from 0.11.2 on, SGLang with its hierarchical cache, with Mooncake behind "
                + "it or with LMCache, TensorRT-LLM with its own host cache. Another name is an unknown argument, and the engine does not start.",
            Fix = "Name one of the engine's, or leave `backend` out.",
            References =
            [
                new("vLLM, config/cache.py", "https://github.com/vllm-project/vllm/blob/v0.11.2/vllm/config/cache.py"),
                new("SGLang, HiCache", "https://docs.sglang.ai/advanced_features/hicache_design.html"),
            ],
        },
        Bad = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  kv_offload: {backend: hicache, size: 200GiB}\n",
        Good = Examples.R1OnH200.Replace("0.11.0", "0.25.0") + "  kv_offload: {backend: native, size: 200GiB}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (d.Serving.KvOffload is not { } offload)
        {
            yield break;
        }

        var engine = d.Engine.Engine;
        if (!engine.Settings.Takes("serving.kv_offload.size", d.Engine))
        {
            yield return new(
                "serving.kv_offload",
                $"{d.Engine.Title} {d.Engine.VersionText} can't offload its KV cache to host memory",
                "remove `serving.kv_offload`, or use a newer release"
            );
        }
        else if (!engine.KvOffloads.Contains(offload.Backend))
        {
            yield return new(
                "serving.kv_offload.backend",
                $"{d.Engine.Title} has no KV offload backend {NameOf(offload.Backend)}",
                $"use {string.Join(" or ", engine.KvOffloads.Select(NameOf))}"
            );
        }
    }

    private static string NameOf(KvOffloadBackend backend) => KvOffloadSection.Backends.First(b => b.Value == backend).Name;
}
