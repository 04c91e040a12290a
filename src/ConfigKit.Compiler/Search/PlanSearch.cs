using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Changes;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Search;

/// <summary>A layout that passes every rule, and what it gives.</summary>
/// <param name="Gpus">GPUs that it takes.</param>
/// <param name="KvTokens">Tokens of KV cache of all engine replicas.</param>
/// <param name="Text">The whole deepseek-config.yaml that states it.</param>
internal sealed record Plan(int Gpus, long KvTokens, Deployment Deployment, Estimate Estimate, string Text)
{
    /// <summary>Bound on the output rate that one user sees, tokens per second.</summary>
    public double PerUser => Estimate.Performance.TokensPerSecondPerUser ?? 0;

    /// <summary>Bound on the output rate of the whole, tokens per second, at the workload's concurrency.</summary>
    public double Throughput => Estimate.Performance.TokensPerSecond ?? 0;
}

/// <summary>
/// Searches nodes, tensor, pipeline, data, expert and decode context parallelism and the KV cache's format for what is
/// best in any of four ways: few GPUs, much KV cache, speed for a user, throughput. Each row is verified by compiling.
/// </summary>
internal static class PlanSearch
{
    private const int MostRows = 10;

    // Without a stated concurrency throughput is compared at this many sequences at once.
    private const int DefaultConcurrency = 64;

    /// <param name="source">A file whose model, hardware and workload are given; its layout is searched anew.</param>
    /// <param name="check">Validates a text.</param>
    /// <param name="keepsGpus">Whether all GPUs must be used; else fewer count as better.</param>
    /// <param name="anyPrecision">Whether checkpoints of the same model in other number formats are searched too.</param>
    public static ImmutableArray<Plan> Find(
        SourceFile source,
        Func<SourceFile, Compilation> check,
        bool keepsGpus,
        bool anyPrecision = false
    )
    {
        var given = check(source);
        if (given.Deployment is not { } d)
        {
            return [];
        }

        var known = given
            .Diagnostics.Where(x => x.Severity == Severity.Warning && !RepairSearch.IsMendable(x))
            .Select(x => x.Id)
            .ToHashSet(StringComparer.Ordinal);
        var loaded = d with
        {
            Config = d.Config with
            {
                Workload = d.Config.Workload with { Concurrency = d.Config.Workload.Concurrency ?? DefaultConcurrency },
            },
        };
        var pool = Checkpoints(loaded, anyPrecision).SelectMany(c => Candidates(c, keepsGpus)).ToList();
        var verified = new Dictionary<Plan, string?>(ReferenceEqualityComparer.Instance);
        while (true)
        {
            // A row that breaks a rule leaves the pool, and what it beat may take its place.
            var rows = InOrderOfInterest(Front(pool)).Take(MostRows).ToList();
            var broken = rows.Where(p => Verify(p) is null).ToHashSet(ReferenceEqualityComparer.Instance);
            if (broken.Count == 0)
            {
                return
                [
                    .. rows.Select(p => p with { Text = Verify(p) ?? "" })
                        .OrderBy(p => p.Gpus)
                        .ThenByDescending(p => p.KvTokens)
                        .ThenByDescending(p => p.PerUser),
                ];
            }

            pool.RemoveAll(broken.Contains);
        }

        string? Verify(Plan plan)
        {
            if (!verified.TryGetValue(plan, out var text))
            {
                text = Write(source, d, plan.Deployment);
                var isClean =
                    text is not null
                    && check(new SourceFile(source.Path, text)).Diagnostics.All(x => x.Severity == Severity.Info || known.Contains(x.Id));
                verified[plan] = text = isClean ? text : null;
            }

            return text;
        }
    }

    private static IEnumerable<Plan> Candidates(Deployment d, bool keepsGpus)
    {
        var weights = new ModelWeights(d.Model.Architecture, d.Quantization);
        foreach (var changed in Hardware(d, keepsGpus).SelectMany(Layouts).SelectMany(CacheFormats))
        {
            var estimate = Estimator.Estimate(changed, weights);
            if (estimate.MemoryVerdict == Verdict.Fits)
            {
                yield return new Plan(changed.GpuCount, estimate.KvCacheTokens * changed.Layout.Caches, changed, estimate, "");
            }
        }
    }

    private static IEnumerable<Deployment> Checkpoints(Deployment d, bool anyPrecision)
    {
        yield return d;
        foreach (var model in anyPrecision && d.Model.IsCatalogued ? SmallestChange.Requantized(d) : [])
        {
            yield return d with
            {
                Model = model,
                Quantization = model.Quantization,
                Precision = model.NativePrecision,
            };
        }
    }

    /// <summary>What nothing else beats in every way.</summary>
    private static List<Plan> Front(IEnumerable<Plan> pool)
    {
        var front = new List<Plan>();
        foreach (var plan in pool.OrderBy(p => p.Gpus).ThenByDescending(p => p.KvTokens).ThenByDescending(p => p.PerUser))
        {
            if (!front.Exists(f => Beats(f, plan)))
            {
                front.RemoveAll(f => Beats(plan, f));
                front.Add(plan);
            }
        }

        return front;
    }

    /// <summary>The best in each single way first, then one of each number of GPUs, then the rest.</summary>
    private static IEnumerable<Plan> InOrderOfInterest(List<Plan> front)
    {
        Plan?[] extremes =
        [
            front.MinBy(p => p.Gpus),
            front.MaxBy(p => p.KvTokens),
            front.MaxBy(p => p.PerUser),
            front.MaxBy(p => p.Throughput),
        ];
        return extremes.OfType<Plan>().Concat(front.GroupBy(p => p.Gpus).Select(g => g.First())).Concat(front).Distinct();
    }

    private static bool Beats(Plan a, Plan b) =>
        a.Gpus <= b.Gpus && a.KvTokens >= b.KvTokens && a.PerUser >= b.PerUser * 0.999 && a.Throughput >= b.Throughput * 0.999;

    private static IEnumerable<Deployment> Hardware(Deployment d, bool keepsGpus)
    {
        yield return d;
        if (keepsGpus)
        {
            yield break;
        }

        for (var nodes = d.Nodes / 2; nodes >= 1; nodes /= 2)
        {
            yield return d.WithNodes(nodes);
        }

        for (var gpus = d.GpusPerNode / 2; gpus >= 1 && d.GpuIds.IsEmpty; gpus /= 2)
        {
            yield return d.WithNodes(1) with
            {
                GpusPerNode = new(gpus, ""),
            };
        }
    }

    private static IEnumerable<Deployment> Layouts(Deployment d)
    {
        bool[] experts = d.Model.Architecture.IsMoe ? [false, true] : [false];
        foreach (var (tensor, pipeline, data) in LayoutSearch.All(d).Where(l => l.Pipeline == 1 || l.Pipeline <= d.Nodes || d.Nodes == 1))
        {
            foreach (var expert in experts)
            {
                if (expert && d.Model.Architecture.RoutedExperts % (tensor * data) != 0)
                {
                    continue;
                }

                var changed = d.WithLayout(tensor, pipeline, data, expert);
                yield return changed;
                if (d.Engine.Engine.HasGroupsWithinTensor && d.Model.Architecture.IsLatent && tensor > 1 && data == 1)
                {
                    yield return d.WithAttentionGroups(tensor, pipeline, expert);
                }

                if (d.Engine.Takes("parallelism.decode_context") && d.Model.Architecture.IsLatent && tensor > 1)
                {
                    yield return changed with
                    {
                        Layout = changed.Layout with { DecodeContext = new(tensor, "") },
                    };
                }
            }
        }
    }

    private static IEnumerable<Deployment> CacheFormats(Deployment d)
    {
        yield return d;
        if (
            !d.Serving.KvCacheDtype.IsStated
            && d.Serving.KvCacheDtype.Value is KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16
            && d.Gpu.ComputeCapability is >= 89
        )
        {
            yield return d.WithKvCacheDtype(KvCacheDtypeKind.Fp8);
        }
    }

    private static string? Write(SourceFile source, Deployment given, Deployment d)
    {
        var edits = new List<YamlEdit>();
        if (d.Nodes != given.Nodes)
        {
            edits.Add(Set("hardware.nodes", d.Nodes));
        }

        if (d.GpusPerNode.Value != given.GpusPerNode.Value)
        {
            edits.Add(Set("hardware.gpus_per_node", d.GpusPerNode));
        }

        if (d.Model.Id != given.Model.Id)
        {
            edits.Add(new YamlEdit("model.name", d.Model.Id));
        }

        if (d.Layout.DataParallelAttention || given.Layout.DataParallelAttention)
        {
            edits.Add(new YamlEdit("parallelism.data_parallel_attention", d.Layout.DataParallelAttention ? "true" : "false"));
        }

        edits.Add(Set("parallelism.tensor", d.Layout.Tensor));
        edits.Add(Set("parallelism.pipeline", d.Layout.Pipeline));
        edits.Add(Set("parallelism.data", d.Layout.Data));
        edits.Add(new YamlEdit("parallelism.expert", d.Layout.Expert ? "true" : "false"));
        edits.Add(Set("parallelism.decode_context", d.Layout.DecodeContext));
        if (d.Serving.KvCacheDtype.Value != given.Serving.KvCacheDtype.Value)
        {
            edits.Add(new YamlEdit("serving.kv_cache_dtype", "fp8"));
        }

        return YamlEdit.Apply(source.Path, source.Text, edits);
    }

    private static YamlEdit Set(string path, int value) => new(path, value.ToString(CultureInfo.InvariantCulture));
}
