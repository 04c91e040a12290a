using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>Every weight of a model, layer by layer; made once where many layouts of the same model are estimated.</summary>
internal sealed class ModelWeights
{
    public ModelWeights(ModelArchitecture a, Quantization q)
    {
        Architecture = a;
        Quantization = q;
        Layers =
        [
            .. Enumerable.Range(0, a.NumHiddenLayers + ModelSize.StoredMtpLayers(a)).Select(layer => LayerWeights.OfLayer(a, q, layer)),
        ];
        Size = ModelSize.Of(this);
        Kinds = [.. Layers.Take(a.NumHiddenLayers).SelectMany(l => l).Select(w => (w.Group, w.Sharding)).Distinct()];
        _before = [.. Kinds.Select(kind => Before(kind.Group, kind.Sharding, a.NumHiddenLayers))];
    }

    // For each kind the bytes of it in all layers before a layer, so that the sum over a stage is one subtraction.
    private readonly ImmutableArray<double[]> _before;

    private double[] Before(WeightGroup group, Sharding sharding, int layers)
    {
        var before = new double[layers + 1];
        for (var layer = 0; layer < layers; layer++)
        {
            before[layer + 1] = before[layer] + Layers[layer].Where(w => w.Group == group && w.Sharding == sharding).Sum(w => w.Bytes);
        }

        return before;
    }

    public ModelArchitecture Architecture { get; }

    public Quantization Quantization { get; }

    /// <summary>Decoder layers, then multi-token prediction layers.</summary>
    public ImmutableArray<List<Weight>> Layers { get; }

    public ModelSize Size { get; }

    /// <summary>The kinds of weights of decoder layers, in order of appearance.</summary>
    public ImmutableArray<(WeightGroup Group, Sharding Sharding)> Kinds { get; }

    /// <summary>Bytes of a kind in the layers from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public double BytesOf(int kind, int first, int end) => _before[kind][end] - _before[kind][first];
}
