using System.Collections.Immutable;
using ConfigKit.Resolution;
using ConfigKit.Resolution.Settings;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>Main memory that one node must have beside the page cache, term by term.</summary>
/// <param name="Terms">Of the node that needs most.</param>
/// <param name="SharedBytes">What of it lies in /dev/shm beside its usual size.</param>
internal sealed record HostLedger(ImmutableArray<BudgetTerm> Terms, long SharedBytes)
{
    private const string EngramSource = "vllm models/deepseek_v41/common/engram.py";

    public long Bytes => Terms.Sum(t => t.Bytes);

    /// <summary>What the model and the KV cache keep there, without processes.</summary>
    public long DataBytes => Terms.Where(t => t.Item is BudgetItem.HostTables or BudgetItem.KvOffload).Sum(t => t.Bytes);

    public static HostLedger Of(Deployment d, ImmutableArray<StageEstimate> stages)
    {
        var terms = ImmutableArray.CreateBuilder<BudgetTerm>();
        var ranks = d.GpusPerNode.Value;
        terms.Add(
            new(
                BudgetItem.HostProcesses,
                (double)ranks * HostSettings.BytesPerRank,
                "",
                () => $"{ranks} ranks × {Quantity.FormatBytes(HostSettings.BytesPerRank)} of libraries, CUDA context and staging buffers"
            )
        );
        terms.Add(new(BudgetItem.SharedMemory, d.Container.ShmBytes, "", () => "container.shm_size"));
        var (tables, copies) = Tables(d, stages);
        var shared = 0L;
        if (tables > 0)
        {
            terms.Add(
                new(
                    BudgetItem.HostTables,
                    (double)tables * copies,
                    EngramSource,
                    () => $"{copies} × {Quantity.FormatBytes(tables)} of a rank, as they are allocated"
                )
            );
            shared = d.Serving.Engram.SharedMemory ? tables * copies : 0;
        }

        if (d.Serving.KvOffload is { } offload)
        {
            terms.Add(new(BudgetItem.KvOffload, offload.NodeBytes, "", () => "serving.kv_offload.size"));
        }

        return new(terms.ToImmutable(), shared);
    }

    /// <summary>Bytes of a rank's tables on the node that holds most of them, and how many ranks keep a copy of their own.</summary>
    private static (long Bytes, int Copies) Tables(Deployment d, ImmutableArray<StageEstimate> stages)
    {
        var ranks = Math.Max(1, d.Layout.WorldSize / d.Nodes);
        var stagesOfNode = Math.Max(1, stages.Length / d.Nodes);
        var ranksOfStage = Math.Max(1, ranks / stagesOfNode);
        var bytes = Enumerable
            .Range(0, (stages.Length + stagesOfNode - 1) / stagesOfNode)
            .Max(node => stages.Skip(node * stagesOfNode).Take(stagesOfNode).Sum(s => s.HostBytes));

        // Data ranks of a node share one copy of each tensor rank's part.
        return (bytes, d.Serving.Engram.SharedMemory ? Math.Min(ranksOfStage, d.Layout.Tensor) : ranksOfStage);
    }
}
