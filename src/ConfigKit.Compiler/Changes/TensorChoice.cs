using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>Which tensor sizes a model allows.</summary>
internal static class TensorChoice
{
    private const int Widest = 64;

    /// <summary>The sizes that pass every divisibility rule, and the nearest one at or below the stated size.</summary>
    public static string Nearest(Deployment d)
    {
        var legal = LayoutSearch.Tensors(d, Widest).ToList();
        if (legal.Count == 0)
        {
            return "use a checkpoint that isn't quantized in blocks: no tensor size can divide this one";
        }

        var nearest = legal.LastOrDefault(t => t <= d.Layout.Tensor, legal[0]);
        return $"set `parallelism.tensor: {nearest}` (valid here: {string.Join(", ", legal)})";
    }
}
