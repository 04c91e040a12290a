using System.Collections.Immutable;
using ConfigKit.Changes;
using ConfigKit.Estimation;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Search;

/// <summary>A layout that passes every rule, and what it gives: one row of `plan`.</summary>
/// <param name="Gpus">GPUs that it takes.</param>
/// <param name="KvTokens">Tokens of KV cache of all engine replicas.</param>
/// <param name="Text">The whole deepseek-config.yaml that states it.</param>
internal sealed record PlannedLayout(int Gpus, long KvTokens, Deployment Deployment, Estimate Estimate, string Text)
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

    // Speeds that differ by less than a thousandth count as the same.
    private const double Alike = 0.999;

    /// <param name="source">A file whose model, hardware and workload are given; its layout is searched anew.</param>
    /// <param name="check">Validates a text.</param>
    /// <param name="keepsGpus">Whether all GPUs must be used; else fewer count as better.</param>
    /// <param name="anyPrecision">Whether checkpoints of the same model in other number formats are searched too.</param>
    public static ImmutableArray<PlannedLayout> Find(
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

        var verified = new Dictionary<PlannedLayout, string?>(ReferenceEqualityComparer.Instance);
        var pool = Checkpoints(WithConcurrency(d), anyPrecision).SelectMany(c => Candidates(c, keepsGpus)).ToList();
        while (true)
        {
            // A row that breaks a rule leaves the pool, and what it beat may take its place.
            var rows = InOrderOfInterest(Front(pool)).Take(MostRows).ToList();
            var broken = rows.Where(p => Verified(p) is null).ToHashSet(ReferenceEqualityComparer.Instance);
            if (broken.Count == 0)
            {
                return [.. Ranked(rows.Select(p => p with { Text = Verified(p) ?? "" }))];
            }

            pool.RemoveAll(broken.Contains);
        }

        string? Verified(PlannedLayout row)
        {
            if (!verified.TryGetValue(row, out var text))
            {
                verified[row] = text = Verify(source, given, row.Deployment, check);
            }

            return text;
        }
    }

    private static Deployment WithConcurrency(Deployment d) =>
        d with
        {
            Workload = d.Workload with
            {
                Concurrency = d.Workload.Concurrency.IsStated
                    ? d.Workload.Concurrency
                    : new(DefaultConcurrency, "enough sequences that throughput tells layouts apart"),
            },
        };

    /// <summary>The text that states a layout; null where it can't be written or breaks a rule that the file does not break.</summary>
    private static string? Verify(SourceFile source, Compilation given, Deployment row, Func<SourceFile, Compilation> check)
    {
        if (given.Deployment is not { } d || Write(source, d, row) is not { } text)
        {
            return null;
        }

        // Warnings that no layout can fix are in the file as it is.
        var known = given.Diagnostics.Where(x => x.Severity == Severity.Warning && !x.Descriptor.DependsOnLayout).Select(x => x.Id);
        var found = check(new SourceFile(source.Path, text)).Diagnostics;
        return found.All(x => x.Severity == Severity.Info || known.Contains(x.Id)) ? text : null;
    }

    private static IOrderedEnumerable<PlannedLayout> Ranked(IEnumerable<PlannedLayout> rows) =>
        rows.OrderBy(p => p.Gpus).ThenByDescending(p => p.KvTokens).ThenByDescending(p => p.PerUser);

    private static IEnumerable<PlannedLayout> Candidates(Deployment d, bool keepsGpus)
    {
        var weights = new ModelWeights(d.Model.Architecture, d.Quantization);
        foreach (var changed in Hardware(d, keepsGpus).SelectMany(Layouts).SelectMany(CacheFormats))
        {
            var estimate = Estimator.Estimate(changed, weights);
            if (estimate.MemoryVerdict == Verdict.Fits)
            {
                yield return new PlannedLayout(changed.GpuCount, estimate.KvCacheTokens * changed.Layout.Caches, changed, estimate, "");
            }
        }
    }

    private static IEnumerable<Deployment> Checkpoints(Deployment d, bool anyPrecision) =>
        anyPrecision && d.Model.IsCatalogued ? [d, .. Changed(CheckpointChanges.Requantized(d))] : [d];

    /// <summary>What nothing else beats in every way.</summary>
    private static List<PlannedLayout> Front(IEnumerable<PlannedLayout> pool)
    {
        var front = new List<PlannedLayout>();
        foreach (var row in Ranked(pool))
        {
            if (!front.Exists(f => Beats(f, row)))
            {
                front.RemoveAll(f => Beats(row, f));
                front.Add(row);
            }
        }

        return front;
    }

    /// <summary>The best in each single way first, then one of each number of GPUs, then the rest.</summary>
    private static IEnumerable<PlannedLayout> InOrderOfInterest(List<PlannedLayout> front)
    {
        PlannedLayout?[] extremes =
        [
            front.MinBy(p => p.Gpus),
            front.MaxBy(p => p.KvTokens),
            front.MaxBy(p => p.PerUser),
            front.MaxBy(p => p.Throughput),
        ];
        return extremes.OfType<PlannedLayout>().Concat(front.GroupBy(p => p.Gpus).Select(g => g.First())).Concat(front).Distinct();
    }

    private static bool Beats(PlannedLayout a, PlannedLayout b) =>
        a.Gpus <= b.Gpus && a.KvTokens >= b.KvTokens && a.PerUser >= b.PerUser * Alike && a.Throughput >= b.Throughput * Alike;

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
            yield return d.WithNodes(1).WithGpusPerNode(gpus);
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

    /// <summary>As stated, and where nothing is stated in fp8 too if the GPU computes in it.</summary>
    private static IEnumerable<Deployment> CacheFormats(Deployment d) =>
        !d.Serving.KvCacheDtype.IsStated && ServingChanges.Fp8Cache(d) is { Words: not null } cache ? [d, .. Changed([cache])] : [d];

    private static IEnumerable<Deployment> Changed(IEnumerable<Change> changes) =>
        changes.Select(c => c.Deployment).OfType<Func<Deployment>>().Select(changed => changed());

    private static string? Write(SourceFile source, Deployment given, Deployment d)
    {
        var edits = new List<YamlEdit>();
        if (d.Nodes != given.Nodes)
        {
            edits.Add(YamlEdit.Set("hardware.nodes", d.Nodes));
        }

        if (d.GpusPerNode.Value != given.GpusPerNode.Value)
        {
            edits.Add(YamlEdit.Set("hardware.gpus_per_node", d.GpusPerNode));
        }

        if (d.Model.Id != given.Model.Id)
        {
            edits.Add(new YamlEdit("model.name", d.Model.Id));
        }

        if (d.Layout.DataParallelAttention || given.Layout.DataParallelAttention)
        {
            edits.Add(YamlEdit.Set("parallelism.data_parallel_attention", d.Layout.DataParallelAttention));
        }

        edits.Add(YamlEdit.Set("parallelism.tensor", d.Layout.Tensor));
        edits.Add(YamlEdit.Set("parallelism.pipeline", d.Layout.Pipeline));
        edits.Add(YamlEdit.Set("parallelism.data", d.Layout.Data));
        edits.Add(YamlEdit.Set("parallelism.expert", d.Layout.Expert));
        edits.Add(YamlEdit.Set("parallelism.decode_context", d.Layout.DecodeContext));
        if (d.Serving.KvCacheDtype.Value != given.Serving.KvCacheDtype.Value)
        {
            edits.Add(new YamlEdit("serving.kv_cache_dtype", "fp8"));
        }

        return YamlEdit.Apply(source.Path, source.Text, edits);
    }
}
