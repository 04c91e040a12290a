using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Rules.Host;
using ConfigKit.Text;

namespace ConfigKit.Rules.Memory;

/// <summary>Main memory that can't hold the model's tables and the second tier of the KV cache.</summary>
internal sealed class HostMemoryTooSmall() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK3006", "Host RAM can't hold what the engine keeps there", Severity.Error)
    {
        Group = DiagnosticGroup.Memory,
        Explanation = new()
        {
            Checks =
                "What a node keeps in main memory: processes, `/dev/shm`, the Engram tables of V4.1 and the KV cache of "
                + "`serving.kv_offload`, against its RAM without huge pages and against the memory limit of its pod. vLLM pins the "
                + "tables, and PyTorch's allocator for pinned memory rounds each tensor up to a power of two.",
            Why = "The kernel kills the engine while it loads (exit code 137).",
            Formula = """
                gpus_per_node × 4 GiB + shm_size + tables + KV offload <= RAM − huge pages
                V4.1-Flash, tensor 4: 4 × 4 + 16 + 4 × 66 = 296 GiB > 256 GiB
                """,
            Fix =
                "Add RAM, keep the tables in huge pages (`serving.engram.transparent_hugepages: true`), which need no rounding, put them "
                + "on the GPUs, or lower `serving.kv_offload.size`.",
            References = [new("vLLM, Engram tables", "https://github.com/vllm-project/vllm/tree/v0.33.0/vllm/models/deepseek_v41")],
        },
        Bad =
            Examples.R1OnH200.Replace("0.11.0", "0.33.0").Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 1TiB")
            + "  kv_offload: {backend: native, size: 1100GiB}\n",
        Good =
            Examples.R1OnH200.Replace("0.11.0", "0.33.0").Replace("gpus_per_node: 8", "gpus_per_node: 8\n  memory: 2TiB")
            + "  kv_offload: {backend: native, size: 1100GiB}\n",
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var (d, host) = (s.Deployment, s.Estimate.Host);
        if (host.DataBytes == 0 || Limit(d) is not { } limit || limit.Bytes >= host.Bytes)
        {
            yield break;
        }

        yield return new Finding(
            limit.Key,
            $"{Quantity.FormatBytes(limit.Bytes)} of main memory can't hold the {Quantity.FormatBytes(host.Bytes)} that a node needs: "
                + string.Join(", ", host.Terms.Select(t => $"{t.Name} {t.Value}")),
            HelpFor(d, s.Estimate, limit.Bytes)
        );
    }

    /// <summary>The smaller of what the node has and its pod may take; null where neither is known.</summary>
    private static (string Key, long Bytes)? Limit(Deployment d)
    {
        var limits = new List<(string Key, long Bytes)>();
        if (d.Node.Memory is not null)
        {
            limits.Add(("hardware.memory", HostMemoryBelowShare.Usable(d)));
        }

        if (d.Cluster.Memory is { } pod)
        {
            limits.Add(("kubernetes.memory", pod));
        }

        return limits.Count == 0 ? null : limits.MinBy(l => l.Bytes);
    }

    private static string HelpFor(Deployment d, Estimate e, long limit)
    {
        var beside = e.Host.Bytes - (d.Serving.KvOffload?.NodeBytes ?? 0);
        if (d.Serving.KvOffload is not null && (limit - beside) / Quantity.GiB is > 0 and var gib)
        {
            return $"set `serving.kv_offload.size: {gib}GiB`";
        }

        const string HugePages = "serving.engram.transparent_hugepages";
        var (engram, more) = (d.Serving.Engram, $"use {Quantity.FormatBytes(e.Host.Bytes)} of RAM");
        if (!engram.IsOnHost)
        {
            return more;
        }

        if (d.Engine.Takes(HugePages) && With(engram with { TransparentHugepages = new(true, "") }).Host.Bytes <= limit)
        {
            return $"set `{HugePages}: true`";
        }

        var onGpu = With(engram with { Placement = new(EngramPlacement.Gpu, "") });
        return onGpu.MemoryVerdict == Verdict.Fits && onGpu.Host.Bytes <= limit ? $"{more}, or set `serving.engram.placement: gpu`" : more;

        Estimate With(EngramSettings changed) => Estimator.Estimate(d with { Serving = d.Serving with { Engram = changed } });
    }
}
