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
            Model = s.Text("model", "CPU model, for the records and the check for confidential VMs.", example: "AMD EPYC 9654"),
            Sockets = s.Integer(
                "sockets",
                "CPU sockets per node; each has at least one NUMA node.",
                1,
                64,
                @default: Default.Rule("2 with 8 GPUs or more, else 1"),
                example: "2"
            ),
            Cores = s.Integer("cores", "Physical cores per node, all sockets together.", 1, 65_536, example: "128"),
        };
}
