using System.Collections.Immutable;
using ConfigKit.Catalog.Entries;
using ConfigKit.Text;

namespace ConfigKit.Catalog;

/// <summary>The GPUs and NPUs that are known by name.</summary>
internal static class Accelerators
{
    private const double Giga = 1e9;
    private const double Tera = 1e12;

    /// <summary>Stated memory that differs by less is that of the card: MiB are written rounded.</summary>
    private const double NearMemory = 0.02;

    /// <summary>The accelerator of that id, alias or product label, or null.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="nvmlBytes">What the driver reports: cards that share a product name differ in it. Null: not known.</param>
    /// <param name="own">The user's own entries, which win; null: none.</param>
    public static Accelerator? Find(string name, long? nvmlBytes = null, UserCatalog? own = null) => Match(name, nvmlBytes, own)?.Card;

    /// <summary>The same, and the cards that the name may mean as well.</summary>
    public static AcceleratorMatch? Match(string name, long? nvmlBytes, UserCatalog? own = null)
    {
        var wanted = CatalogKey.Hardware(name);
        if (own?.Accelerator(n => CatalogKey.Hardware(n) == wanted) is { } stated)
        {
            return new(stated, []);
        }

        foreach (var vendor in GpuVendors.All)
        {
            var list = CatalogFile.List<AcceleratorEntry>(FileOf(vendor), "accelerators");
            var named = list.Find(name);
            var label = named is null ? wanted : CatalogKey.Hardware(named.ProductLabel ?? "");
            ImmutableArray<Accelerator> cards = [.. list.WithLabel(label).Select(e => FromEntry(e, vendor))];
            if (named is null ? cards.IsEmpty : cards.Length < 2)
            {
                if (named is not null)
                {
                    return new(FromEntry(named, vendor), []);
                }

                continue;
            }

            var card = cards.FirstOrDefault(c => c.Id == named?.Id) ?? cards.MinBy(c => c.NvmlBytes ?? long.MaxValue)!;
            if (nvmlBytes is { } bytes)
            {
                var nearest = cards.MinBy(c => Distance(c, bytes))!;
                return new(Distance(nearest, bytes) <= NearMemory * bytes ? nearest : card, []);
            }

            var isAmbiguous = cards.Length > 1 && wanted == label && wanted != CatalogKey.Hardware(card.Id);
            return new(card, isAmbiguous ? cards : []);
        }

        return null;
    }

    /// <summary>The user's own, then ours.</summary>
    public static ImmutableArray<Accelerator> All(UserCatalog own) =>
        [.. own.Accelerators, .. All().Where(a => own.Accelerators.All(o => o.Id != a.Id))];

    public static ImmutableArray<Accelerator> All()
    {
        var all = ImmutableArray.CreateBuilder<Accelerator>();
        foreach (var vendor in GpuVendors.All)
        {
            var file = CatalogFile.Read<AcceleratorsFile>(FileOf(vendor));
            all.AddRange(file.Accelerators.Select(e => FromEntry(e, vendor)));
        }

        return all.ToImmutable();
    }

    private static string FileOf(GpuVendor vendor) => $"accelerators/{vendor.Word()}.json";

    private static long Distance(Accelerator card, long bytes) => Math.Abs((card.NvmlBytes ?? 0) - bytes);

    public static Accelerator FromEntry(AcceleratorEntry e, GpuVendor vendor)
    {
        var nvml = (long?)(e.NvmlMib * Quantity.MiB);
        var cuda = (long?)(e.CudaMib * Quantity.MiB);
        return new Accelerator
        {
            Id = e.Id,
            Vendor = vendor,
            Architecture = e.Architecture,
            FormFactor = e.FormFactor,
            ComputeCapability = AcceleratorMemory.ParseCapability(e.ComputeCapability ?? ""),
            GfxTarget = e.GfxTarget ?? "",
            NvmlBytes = nvml,
            CudaBytes = cuda ?? AcceleratorMemory.EstimateCudaBytes(nvml, vendor),
            IsCudaBytesMeasured = cuda is not null,
            MemoryBandwidth = e.BandwidthGbS * Giga,
            Bf16Flops = e.Bf16Tflops * Tera,
            Fp16Flops = e.Fp16Tflops * Tera,
            Fp8Flops = e.Fp8Tflops * Tera,
            Fp4Flops = e.Fp4Tflops * Tera,
            Int8Flops = e.Int8Tflops * Tera,
            LinkKind = e.LinkKind,
            LinkName = e.Link ?? "",
            LinkBandwidth = e.LinkGbSPerDirection * Giga,
            PcieBandwidth = e.PcieGbSPerDirection * Giga,
            HasBuiltInLink = e.BuiltInLink,
            ProductLabel = e.ProductLabel ?? "",
            HasSmallVllmBatch = e.VllmSmallBatch,
            Aliases = e.Aliases,
            Sources = CatalogFile.TextsOf(e.Sources),
            Notes = e.Notes ?? "",
        };
    }
}

/// <summary>An accelerator that was found by name.</summary>
/// <param name="Card">The one that is taken.</param>
/// <param name="Namesakes">Every card of that product name where the name alone does not tell which; else empty.</param>
internal sealed record AcceleratorMatch(Accelerator Card, ImmutableArray<Accelerator> Namesakes);
