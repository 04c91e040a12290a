using ConfigKit.Diagnostics;

namespace ConfigKit.Rules;

/// <summary>Sources that the explanations of several rules name.</summary>
internal static class SourceLinks
{
    // The releases whose files were read; the lines are theirs.
    private const string VllmRelease = "0.33.0";
    private const string SglangRelease = "0.5.23";

    /// <param name="path">Path in the repository.</param>
    /// <param name="line">The line that refuses or computes; 0 for the file.</param>
    public static Reference Vllm(string path, int line = 0) => OfFile("vLLM", "vllm-project/vllm", VllmRelease, path, line);

    /// <inheritdoc cref="Vllm"/>
    public static Reference Sglang(string path, int line = 0) => OfFile("SGLang", "sgl-project/sglang", SglangRelease, path, line);

    public static Reference VllmScaling { get; } =
        new(
            "vLLM: parallelism and scaling",
            $"https://github.com/vllm-project/vllm/blob/v{VllmRelease}/docs/serving/parallelism_scaling.md"
        );

    public static Reference NcclVariables { get; } =
        new(
            "NCCL 2.30.7: environment variables",
            "https://github.com/NVIDIA/nccl/blob/5067397c2676d5aed50042fc39e5c8ee96eb0027/docs/userguide/source/env.rst"
        );

    public static Reference TorchNccl { get; } =
        new("PyTorch: variables of ProcessGroupNCCL", "https://docs.pytorch.org/docs/stable/torch_nccl_environment_variables.html");

    public static Reference TorchCuda { get; } = new("PyTorch: CUDA semantics", "https://docs.pytorch.org/docs/stable/notes/cuda.html");

    public static Reference CudaMinorVersions { get; } =
        new("CUDA: minor version compatibility", "https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html");

    public static Reference CudaReleaseNotes { get; } =
        new("CUDA release notes, tables 2 and 3", "https://docs.nvidia.com/cuda/cuda-toolkit-release-notes/index.html");

    public static Reference KernelVm { get; } =
        new("Linux: /proc/sys/vm", "https://www.kernel.org/doc/html/latest/admin-guide/sysctl/vm.html");

    public static Reference KernelSysctl { get; } =
        new("Linux: /proc/sys/kernel", "https://www.kernel.org/doc/html/latest/admin-guide/sysctl/kernel.html");

    public static Reference KernelNetwork { get; } =
        new("Linux: /proc/sys/net/ipv4", "https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html");

    public static Reference HugePages { get; } =
        new("Linux: huge pages", "https://www.kernel.org/doc/html/latest/admin-guide/mm/hugetlbpage.html");

    public static Reference TransparentHugePages { get; } =
        new("Linux: transparent huge pages", "https://www.kernel.org/doc/html/latest/admin-guide/mm/transhuge.html");

    public static Reference KubernetesHugePages { get; } =
        new("Kubernetes: huge pages", "https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages");

    public static Reference Triton { get; } =
        new(
            "Triton: serving with the LLM API of TensorRT-LLM",
            "https://docs.nvidia.com/deeplearning/triton-inference-server/archives/triton-inference-server-2730/user-guide/docs/getting_started/llm.html"
        );

    public static Reference Otlp { get; } = new("OpenTelemetry: OTLP specification", "https://opentelemetry.io/docs/specs/otlp/");

    public static Reference ErlangC { get; } = new("Erlang C", "https://reference.wolfram.com/language/ref/ErlangC.html");

    private static Reference OfFile(string engine, string repository, string release, string path, int line) =>
        new($"{engine} {release}: {path}", $"https://github.com/{repository}/blob/v{release}/{path}{(line > 0 ? $"#L{line}" : "")}");
}
