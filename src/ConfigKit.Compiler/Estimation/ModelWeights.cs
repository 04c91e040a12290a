using System.Collections.Immutable;
using ConfigKit.Catalog;

namespace ConfigKit.Estimation;

/// <summary>Every weight of a model; made once where many layouts of the same model are estimated.</summary>
internal sealed class ModelWeights
{
    public ModelWeights(ModelArchitecture a, Quantization q)
    {
        Architecture = a;
        Quantization = q;
        Embedding = EndWeights.Embedding(a);
        Head = EndWeights.Head(a);
        Vision = EndWeights.Vision(a);
        Draft = EndWeights.Draft(a, q);

        // Layers of one kind share their weights: a model has few kinds.
        var seen = new Dictionary<LayerKind, int>();
        var kinds = ImmutableArray.CreateBuilder<ImmutableArray<Weight>>();
        var ofLayer = ImmutableArray.CreateBuilder<int>(a.NumHiddenLayers);
        for (var layer = 0; layer < a.NumHiddenLayers; layer++)
        {
            var kind = LayerKind.Of(a, layer);
            if (!seen.TryGetValue(kind, out var index))
            {
                index = seen[kind] = kinds.Count;
                kinds.Add(LayerWeights.OfLayer(a, q, layer));
            }

            ofLayer.Add(index);
        }

        Kinds = kinds.ToImmutable();
        KindOfLayer = ofLayer.ToImmutable();
        Size = ModelSize.Of(this);
    }

    public ModelArchitecture Architecture { get; }

    public Quantization Quantization { get; }

    public ModelSize Size { get; }

    public Weight Embedding { get; }

    public ImmutableArray<Weight> Head { get; }

    public ImmutableArray<Weight> Vision { get; }

    /// <summary>Multi-token prediction layers or DSpark stages.</summary>
    public ImmutableArray<Weight> Draft { get; }

    /// <summary>The weights of each kind of decoder layer.</summary>
    public ImmutableArray<ImmutableArray<Weight>> Kinds { get; }

    /// <summary>For each decoder layer its place in <see cref="Kinds"/>.</summary>
    public ImmutableArray<int> KindOfLayer { get; }

    /// <summary>How many layers of each kind lie from <paramref name="first"/> up to, not including, <paramref name="end"/>.</summary>
    public int[] CountKinds(int first, int end)
    {
        var counts = new int[Kinds.Length];
        for (var layer = first; layer < end && layer < KindOfLayer.Length; layer++)
        {
            counts[KindOfLayer[layer]]++;
        }

        return counts;
    }

    /// <summary>What tells decoder layers apart.</summary>
    private readonly record struct LayerKind(int Ratio, bool IsMoe, bool IsHashed, bool IsKvSource, bool IsIndexSource, int Engram)
    {
        public static LayerKind Of(ModelArchitecture a, int layer) =>
            new(
                layer < a.CompressRatios.Length ? a.CompressRatios[layer] : 0,
                a.IsMoeLayer(layer),
                layer < a.HashLayers,
                a.KvSourceLayers.Contains(layer),
                a.IndexSourceLayers.Contains(layer),
                a.EngramLayers.IndexOf(layer)
            );
    }
}
