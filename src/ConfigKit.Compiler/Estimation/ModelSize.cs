using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>Sizes of a whole model.</summary>
/// <param name="Parameters">Without drafts and the vision encoder.</param>
/// <param name="Activated">Parameters that one token touches, without the input embedding.</param>
/// <param name="CheckpointBytes">On disk, drafts and the vision encoder included.</param>
internal sealed record ModelSize(double Parameters, double Activated, double CheckpointBytes)
{
    public static ModelSize Of(ModelArchitecture a, Quantization q) => Of(new ModelWeights(a, q));

    public static ModelSize Of(ModelWeights weights)
    {
        var (a, q) = (weights.Architecture, weights.Quantization);
        double parameters = weights.Embedding.Count,
            activated = 0,
            bytes = weights.Embedding.StoredBytes(q);
        foreach (var weight in weights.Head)
        {
            Add(weight, 1);
        }

        var counts = weights.CountKinds(0, a.NumHiddenLayers);
        for (var kind = 0; kind < counts.Length; kind++)
        {
            foreach (var weight in weights.Kinds[kind])
            {
                Add(weight, counts[kind]);
            }
        }

        bytes += weights.Draft.Concat(weights.Vision).Sum(w => w.StoredBytes(q));
        return new ModelSize(parameters, activated, bytes);

        void Add(Weight weight, int layers)
        {
            parameters += weight.Count * layers;
            bytes += weight.StoredBytes(q) * layers;
            activated += weight.Count * layers * ShareOfToken(weight.Group);
        }

        double ShareOfToken(WeightGroup group) =>
            group == WeightGroup.RoutedExperts ? (double)a.ExpertsPerToken / a.RoutedExperts
            : group == WeightGroup.EngramTables ? 0 // a few rows
            : 1;
    }
}
