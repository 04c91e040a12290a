using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>What a line of a GPU's budget is about.</summary>
internal enum BudgetItem
{
    /// <summary>All memory of the GPU, as CUDA reports it.</summary>
    Memory,

    /// <summary>What the engine may take of it.</summary>
    Requested,

    /// <summary>Context and communicators, which PyTorch's allocator does not see.</summary>
    NonTorch,
    Activations,
    CudaGraphs,

    // Buffers that are made with the model and counted as loaded
    RotaryTables,
    TopKIndices,
    Candidates,
    EngramStaging,
    DraftHiddenStates,
    WidenedProjections,

    // What stays on the GPU beside them
    SamplerState,
    InputBuffers,
    Workspace,
    DraftLogits,
    ExpertExchange,
    ExpertBalancing,

    /// <summary>The most that the profile run takes beyond what stays.</summary>
    ProfilePeak,
    KvCache,
    KvPerToken,
    KvPerSequence,

    /// <summary>Sequences of full length that run at once.</summary>
    Sequences,

    // In main memory.
    HostProcesses,
    SharedMemory,
    HostTables,
    KvOffload,
}

/// <summary>A value of the budget and the arithmetic that gives it, stated at one place so that the two can't part.</summary>
/// <param name="item">What it is.</param>
/// <param name="amount">Bytes; of <see cref="BudgetItem.Sequences"/> a count.</param>
/// <param name="source">Where the arithmetic comes from; may be empty.</param>
/// <param name="formula">With the numbers put in. Composed when it is read: a search makes thousands of estimates.</param>
internal sealed class BudgetTerm(BudgetItem item, double amount, string source, Func<string> formula)
{
    public BudgetItem Item => item;

    public double Amount => amount;

    /// <summary>Whole bytes.</summary>
    public long Bytes => (long)amount;

    public string Formula => formula();

    public string Source => source;

    public string Name =>
        item switch
        {
            BudgetItem.Memory => "memory",
            BudgetItem.Requested => "budget",
            BudgetItem.NonTorch => "CUDA and NCCL",
            BudgetItem.Activations => "activations",
            BudgetItem.CudaGraphs => "CUDA graphs",
            BudgetItem.RotaryTables => "rotary tables",
            BudgetItem.TopKIndices => "top-k indices",
            BudgetItem.Candidates => "candidate blocks",
            BudgetItem.EngramStaging => "Engram staging",
            BudgetItem.DraftHiddenStates => "states for drafts",
            BudgetItem.WidenedProjections => "wo_a in bf16",
            BudgetItem.SamplerState => "sampler state",
            BudgetItem.InputBuffers => "input buffers",
            BudgetItem.Workspace => "shared workspace",
            BudgetItem.DraftLogits => "draft logits",
            BudgetItem.ExpertExchange => "DeepEP buffers",
            BudgetItem.ExpertBalancing => "EPLB transfer",
            BudgetItem.ProfilePeak => "profile run peak",
            BudgetItem.KvCache => "KV cache",
            BudgetItem.KvPerToken => "KV per token",
            BudgetItem.KvPerSequence => "KV per sequence",
            BudgetItem.Sequences => "sequences at once",
            BudgetItem.HostProcesses => "processes",
            BudgetItem.SharedMemory => "/dev/shm",
            BudgetItem.HostTables => "Engram tables",
            BudgetItem.KvOffload => "KV offload",
        };

    /// <summary>The amount with its unit.</summary>
    public string Value =>
        item switch
        {
            BudgetItem.KvPerToken => Quantity.Number(amount, 1) + " B",
            BudgetItem.Sequences => Quantity.Number(amount),
            BudgetItem.Memory
            or BudgetItem.Requested
            or BudgetItem.NonTorch
            or BudgetItem.Activations
            or BudgetItem.CudaGraphs
            or BudgetItem.RotaryTables
            or BudgetItem.TopKIndices
            or BudgetItem.Candidates
            or BudgetItem.EngramStaging
            or BudgetItem.DraftHiddenStates
            or BudgetItem.WidenedProjections
            or BudgetItem.SamplerState
            or BudgetItem.InputBuffers
            or BudgetItem.Workspace
            or BudgetItem.DraftLogits
            or BudgetItem.ExpertExchange
            or BudgetItem.ExpertBalancing
            or BudgetItem.ProfilePeak
            or BudgetItem.KvCache
            or BudgetItem.KvPerSequence
            or BudgetItem.HostProcesses
            or BudgetItem.SharedMemory
            or BudgetItem.HostTables
            or BudgetItem.KvOffload => Quantity.FormatBytes(Bytes),
        };
}
