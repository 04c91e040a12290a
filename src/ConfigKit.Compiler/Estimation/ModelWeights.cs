using System.Collections.Immutable;
using ConfigKit.Resolution;

namespace ConfigKit.Estimation;

/// <summary>Every weight of a model, layer by layer; made once where many layouts of the same model are estimated.</summary>
internal sealed class ModelWeights
{
    public ModelWeights(ModelArchitecture a, Quantization q)
    {
        Architecture = a;
        Quantization = q;
        Layers = [.. Enumerable.Range(0, a.NumHiddenLayers + ModelSize.StoredMtpLayers(a)).Select(layer => LayerWeights.OfLayer(a, q, layer))];
        Size = ModelSize.Of(this);
    }

    public ModelArchitecture Architecture { get; }

    public Quantization Quantization { get; }

    /// <summary>Decoder layers, then multi-token prediction layers.</summary>
    public ImmutableArray<List<Weight>> Layers { get; }

    public ModelSize Size { get; }
}
