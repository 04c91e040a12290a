using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>The sizes of a layout.</summary>
internal readonly record struct LayoutSizes(int Tensor, int Pipeline, int Data);

/// <summary>Finds legal layouts for the GPUs that there are.</summary>
internal static class LayoutSearch
{
    /// <summary>The legal layout that takes every GPU and differs least from the stated one, in words.</summary>
    public static string Nearest(Deployment d)
    {
        foreach (var l in ByDistance(d))
        {
            return $"set `parallelism: {{tensor: {l.Tensor}, pipeline: {l.Pipeline}, data: {l.Data}}}`";
        }

        return $"change `hardware.gpus_per_node`: no layout of {d.GpuCount} GPUs can divide this model";
    }

    /// <summary>The legal layouts that take every GPU, those first that change least.</summary>
    public static IEnumerable<LayoutSizes> ByDistance(Deployment d) => All(d).OrderBy(l => Distance(d, l)).ThenByDescending(l => l.Tensor);

    /// <summary>The legal layouts that take every GPU, those first that split a layer most.</summary>
    public static IEnumerable<LayoutSizes> WidestFirst(Deployment d) => All(d).OrderByDescending(l => l.Tensor);

    /// <summary>The legal layouts that take every GPU.</summary>
    public static IEnumerable<LayoutSizes> All(Deployment d)
    {
        foreach (var tensor in Tensors(d, Math.Min(d.GpuCount, d.GpusPerNode)).Where(t => d.GpuCount % t == 0))
        {
            var rest = d.GpuCount / tensor;
            for (var pipeline = 1; pipeline <= Math.Min(rest, d.Model.Architecture.NumHiddenLayers); pipeline++)
            {
                if (rest % pipeline == 0)
                {
                    yield return new(tensor, pipeline, rest / pipeline);
                }
            }
        }
    }

    /// <summary>The tensor sizes that pass every divisibility rule.</summary>
    public static IEnumerable<int> Tensors(Deployment d, int widest) =>
        Enumerable.Range(1, widest).Where(t => LayoutResolver.Divides(d.Model.Architecture, d.Quantization, t));

    /// <summary>Changed values first, then how far each is changed.</summary>
    private static double Distance(Deployment d, LayoutSizes l) =>
        Difference(l.Tensor, d.Layout.Tensor) + Difference(l.Pipeline, d.Layout.Pipeline) + Difference(l.Data, d.Layout.Data);

    private static double Difference(int to, int from) => to == from ? 0 : 10 + Math.Abs(Math.Log2((double)to / from));
}
