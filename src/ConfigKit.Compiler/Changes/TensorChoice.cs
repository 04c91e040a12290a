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
            return "no tensor size divides this checkpoint; take one that is not quantised in blocks";
        }

        var nearest = legal.LastOrDefault(t => t <= d.Layout.Tensor, legal[0]);
        return $"set `parallelism.tensor: {nearest}` (legal up to {Widest}: {string.Join(", ", legal)})";
    }
}
