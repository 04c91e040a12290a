using System.Collections.Immutable;

namespace ConfigKit.Engines;

/// <summary>What joins the processes of several nodes where the engine does not do it itself.</summary>
internal enum Launcher
{
    /// <summary>Nothing is needed.</summary>
    None,

    /// <summary>A Ray cluster, which is started with the engine.</summary>
    Ray,

    /// <summary>MPI, which is not set up here.</summary>
    Mpi,
}

/// <summary>How the engine starts on several nodes.</summary>
/// <param name="Otherwise">What does it for releases that don't do it themselves, and for all when asked.</param>
internal sealed record NodeStart(Launcher Otherwise)
{
    /// <summary>The variable that holds a node's own address, where a Ray cluster needs it.</summary>
    public string AddressVariable { get; init; } = "";
}

/// <summary>What a node is told when it starts.</summary>
/// <param name="Rank">Shell word for the node's rank.</param>
/// <param name="Address">Shell word for the first node's address.</param>
/// <param name="Nodes">Number of nodes.</param>
/// <param name="DataRanksPerNode">GPUs that a node holds of a data-parallel layout; 0 for other layouts.</param>
internal sealed record NodeContext(string Rank, string Address, int Nodes, int DataRanksPerNode);

/// <summary>What the memory of one GPU is divided by. Bytes.</summary>
/// <param name="TotalBytes">What CUDA reports.</param>
/// <param name="Fraction">The engine's own memory share.</param>
/// <param name="OverheadBytes">Context, communicators, activations and graphs.</param>
internal readonly record struct MemoryBudget(long TotalBytes, double Fraction, long WeightsBytes, long OverheadBytes)
{
    /// <summary>What neither weights nor overhead take; may be negative.</summary>
    public long FreeBytes => TotalBytes - WeightsBytes - OverheadBytes;
}

/// <summary>What a stated size of the KV cache is to an engine.</summary>
internal enum StatedKvCache
{
    /// <summary>The size, whatever the memory share.</summary>
    Exact,

    /// <summary>An upper limit of what the memory share gives.</summary>
    Limit,

    /// <summary>Nothing: the engine takes none.</summary>
    Ignored,
}

/// <summary>The formulas of a budget in words.</summary>
/// <param name="Requested">How the engine's claim comes about.</param>
/// <param name="KvCache">How much of it the KV cache gets.</param>
internal sealed record BudgetWords(string Requested, string KvCache);

/// <summary>The engine's own benchmark of a running server.</summary>
/// <param name="Arguments">What follows the workload; the same for each run.</param>
internal sealed record BenchProgram(ImmutableArray<string> Program, ImmutableArray<string> Arguments)
{
    /// <summary>Names the model by the name that clients use, and its tokenizer by the checkpoint; else by the checkpoint alone.</summary>
    public required bool NamesTokenizer { get; init; }

    /// <summary>Whether it counts the requests that meet stated limits (goodput).</summary>
    public required bool CountsGoodput { get; init; }

    /// <summary>Whether results go to a folder; else to a file.</summary>
    public required bool WritesFolder { get; init; }

    /// <summary>Scenarios of MLPerf's DeepSeek-R1 for which the engine has a reference.</summary>
    public required ImmutableArray<string> MlperfModes { get; init; }
}

/// <summary>A counter of answers by status.</summary>
/// <param name="StatusLabel">The label that holds the status.</param>
/// <param name="Clients">Further selectors that leave probes and scrapes out; empty where the counter does.</param>
internal sealed record ResponseMetric(string Name, string StatusLabel, string Clients)
{
    /// <summary>PromQL for the rate of all answers.</summary>
    public string All(string selector) => $"sum(rate({Name}{{{selector}{(Clients.Length > 0 ? ", " + Clients : "")}}}[5m]))";

    /// <summary>PromQL for the rate of server errors.</summary>
    public string Failed(string selector) => All($"{selector}, {StatusLabel}=~\"5..\"");
}
