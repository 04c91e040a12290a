using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The processors of a node.</summary>
internal sealed record CpuSection
{
    public string? Model { get; init; }
    public int? Sockets { get; init; }
    public int? Cores { get; init; }

    public static CpuSection Bind(SectionReader s) =>
        new()
        {
            Model = s.Text("model", "Name of the processor, for the record.", example: "AMD EPYC 9654"),
            Sockets = s.Integer(
                "sockets",
                "Processor sockets of a node; each is at least one NUMA node.",
                1,
                64,
                @default: Default.Rule("2 from 8 GPUs on, else 1"),
                example: "2"
            ),
            Cores = s.Integer("cores", "Physical cores of a node, all sockets together.", 1, 65_536, example: "128"),
        };
}
