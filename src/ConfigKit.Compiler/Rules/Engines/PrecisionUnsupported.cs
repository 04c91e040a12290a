using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>A number format that the engine can't run on this GPU.</summary>
internal sealed class PrecisionUnsupported() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new("CK7001", "Precision not supported by GPU and engine", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks = """
                The number format against what engine and GPU can run. Lowest compute capability:

                | format | vLLM | SGLang | TensorRT-LLM |
                |---|---|---|---|
                | bf16 | 8.0 | 8.0 | 8.0 |
                | fp8 | 7.5 (weights only, through Marlin; native from 8.9) | 8.9 | 8.9 |
                | int8 | 7.5 | 7.5 | 8.0 |
                | int4 (AWQ, GPTQ) | 7.5 | 7.5 | 8.0 |
                | nvfp4, mxfp4 | 7.5 (weights only, through Marlin; native from 10.0) | 10.0; mxfp4 9.0 | 10.0 |

                AMD: fp8 from CDNA3 on. Ascend 910: no fp8.
                """,
            Why =
                "A stated bfloat16 ends in vLLM with \"Bfloat16 is only supported on GPUs with compute capability of at least "
                + "8.0\"; fp8 on compute capability 8.0 ends in SGLang with \"type fp8e4nv not supported in this architecture\".",
            Fix =
                "Use a checkpoint in a format the GPU has, another engine, or `precision: fp16` instead of bf16. The accuracy "
                + "differs slightly between formats.",
            References =
            [
                SourceLinks.Vllm("vllm/platforms/cuda.py", 651),
                SourceLinks.Vllm("vllm/config/vllm.py", 933),
                SourceLinks.Vllm("vllm/model_executor/layers/quantization/utils/marlin_utils_fp8.py", 109),
            ],
        },
        Bad = Examples
            .Distill7B.Replace("h100-sxm", "t4")
            .Replace("gpus_per_node: 1", "gpus_per_node: 2\nparallelism: {tensor: 2}")
            .Replace("32768", "8192"),
        Good = Examples
            .Distill7B.Replace("h100-sxm", "t4")
            .Replace("gpus_per_node: 1", "gpus_per_node: 2\nparallelism: {tensor: 2}")
            .Replace("32768", "8192")
            .Replace("7B\nhardware", "7B\n  precision: fp16\nhardware"),
    };

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!IsSupported(d.Precision, d.Engine.Engine, d.Gpu))
        {
            yield return new Finding(
                d.Spans.Has("model.precision") ? "model.precision" : "hardware.gpu",
                $"{d.Engine.Title} can't run {NameOf(d.Precision)} on {d.Gpu.Id} ({Capability(d.Gpu)})",
                Help(d)
            );
        }
    }

    private static string Help(Deployment d)
    {
        if (d.Precision == PrecisionKind.Bf16)
        {
            return "set `model.precision: fp16`";
        }

        var others = EngineList.All.Where(e => IsSupported(d.Precision, e, d.Gpu)).Select(e => e.Name).ToList();
        var checkpoints = Enum.GetValues<PrecisionKind>()
            .Where(p => p != PrecisionKind.Auto && IsSupported(p, d.Engine.Engine, d.Gpu))
            .SelectMany(p => ModelResolver.Alternatives(d.Model, p, d.OwnCatalog))
            .Take(2)
            .ToList();
        return string.Join(
            "; or ",
            (
                (IEnumerable<string>)[.. others.Select(e => $"set `serving.engine: {e}`"), .. checkpoints.Select(c => $"serve {c}")]
            ).DefaultIfEmpty("use a GPU that supports the format")
        );
    }

    private static bool IsSupported(PrecisionKind precision, Engine engine, Accelerator gpu) =>
        gpu.Vendor switch
        {
            // MXFP4 has units from gfx950 on (MI350X, MI355X).
            GpuVendor.Amd => precision != PrecisionKind.Nvfp4
                && (precision != PrecisionKind.Mxfp4 || gpu.Fp4Flops is not null || gpu.GfxTarget is "gfx950" or "gfx1250")
                && (precision != PrecisionKind.Fp8 || gpu.Fp8Flops is not null),
            GpuVendor.Huawei or GpuVendor.Kunlunxin or GpuVendor.Hygon or GpuVendor.MetaX or GpuVendor.Cambricon => precision
                is PrecisionKind.Bf16
                    or PrecisionKind.Fp16
                    or PrecisionKind.Int8,
            GpuVendor.Intel or GpuVendor.MooreThreads => precision is not (PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4),
            GpuVendor.Nvidia => gpu.ComputeCapability is not { } capability || capability >= engine.LowestCapability(precision),
        };

    private static string NameOf(PrecisionKind precision) => ModelSection.Precisions.First(p => p.Value == precision).Name;

    private static string Capability(Accelerator gpu) =>
        gpu.ComputeCapability is { } c ? $"compute capability {CudaCapability.Format(c)}" : gpu.Architecture;
}
