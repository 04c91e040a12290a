using ConfigKit.Engines;

namespace ConfigKit.Targets;

/// <summary>Variables that tell engines and compilers where to keep what they compile.</summary>
internal static class CacheFolders
{
    /// <summary>One of the engine's own is left out where its release does not read it.</summary>
    public static IEnumerable<(string Name, string Value)> Under(string folder, EngineRelease engine) =>
        All(folder)
            .Where(v =>
                engine.Engine.Lists.Variables?.Prefix is not { } prefix
                || !v.Name.StartsWith(prefix, StringComparison.Ordinal)
                || engine.Reads(v.Name)
            );

    private static IEnumerable<(string Name, string Value)> All(string folder) =>
        [
            ("FLASHINFER_WORKSPACE_BASE", folder),
            ("HOME", folder),
            ("SGLANG_CACHE_DIR", folder + "/sglang"),
            ("TORCHINDUCTOR_CACHE_DIR", folder + "/inductor"),
            ("TRITON_CACHE_DIR", folder + "/triton"),
            ("VLLM_CACHE_ROOT", folder + "/vllm"),
            ("XDG_CACHE_HOME", folder),
        ];
}
