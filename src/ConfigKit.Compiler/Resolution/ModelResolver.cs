using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Finds the checkpoint and its precision.</summary>
internal static class ModelResolver
{
    public static Checkpoint? Resolve(
        ModelSection model,
        UserCatalog own,
        SpanTable spans,
        Func<string, string?> readText,
        DiagnosticBag diagnostics
    )
    {
        if (model.Config is { } path)
        {
            return FromConfig(path, model.Name, spans, readText, diagnostics);
        }

        if (model.Architecture is { } architecture)
        {
            return FromSection(architecture, model.Name ?? "model", spans, diagnostics);
        }

        if (model.Name is not { } name)
        {
            return null; // the binder has said so
        }

        if (Models.Find(name, own) is { } found)
        {
            return found;
        }

        var nearest = Nearest(name, own);
        diagnostics.Report(
            ResolutionDiagnostics.UnknownModel,
            spans.Find("model.name"),
            $"unknown model \"{name}\"",
            "model.name",
            $"did you mean {string.Join(", ", nearest)}? For other models, set `model.config`"
        );
        return null;
    }

    /// <summary>Three ids whose words come nearest.</summary>
    private static IEnumerable<string> Nearest(string name, UserCatalog own)
    {
        var wanted = name.ToLowerInvariant();
        return Models
            .Ids()
            .Union(own.Models.Select(m => m.Id), StringComparer.Ordinal)
            .Select(id => (Id: id, Bare: id[(id.IndexOf('/') + 1)..].ToLowerInvariant()))
            .OrderBy(m => NearestWord.Distance(wanted, m.Bare) - (2 * SharedWords(wanted, m.Bare)))
            .ThenBy(m => m.Id, StringComparer.Ordinal)
            .Take(3)
            .Select(m => m.Id);
    }

    private static int SharedWords(string a, string b) => a.Split('-', '/', '_').Intersect(b.Split('-'), StringComparer.Ordinal).Count();

    private static Checkpoint? FromConfig(
        string path,
        string? name,
        SpanTable spans,
        Func<string, string?> readText,
        DiagnosticBag diagnostics
    )
    {
        if (readText(path) is not { } text)
        {
            Unreadable("the file can't be read");
            return null;
        }

        var checkpoint = HuggingFaceConfig.Parse(text, name ?? "model", out var fault);
        if (checkpoint is null)
        {
            Unreadable(fault);
        }

        return checkpoint is null ? null : checkpoint with { Sources = [path] };

        void Unreadable(string reason) =>
            diagnostics.Report(
                ResolutionDiagnostics.UnreadableConfig,
                spans.Find("model.config"),
                $"`{path}`: {reason}",
                "model.config",
                "set `model.config` to the config.json of a supported model, relative to this file, or set the sizes in `model.architecture`"
            );
    }

    private static Checkpoint? FromSection(ArchitectureSection a, string name, SpanTable spans, DiagnosticBag diagnostics)
    {
        var missing = ArchitectureSectionValidator.Missing(a);
        if (!missing.IsEmpty)
        {
            diagnostics.Report(
                ResolutionDiagnostics.IncompleteArchitecture,
                spans.Find("model.architecture"),
                $"`model.architecture` lacks {string.Join(", ", missing)}",
                "model.architecture",
                "copy the values from the model's config.json, or set `model.config` to that file"
            );
            return null;
        }

        var (hidden, heads) = (a.HiddenSize ?? 0, a.NumAttentionHeads ?? 0);
        var architecture = new ModelArchitecture
        {
            ModelType = a.ModelType ?? (a.KvLoraRank is null ? "llama" : "deepseek_v3"),
            Attention = a.KvLoraRank is null ? AttentionKind.Grouped : AttentionKind.Latent,
            HiddenSize = hidden,
            NumHiddenLayers = a.NumHiddenLayers ?? 0,
            NumAttentionHeads = heads,
            NumKeyValueHeads = a.NumKeyValueHeads ?? heads,
            HeadDim = a.HeadDim ?? Math.Max(1, hidden / Math.Max(1, heads)),
            IntermediateSize = a.IntermediateSize ?? 0,
            VocabSize = a.VocabSize ?? 0,
            MaxPositionEmbeddings = a.MaxPositionEmbeddings ?? 4096,
            TieWordEmbeddings = a.TieWordEmbeddings ?? ArchitectureSection.TieWordEmbeddingsDefault,
            QkvBias = a.ModelType is "qwen2" or "qwen2_moe",
            QkNorm = a.ModelType is "qwen3" or "qwen3_moe",
            RoutedExperts = a.NRoutedExperts ?? 0,
            SharedExperts = a.NSharedExperts ?? ArchitectureSection.NSharedExpertsDefault,
            ExpertsPerToken = a.NumExpertsPerTok ?? 0,
            MoeIntermediateSize = a.MoeIntermediateSize ?? 0,
            DenseLayers = a.NRoutedExperts is null ? 0 : a.FirstKDenseReplace ?? ArchitectureSection.FirstKDenseReplaceDefault,
            QLoraRank = a.QLoraRank ?? 0,
            KvLoraRank = a.KvLoraRank ?? 0,
            QkNopeHeadDim = a.QkNopeHeadDim ?? 0,
            QkRopeHeadDim = a.QkRopeHeadDim ?? 0,
            VHeadDim = a.VHeadDim ?? 0,
        };
        return new Checkpoint(name, "", architecture, QuantizationConfig.Plain(PrecisionKind.Bf16))
        {
            NativePrecision = PrecisionKind.Bf16,
            Sources = ["model.architecture"],
        };
    }

    /// <summary>How the weights lie in memory after `model.precision`; null when the checkpoint can't be had so.</summary>
    public static (Quantization Quantization, PrecisionKind Precision)? ApplyPrecision(Checkpoint model, PrecisionKind stated)
    {
        if (stated == PrecisionKind.Auto || stated == model.NativePrecision)
        {
            return (model.Quantization, model.NativePrecision);
        }

        return stated switch
        {
            PrecisionKind.Bf16
            or PrecisionKind.Fp16 when model.NativePrecision is PrecisionKind.Bf16 or PrecisionKind.Fp16 or PrecisionKind.Fp8 => (
                QuantizationConfig.Plain(stated),
                stated
            ),
            PrecisionKind.Fp8 when model.NativePrecision is PrecisionKind.Bf16 or PrecisionKind.Fp16 => (
                Quantization.Uniform(WeightFormat.Fp8Channel),
                stated
            ),

            // A model that the user describes comes as the user says.
            _ when !model.IsCatalogued && model.NativePrecision is PrecisionKind.Bf16 or PrecisionKind.Fp16 => (
                Quantization.Uniform(FormatOf(stated)),
                stated
            ),
            _ => null,
        };
    }

    private static WeightFormat FormatOf(PrecisionKind precision) =>
        precision switch
        {
            PrecisionKind.Int8 => WeightFormat.Int8Channel,
            PrecisionKind.Int4 => WeightFormat.Int4Group,
            PrecisionKind.Nvfp4 => WeightFormat.Nvfp4,
            _ => WeightFormat.Mxfp4,
        };

    /// <summary>Checkpoints of the catalogue that hold the same model in that precision.</summary>
    public static ImmutableArray<string> Alternatives(Checkpoint model, PrecisionKind precision, UserCatalog own) =>
        [
            .. Models
                .All(own)
                .Where(m =>
                    m.NativePrecision == precision
                    && m.Architecture.HiddenSize == model.Architecture.HiddenSize
                    && m.Architecture.NumHiddenLayers == model.Architecture.NumHiddenLayers
                    && m.Family == model.Family
                )
                .Select(m => m.Id)
                .Take(3),
        ];
}
