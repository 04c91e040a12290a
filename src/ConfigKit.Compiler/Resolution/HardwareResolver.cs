using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Finds GPU and fabric.</summary>
internal static class HardwareResolver
{
    public static Accelerator? Gpu(HardwareSection hardware, UserCatalog own, SpanTable spans, DiagnosticBag diagnostics)
    {
        if (hardware.Gpu?.Name is not { } name)
        {
            if (spans.Has("hardware.gpu"))
            {
                return null; // the binder has said what is wrong with it
            }

            diagnostics.Report(
                ResolutionDiagnostics.AssumedGpu,
                spans.Find("hardware.gpu"),
                $"`hardware.gpu` is not set; assuming {HardwareSection.GpuDefault}",
                "hardware.gpu",
                "set `hardware.gpu`"
            );
            return Accelerators.Find(HardwareSection.GpuDefault);
        }

        var key = spans.Has("hardware.gpu.name") ? "hardware.gpu.name" : "hardware.gpu";
        var match = Accelerators.Match(name, hardware.Gpu.Memory, own);
        var known = match?.Card;
        if (known is null && key == "hardware.gpu")
        {
            var names = Accelerators.All(own).SelectMany(a => a.Aliases.Append(a.Id));
            var nearest = NearestWord.Rank(name, names).Take(3).Select(n => n.Word);
            diagnostics.Report(
                ResolutionDiagnostics.UnknownGpu,
                spans.Find(key),
                $"unknown GPU \"{name}\"",
                key,
                $"did you mean {string.Join(", ", nearest)}? Otherwise write its figures"
            );
            return null;
        }

        if (match is { Namesakes: { IsEmpty: false } cards })
        {
            diagnostics.Report(
                ResolutionDiagnostics.AmbiguousGpu,
                spans.Find(key),
                $"{cards.Length} cards are called \"{name}\": {string.Join(", ", cards.Select(Described))}; checked against {match.Card.Id}",
                key,
                "write the id, or add `hardware.gpu.memory` as nvidia-smi shows it"
            );
        }

        var gpu = Overlay(
            known
                ?? new Accelerator
                {
                    Id = name,
                    Vendor = GpuVendor.Nvidia,
                    IsCatalogued = false,
                },
            hardware.Gpu
        );
        if (gpu.CudaBytes is null)
        {
            diagnostics.Report(
                ResolutionDiagnostics.UnknownMemory,
                spans.Find(key),
                $"the memory of {name} is unknown",
                key,
                "set `hardware.gpu.memory` to what nvidia-smi shows"
            );
            return null;
        }

        return gpu;
    }

    private static string Described(Accelerator card) =>
        card.NvmlBytes is { } b ? $"{card.Id} ({Quantity.Count(b / Quantity.MiB)} MiB)" : card.Id;

    /// <summary>Figures that the user states win over the catalogue's.</summary>
    private static Accelerator Overlay(Accelerator gpu, GpuSection stated)
    {
        if (stated.Memory is { } memory)
        {
            gpu = gpu with
            {
                NvmlBytes = memory,
                CudaBytes = AcceleratorMemory.EstimateCudaBytes(memory, gpu.Vendor),
                IsCudaBytesMeasured = false,
            };
        }

        var capability = stated.ComputeCapability is { } text ? AcceleratorMemory.ParseCapability(text) : gpu.ComputeCapability;
        var link = stated.NvlinkBandwidth is { } rate
            ? rate / (stated.NvlinkDirection == LinkDirection.Bidirectional ? 2.0 : 1.0)
            : gpu.LinkBandwidth;
        return gpu with
        {
            ComputeCapability = capability,
            MemoryBandwidth = stated.MemoryBandwidth ?? gpu.MemoryBandwidth,
            LinkBandwidth = link,
            LinkKind = stated.NvlinkBandwidth is not null ? gpu.LinkKind ?? LinkKind.NvLink : gpu.LinkKind,
            LinkName = stated.NvlinkBandwidth is not null && gpu.LinkKind is null ? "NVLink" : gpu.LinkName,
            HasBuiltInLink = gpu.HasBuiltInLink || stated.NvlinkBandwidth is not null,
            Bf16Flops = stated.Bf16Tflops * 1e12 ?? gpu.Bf16Flops,
            Fp16Flops = stated.Bf16Tflops * 1e12 ?? gpu.Fp16Flops,
            Fp8Flops = stated.Fp8Tflops * 1e12 ?? gpu.Fp8Flops,
        };
    }

    public static Setting<Fabric>? Fabric(NetworkSection network, int nodes, SpanTable spans, DiagnosticBag diagnostics)
    {
        if (network.Fabric is { } name)
        {
            if (Fabrics.Find(name) is { } found)
            {
                return new(found, "");
            }

            var names = Fabrics.All().SelectMany(f => f.Aliases.Append(f.Id));
            diagnostics.Report(
                ResolutionDiagnostics.UnknownFabric,
                spans.Find("hardware.network.fabric"),
                $"unknown fabric \"{name}\"",
                "hardware.network.fabric",
                $"did you mean {string.Join(", ", NearestWord.Rank(name, names).Take(3).Select(n => n.Word))}?"
            );
            return null;
        }

        return nodes == 1
            ? new(new Fabric("none", FabricKind.None, 0, ""), "one node needs none")
            : new(
                Fabrics.Find(NetworkSection.FabricDefault) ?? new Fabric(NetworkSection.FabricDefault, FabricKind.Ethernet, 1.25e9, ""),
                "no fabric is set, so the slowest common one is assumed"
            );
    }
}
