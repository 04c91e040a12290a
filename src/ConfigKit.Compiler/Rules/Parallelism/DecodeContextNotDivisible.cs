using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Resolution;

namespace ConfigKit.Rules.Parallelism;

/// <summary>Decode context parallelism that the tensor ranks do not allow.</summary>
internal sealed class DecodeContextNotDivisible() : DeploymentRule(Fault)
{
    private static readonly DiagnosticDescriptor Fault = new(
        "CK4008",
        "Decode context parallelism doesn't divide the KV copies",
        Severity.Error
    )
    {
        Group = DiagnosticGroup.Parallelism,
        FixSafety = FixSafety.Varies,
        Explanation = new()
        {
            Checks =
                "vLLM's decode context parallelism shares one KV cache among the tensor ranks that would each hold a copy of it: "
                + "all ranks with MLA, tensor / num_key_value_heads with grouped heads. `decode_context` must divide the number of "
                + "copies. SGLang and TensorRT-LLM have no such setting here.",
            Why = "vLLM stops with \"tp_size must be divisible by dcp_size\".",
            Formula = """
                copies % decode_context == 0
                DeepSeek-R1, tensor 8 (8 copies): 8 % 3 = 2, error; 8 % 4 = 0
                """,
            Fix = "Use a divisor. A larger one holds more tokens per GPU and adds communication to every decode step.",
            References = [SourceLinks.Vllm("vllm/config/parallel.py", 600), SourceLinks.Vllm("vllm/config/model.py", 1587)],
        },
        Bad = Examples.R1OnH200.Replace("tensor: 8", "tensor: 8, decode_context: 3"),
        Good = Examples.R1OnH200.Replace("tensor: 8", "tensor: 8, decode_context: 4"),
    };

    private const string Key = "parallelism.decode_context";

    private static string Owners => EngineList.Titles(e => EngineCatalog.Release(e, null, out _).Takes(Key));

    protected override IEnumerable<Finding> Find(Subject s)
    {
        var d = s.Deployment;
        var (context, copies) = (d.Layout.DecodeContext.Value, Copies(d));
        if (context <= 1)
        {
            yield break;
        }

        if (!d.Engine.Takes(Key))
        {
            yield return new Finding(
                Key,
                $"`decode_context` works only with {Owners}; the engine is {d.Engine.Title}",
                "remove `parallelism.decode_context`"
            );
        }
        else if (copies % context != 0)
        {
            yield return new Finding(
                Key,
                $"decode_context {context} doesn't divide the {copies} tensor ranks that hold the same KV cache",
                $"set `parallelism.decode_context: {Enumerable.Range(1, copies).Last(n => copies % n == 0 && n <= context)}`"
            );
        }
    }

    /// <summary>How many tensor ranks hold the same KV cache: all with MLA, tensor / num_key_value_heads with grouped heads.</summary>
    private static int Copies(Deployment d) =>
        d.Model.Architecture.Attention == AttentionKind.Grouped
            ? Math.Max(1, d.Layout.Tensor / Math.Max(1, d.Model.Architecture.NumKeyValueHeads))
            : d.Layout.Tensor;
}
