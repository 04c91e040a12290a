using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Model;

/// <summary>Binds a document to the model; reports everything wrong in one run.</summary>
internal static class ConfigBinder
{
    public static (DeepSeekConfig Config, SpanTable Spans) Bind(YamlNode root, Vocabulary words, DiagnosticBag diagnostics)
    {
        var context = new BindingContext(diagnostics, new SpanTable());
        var mapping = root as YamlMapping;
        if (mapping is null && root is not YamlScalar { IsNull: true })
        {
            diagnostics.Report(
                BindingDiagnostics.WrongType,
                root.Span,
                "the file must be a mapping of sections",
                help: "start with `model:`"
            );
        }

        var reader = new SectionReader(mapping, "", context);
        var config = DeepSeekConfig.Bind(reader, words);
        reader.ReportUnknownKeys(name => name.StartsWith("x-", StringComparison.Ordinal));
        CheckTogether(config, context, mapping is not null);
        return (config with { Document = mapping }, context.Spans);
    }

    /// <summary>What one key alone can't tell: keys that exclude or need each other.</summary>
    private static void CheckTogether(DeepSeekConfig config, BindingContext context, bool isMapping)
    {
        var (diagnostics, spans) = context;
        if (isMapping && !spans.Has("model.name") && !spans.Has("model.config") && !spans.Has("model.architecture"))
        {
            diagnostics.Report(
                BindingDiagnostics.MissingKey,
                spans.Has("model") ? spans.Find("model") : new SourceSpan(0, 0),
                "`model.name` is required",
                "model.name",
                "add `model.name`, such as deepseek-ai/DeepSeek-R1"
            );
        }

        if (spans.Has("model.config") && spans.Has("model.architecture"))
        {
            Conflict(
                context,
                "model.architecture",
                "`model.config` and `model.architecture` both describe the architecture",
                "keep one of the two"
            );
        }

        if (spans.Has("hardware.gpu_id") && spans.Has("hardware.gpus_per_node"))
        {
            Conflict(
                context,
                "hardware.gpu_id",
                "`hardware.gpu_id` and `hardware.gpus_per_node` both state the number of GPUs",
                "keep one of the two"
            );
        }

        var ids = config.Hardware.GpuId;
        if (!ids.IsDefault && ids.Distinct().Count() != ids.Length)
        {
            Conflict(context, "hardware.gpu_id", "`hardware.gpu_id` lists a GPU twice", "list each GPU once");
        }

        if (!ids.IsDefault && config.Hardware.Nodes > 1)
        {
            Conflict(
                context,
                "hardware.gpu_id",
                $"`hardware.gpu_id` works on one node only; `hardware.nodes` is {config.Hardware.Nodes}",
                "set `hardware.gpus_per_node` instead"
            );
        }
    }

    private static void Conflict(BindingContext context, string key, string message, string help) =>
        context.Diagnostics.Report(BindingDiagnostics.ConflictingKeys, context.Spans.Find(key), message, key, help);
}
