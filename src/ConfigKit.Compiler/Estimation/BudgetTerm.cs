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
    KvCache,
    KvPerToken,
    KvPerSequence,

    /// <summary>Sequences of full length that run at once.</summary>
    Sequences,
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
            BudgetItem.KvCache => "KV cache",
            BudgetItem.KvPerToken => "KV per token",
            BudgetItem.KvPerSequence => "KV per sequence",
            BudgetItem.Sequences => "sequences at once",
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
            or BudgetItem.KvCache
            or BudgetItem.KvPerSequence => Quantity.FormatBytes(Bytes),
        };
}
