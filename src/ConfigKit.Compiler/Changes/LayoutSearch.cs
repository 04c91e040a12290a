using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>Finds legal layouts for the GPUs that there are.</summary>
internal static class LayoutSearch
{
    /// <summary>The legal layout that takes every GPU and differs least from the stated one, in words.</summary>
    public static string Nearest(Deployment d)
    {
        var best = ByDistance(d).Select(l => ((int Tensor, int Pipeline, int Data)?)l).FirstOrDefault();
        return best is { } l
            ? $"set `parallelism: {{tensor: {l.Tensor}, pipeline: {l.Pipeline}, data: {l.Data}}}`"
            : $"no layout of {d.GpuCount} GPUs divides this model; change `hardware.gpus_per_node`";
    }

    /// <summary>The legal layouts that take every GPU, those first that change least.</summary>
    public static IEnumerable<(int Tensor, int Pipeline, int Data)> ByDistance(Deployment d) =>
        All(d).OrderBy(l => Distance(d, l)).ThenByDescending(l => l.Tensor);

    public static IEnumerable<(int Tensor, int Pipeline, int Data)> All(Deployment d)
    {
        for (var tensor = 1; tensor <= d.GpuCount; tensor++)
        {
            if (d.GpuCount % tensor != 0 || tensor > d.GpusPerNode || !LayoutResolver.Divides(d.Model.Architecture, d.Quantization, tensor))
            {
                continue;
            }

            for (var pipeline = 1; pipeline <= Math.Min(d.GpuCount / tensor, d.Model.Architecture.NumHiddenLayers); pipeline++)
            {
                if (d.GpuCount / tensor % pipeline == 0)
                {
                    yield return (tensor, pipeline, d.GpuCount / tensor / pipeline);
                }
            }
        }
    }

    /// <summary>Changed values first, then how far each is changed.</summary>
    private static double Distance(Deployment d, (int Tensor, int Pipeline, int Data) l) =>
        Difference(l.Tensor, d.Layout.Tensor) + Difference(l.Pipeline, d.Layout.Pipeline) + Difference(l.Data, d.Layout.Data);

    private static double Difference(int to, int from) => to == from ? 0 : 10 + Math.Abs(Math.Log2((double)to / from));
}
