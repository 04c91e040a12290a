using ConfigKit.Catalog;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Changes;

/// <summary>A change that was tried and works.</summary>
/// <param name="Text">The change in words, to read after "help:".</param>
/// <param name="Deployment">The changed deployment.</param>
internal sealed record Change(string Text, Deployment Deployment);

/// <summary>Finds what would make a deployment fit in memory, by estimating changed deployments, cheapest change first.</summary>
internal static class SmallestChange
{
    private const int ShortestUsefulLength = 4096;

    /// <summary>Up to three changes of different kinds after which memory holds, in words; empty when none of those tried works.</summary>
    public static string ThatFits(Deployment d)
    {
        IEnumerable<Change>[] kinds = [Serving(d), Layouts(d), Nodes(d), Precisions(d), Checkpoints(d), Gpus(d)];
        var found = kinds.Select(k => k.FirstOrDefault(c => Fits(c.Deployment))?.Text).OfType<string>().Take(3).ToList();
        return found.Count == 0
            ? "no single change of length, memory share, layout, precision or node count that was tried fits"
            : string.Join("; or ", found);
    }

    private static bool Fits(Deployment changed) => Estimator.Estimate(changed).MemoryVerdict == Verdict.Fits;

    private static IEnumerable<Change> Serving(Deployment d)
    {
        if (LongestThatFits(d) is { } length)
        {
            yield return new($"set `serving.max_model_len: {length}`, which fits", d.WithMaxModelLen(length));
        }

        if (!d.Serving.EnforceEager && d.Engine.Engine.HighestMemoryFraction is { } highest && d.Serving.MemoryFraction < highest)
        {
            yield return new($"set `{d.Engine.Engine.MemoryKey}: {highest}`", d.WithMemoryFraction(highest));
        }

        if (d.Serving.KvCacheDtype.Value is KvCacheDtypeKind.Bf16 or KvCacheDtypeKind.Fp16 && d.Gpu.ComputeCapability >= 89)
        {
            yield return new("set `serving.kv_cache_dtype: fp8`", d.WithKvCacheDtype(KvCacheDtypeKind.Fp8));
        }
    }

    /// <summary>The longest max_model_len with the whole overhead interval to spare, rounded down to a round number.</summary>
    public static int? LongestThatFits(Deployment d)
    {
        var asked = d.Serving.MaxModelLen > 0 ? d.Serving.MaxModelLen.Value : d.Model.Architecture.MaxPositionEmbeddings;
        var weights = new ModelWeights(d.Model.Architecture, d.Quantization);
        int low = 0,
            high = asked / 1024;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Estimator.Estimate(d.WithMaxModelLen(middle * 1024), weights).MemoryVerdict == Verdict.Fits)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low * 1024 >= ShortestUsefulLength && low * 1024 < asked ? low * 1024 : null;
    }

    private static IEnumerable<Change> Layouts(Deployment d)
    {
        for (var tensor = d.GpusPerNode.Value; tensor >= 1; tensor--)
        {
            if (d.GpuCount % tensor != 0 || !LayoutResolver.Divides(d.Model.Architecture, d.Quantization, tensor))
            {
                continue;
            }

            var pipeline = d.GpuCount / tensor;
            if (pipeline <= d.Model.Architecture.NumHiddenLayers && (tensor != d.Layout.Tensor || pipeline != d.Layout.Pipeline))
            {
                yield return new(
                    $"set `parallelism: {{tensor: {tensor}, pipeline: {pipeline}}}`",
                    d.WithLayout(tensor, pipeline, 1, d.Layout.Expert)
                );
            }
        }
    }

    private static IEnumerable<Change> Nodes(Deployment d)
    {
        if (d.Nodes == 1 && d.GpusPerNode < 8)
        {
            for (var gpus = d.GpusPerNode + 1; gpus <= 8; gpus++)
            {
                if (LayoutResolver.Divides(d.Model.Architecture, d.Quantization, gpus))
                {
                    yield return new(
                        $"use {gpus} GPUs with `parallelism.tensor: {gpus}`",
                        (d with { GpusPerNode = new(gpus, "") }).WithLayout(gpus, 1, 1, d.Layout.Expert)
                    );
                }
            }
        }

        for (var nodes = d.Nodes + 1; nodes <= Math.Min(8, d.Model.Architecture.NumHiddenLayers); nodes++)
        {
            if (LayoutResolver.Divides(d.Model.Architecture, d.Quantization, d.GpusPerNode))
            {
                yield return new(
                    $"use {nodes} nodes with `parallelism: {{tensor: {d.GpusPerNode.Value}, pipeline: {nodes}}}`",
                    d.WithNodes(nodes).WithLayout(d.GpusPerNode, nodes, 1, d.Layout.Expert)
                );
            }
        }
    }

    private static IEnumerable<Change> Precisions(Deployment d)
    {
        if (
            d.Precision is PrecisionKind.Bf16 or PrecisionKind.Fp16
            && d.Gpu.ComputeCapability >= 89
            && d.WithPrecision(PrecisionKind.Fp8) is { } changed
        )
        {
            yield return new("set `model.precision: fp8`", changed);
        }
    }

    private static IEnumerable<Change> Checkpoints(Deployment d) =>
        Requantized(d)
            .Select(m => new Change(
                $"serve {m.Id} ({ModelSection.Precisions.First(p => p.Value == m.NativePrecision).Name})",
                d with
                {
                    Model = m,
                    Quantization = m.Quantization,
                    Precision = m.NativePrecision,
                }
            ));

    /// <summary>The same model, quantised by somebody and known to the catalogue, where the GPU has the format.</summary>
    public static IEnumerable<Checkpoint> Requantized(Deployment d) =>
        Models
            .All()
            .Where(m =>
                m.Family == d.Model.Family
                && m.Family.Length > 0
                && m.Id != d.Model.Id
                && m.Architecture.NumHiddenLayers == d.Model.Architecture.NumHiddenLayers
                && m.Architecture.HiddenSize == d.Model.Architecture.HiddenSize
                && IsSupported(m.NativePrecision, d.Gpu.ComputeCapability)
                && m.NativePrecision != d.Precision
            );

    private static bool IsSupported(PrecisionKind precision, int? capability) =>
        precision switch
        {
            PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4 => capability is >= 100,
            PrecisionKind.Fp8 => capability is >= 89,
            _ => true,
        };

    private static IEnumerable<Change> Gpus(Deployment d) =>
        Accelerators
            .All()
            .Where(g =>
                g.Vendor == d.Gpu.Vendor
                && g.CudaBytes > d.Gpu.CudaBytes
                && g.FormFactor == d.Gpu.FormFactor
                && g.ComputeCapability >= d.Gpu.ComputeCapability
            )
            .OrderBy(g => g.CudaBytes)
            .Select(g => new Change($"use {g.Id} ({Quantity.FormatBytes(g.CudaBytes ?? 0)})", d with { Gpu = g }));
}
