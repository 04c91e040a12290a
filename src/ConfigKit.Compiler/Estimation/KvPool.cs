using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>The KV cache of a rank as a pool of blocks.</summary>
/// <param name="cost">What a token and a sequence take.</param>
/// <param name="block">Tokens of a block; a sequence takes whole ones.</param>
internal sealed class KvPool(KvCost cost, int block)
{
    /// <summary>Bytes of one sequence.</summary>
    public long SequenceBytes(long tokens) =>
        (long)Math.Ceiling((tokens + block - 1) / block * block * cost.BytesPerToken) + cost.BytesPerSequence;

    /// <summary>One sequence, with its arithmetic.</summary>
    public BudgetTerm Sequence(int tokens) =>
        new(
            BudgetItem.KvPerSequence,
            SequenceBytes(tokens),
            "vllm v1/core/kv_cache_utils.py",
            () =>
                $"{Quantity.Count(tokens)} tokens in blocks of {block} × {Quantity.Number(cost.BytesPerToken, 1)} B"
                + (cost.BytesPerSequence > 0 ? $" + {Quantity.FormatBytes(cost.BytesPerSequence)} per sequence, whatever its length" : "")
        );

    /// <summary>Tokens that a budget of bytes holds.</summary>
    /// <param name="budget">Bytes; none when negative.</param>
    /// <param name="length">Tokens of the sequences that share a pool with a fixed cost per sequence.</param>
    public long Tokens(long budget, int length)
    {
        if (budget <= 0 || cost.BytesPerToken <= 0)
        {
            return 0;
        }

        if (cost.BytesPerSequence > 0)
        {
            // Hybrid layouts: engines print max_concurrency x max_model_len.
            return (long)((double)budget / SequenceBytes(length) * length);
        }

        return (long)(budget / (cost.BytesPerToken * block)) * block;
    }

    /// <summary>Tokens of the longest sequence that fits into the budget, at most <paramref name="limit"/>.</summary>
    public int LongestThatFits(long budget, int limit)
    {
        int low = 0,
            high = limit;
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = SequenceBytes(middle) <= budget ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
