using System.Text.Json.Serialization;
using ConfigKit.Catalog.Entries;

namespace ConfigKit.Catalog;

/// <summary>What an architecture keeps of a token in the KV cache.</summary>
[JsonConverter(typeof(SnakeCaseConverter<KvLayout>))]
internal enum KvLayout
{
    /// <summary>Keys and values of each KV head.</summary>
    Grouped,

    /// <summary>MLA: the latent and the rotary part of the key.</summary>
    Latent,

    /// <summary>MLA and the key of DSA's indexer.</summary>
    SparseLatent,

    /// <summary>A window in each layer, compressed states in those with a ratio (V4).</summary>
    Compressed,

    /// <summary>A window in each layer; layers share the compressed states of their source layer (V4.1).</summary>
    SharedCompressed,
}
