using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>Sizes of a whole model.</summary>
/// <param name="Parameters">Without multi-token prediction layers.</param>
/// <param name="Activated">Parameters that one token touches, without the input embedding.</param>
/// <param name="CheckpointBytes">On disk, multi-token prediction layers included.</param>
internal sealed record ModelSize(double Parameters, double Activated, double CheckpointBytes)
{
    public static ModelSize Of(ModelArchitecture a, Quantization q) => new ModelWeights(a, q).Size;

    public static ModelSize Of(ModelWeights weights)
    {
        var a = weights.Architecture;
        double parameters = 0,
            activated = 0,
            bytes = 0;
        var embedding = LayerWeights.Embedding(a);
        parameters += embedding.Count;
        bytes += embedding.Bytes;
        foreach (var weight in LayerWeights.Head(a))
        {
            Add(weight);
        }

        for (var layer = 0; layer < a.NumHiddenLayers; layer++)
        {
            foreach (var weight in weights.Layers[layer])
            {
                Add(weight);
            }
        }

        for (var layer = a.NumHiddenLayers; layer < a.NumHiddenLayers + StoredMtpLayers(a); layer++)
        {
            bytes += weights.Layers[layer].Sum(w => w.Bytes);

            // V3 stores embedding and head once more beside its MTP layer (README_WEIGHTS.md); V4 does not.
            bytes += a.Attention == AttentionKind.Compressed ? 0 : 2 * embedding.Bytes;
        }

        if (a.HasEngram)
        {
            var engram = LayerWeights.Engram(a);
            parameters += engram.Count;
            bytes += engram.Bytes;
        }

        return new ModelSize(parameters, activated, bytes);

        void Add(Weight weight)
        {
            parameters += weight.Count;
            bytes += weight.Bytes;
            activated += weight.Sharding == Sharding.Experts ? (double)weight.Count * a.ExpertsPerToken / a.RoutedExperts : weight.Count;
        }
    }

    /// <summary>A DSpark stage is not built like a decoder layer; its bytes are not computed.</summary>
    public static int StoredMtpLayers(ModelArchitecture a) => a.HasDspark ? 0 : a.MtpLayers;
}
