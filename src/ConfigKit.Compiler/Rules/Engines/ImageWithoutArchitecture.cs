using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Engines;

/// <summary>An image without code for the GPU.</summary>
internal sealed class ImageWithoutArchitecture() : DeploymentRule(Fault)
{
    // CUDA 13.0 release notes: Maxwell, Pascal and Volta can't be compiled for any more.
    private const int FirstMajorWithoutVolta = 13;
    private const int Turing = 75;

    private static readonly DiagnosticDescriptor Fault = new("CK7045", "Image not built for the GPU", Severity.Error)
    {
        Group = DiagnosticGroup.Engine,
        Explanation = new()
        {
            Checks =
                "The GPU's compute capability against those that the engine's release image is built for, and against 7.5 for any "
                + "image with CUDA 13 or newer.",
            Why =
                "Machine code of X.y runs on GPUs X.z with z ≥ y only; PTX is compiled for newer GPUs, never for older ones. "
                + "Otherwise the first kernel fails: \"no kernel image is available for execution on the device\". No driver changes that.",
            Fix = "Use a release whose image is built for the GPU, an image of your own (`container.base_image`), or a newer GPU.",
            References =
            [
                SourceLinks.CudaReleaseNotes,
                new(
                    "CUDA C++ programming guide: binary compatibility",
                    "https://docs.nvidia.com/cuda/cuda-c-programming-guide/index.html#binary-compatibility"
                ),
            ],
        },
        Bad = OnV100.Replace("0.11.0", "0.33.0"),
        Good = OnV100.Replace("0.11.0", "0.16.0"),
    };

    private static string OnV100 =>
        Examples.Distill7B.Replace("h100-sxm", "v100").Replace("32768", "8192").Replace("7B\nhardware", "7B\n  precision: fp16\nhardware");

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        if (!Covers(d) && d.Gpu.ComputeCapability is { } capability)
        {
            var built = ArchitecturesOf(d);
            var (gpu, image) = ($"{d.Gpu.Id} has compute capability {CudaCapability.Format(capability)}", d.Container.BaseImage.Value);
            var older = EngineCatalog.Architectures(d.Engine.Engine, d.OwnCatalog).LastOrDefault(r => IsIn(r.Value, capability)).From;
            yield return new(
                "hardware.gpu",
                built.IsEmpty || IsIn(built, capability)
                    ? $"{gpu}, but CUDA {d.Container.CudaVersion} starts at {CudaCapability.Format(Turing)}"
                    : $"{gpu}, but {image} is built for {string.Join(", ", built.Select(NumberOf))}",
                older is null || d.Container.BaseImage.IsStated
                    ? $"use an image {(capability < Turing ? "with CUDA 12 " : "")}that is built for {CudaCapability.Format(capability)}, "
                        + "or another GPU"
                    : $"set `serving.engine_version: \"{older}\"`, whose image is built for {CudaCapability.Format(capability)}"
            );
        }
    }

    /// <summary>Whether the image has code for the GPU, as far as it is known.</summary>
    public static bool Covers(Deployment d) =>
        d.Gpu is not { Vendor: GpuVendor.Nvidia, ComputeCapability: { } capability }
        || (
            (capability >= Turing || !IsWithoutVolta(d.Container.CudaVersion))
            && (ArchitecturesOf(d) is { IsEmpty: true } || IsIn(ArchitecturesOf(d), capability))
        );

    /// <summary>Those of the release image; empty where they are not known, or it is another image.</summary>
    private static ImmutableArray<string> ArchitecturesOf(Deployment d) => d.Container.BaseImage.IsStated ? [] : d.Engine.Architectures;

    private static bool IsWithoutVolta(string cuda) =>
        int.TryParse(cuda.Split('.')[0], CultureInfo.InvariantCulture, out var major) && major >= FirstMajorWithoutVolta;

    private static bool IsIn(ImmutableArray<string> built, int capability) =>
        built.Any(entry =>
            AcceleratorMemory.ParseCapability(NumberOf(entry)) is { } number
            && number <= capability
            && (number / 10 == capability / 10 || entry.EndsWith("+PTX", StringComparison.Ordinal))
        );

    private static string NumberOf(string entry) => entry.TrimEnd('f').Split('+')[0];
}
