namespace ConfigKit.Targets;

/// <summary>Variables that tell engines and compilers where to keep what they compile.</summary>
internal static class CacheFolders
{
    public static IEnumerable<(string Name, string Value)> Under(string folder) =>
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
