using System.CommandLine;
using ConfigKit.Catalog;
using ConfigKit.Cli.Output;
using ConfigKit.Engines;
using ConfigKit.Estimation;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Cli.Commands;

/// <summary>`catalog`: the models, GPUs, fabrics and engines that can be named.</summary>
internal static class CatalogCommand
{
    public static Command Create(Terminal terminal) =>
        new("catalog", "Lists known models, GPUs, fabrics and engines.")
        {
            List("models", "Checkpoints with their parameters, size and context length.", () => ModelTable(), terminal),
            List("gpus", "Accelerators with the memory their driver reports and their bandwidths.", () => GpuTable(), terminal),
            List("fabrics", "Networks between nodes.", () => FabricTable(), terminal),
            List("engines", "Engines with their newest known release and its defaults.", () => EngineTable(), terminal),
        };

    private static Command List(string name, string description, Func<Table> rows, Terminal terminal)
    {
        var format = SharedOptions.Format("text", "json");
        var command = new Command(name, description) { format };
        command.SetAction(parsed =>
        {
            var table = rows();
            if (parsed.GetValue(format) == "json")
            {
                table.WriteJson(name, terminal.Out);
            }
            else
            {
                table.WriteText(terminal.Out);
            }

            return ExitCode.Clean;
        });
        return command;
    }

    private static Table ModelTable() =>
        new(
            ["id", "precision", "parameters_billion", "checkpoint_gib", "layers", "attention", "context"],
            [
                .. Models
                    .All()
                    .Select(m =>
                    {
                        var size = ModelSize.Of(m.Architecture, m.Quantization);
                        return (string[])
                            [
                                m.Id,
                                ModelSection.Precisions.First(p => p.Value == m.NativePrecision).Name,
                                Quantity.Number(size.Parameters / 1e9),
                                Quantity.Number((m.PublishedBytes ?? size.CheckpointBytes) / Quantity.GiB),
                                Quantity.Count(m.Architecture.NumHiddenLayers),
                                AttentionOf(m.Architecture),
                                Quantity.Count(m.Architecture.MaxPositionEmbeddings),
                            ];
                    }),
            ]
        );

    private static string AttentionOf(ModelArchitecture a) =>
        a.Attention == AttentionKind.Grouped && a.NumKeyValueHeads == a.NumAttentionHeads ? "MHA" : a.Attention.Title();

    private static Table GpuTable() =>
        new(
            ["id", "vendor", "capability", "nvml_mib", "cuda_mib", "bandwidth_gb_s", "bf16_tflops", "fp8_tflops", "link_gb_s_one_way"],
            [
                .. Accelerators
                    .All()
                    .Select(g =>
                        (string[])
                            [
                                g.Id,
                                g.Vendor.Word(),
                                g.ComputeCapability is { } c ? $"{c / 10}.{c % 10}" : "-",
                                Optional(g.NvmlBytes / (double)Quantity.MiB, 0),
                                g.CudaBytes is null
                                    ? "-"
                                    : Optional(g.CudaBytes / (double)Quantity.MiB, 0) + (g.IsCudaBytesMeasured ? "" : "~"),
                                Optional(g.MemoryBandwidth / 1e9, 0),
                                Optional(g.Bf16Flops / 1e12, 0),
                                Optional(g.Fp8Flops / 1e12, 0),
                                Optional(g.LinkBandwidth / 1e9, 0),
                            ]
                    ),
            ]
        );

    private static Table FabricTable() =>
        new(
            ["id", "kind", "gb_s_one_way", "aliases"],
            [
                .. Fabrics
                    .All()
                    .Select(f => (string[])[f.Id, f.Kind.Word(), Quantity.Number(f.Bandwidth / 1e9, 3), string.Join(" ", f.Aliases)]),
            ]
        );

    private static Table EngineTable() =>
        new(
            ["id", "newest", "port", "image", "cuda", "memory_default"],
            [
                .. EngineList.All.Select(engine =>
                {
                    var e = EngineCatalog.Release(engine, null, out _);
                    return (string[])
                        [
                            engine.Name,
                            e.VersionText,
                            e.DefaultPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
                            $"{e.Image}:{e.ImageTag}",
                            e.CudaVersion.Length > 0 ? e.CudaVersion : "-",
                            e.DefaultMemoryFraction is { } share ? Quantity.Number(share) : "computed",
                        ];
                }),
            ]
        );

    private static string Optional(double? value, int decimals) => value is { } v ? Quantity.Number(v, decimals) : "-";
}
