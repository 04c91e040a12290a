using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Text;

namespace ConfigKit.Model;

/// <summary>Where KV blocks go that the GPUs have no room for.</summary>
internal enum KvOffloadBackend
{
    Native,
    Lmcache,
    Mooncake,
    Hicache,
}

/// <summary>A second tier of the KV cache in host memory.</summary>
internal sealed record KvOffloadSection
{
    public static ImmutableArray<Choice<KvOffloadBackend>> Backends { get; } =
    [
        new("native", KvOffloadBackend.Native, "the engine's own: vLLM's offloading connector, TensorRT-LLM's host cache"),
        new("lmcache", KvOffloadBackend.Lmcache, "LMCache"),
        new("mooncake", KvOffloadBackend.Mooncake, "SGLang's hierarchical cache with a Mooncake store behind it"),
        new("hicache", KvOffloadBackend.Hicache, "SGLang's hierarchical cache"),
    ];

    /// <summary>Null: the engine's own.</summary>
    public KvOffloadBackend? Backend { get; init; }

    /// <summary>Bytes of one node, all its ranks together.</summary>
    public long? Size { get; init; }

    public static KvOffloadSection Bind(SectionReader s) =>
        new()
        {
            Backend = s.Choice(
                "backend",
                "What keeps the blocks.",
                Backends,
                @default: Default.ByEngine("hicache with SGLang, else native"),
                example: "native"
            ),
            Size = s.Size(
                "size",
                "Host memory per node for KV blocks, all ranks together.",
                example: "200GiB",
                min: Quantity.GiB,
                required: true
            ),
        };
}
