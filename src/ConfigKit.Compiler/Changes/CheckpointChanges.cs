using ConfigKit.Catalog;
using ConfigKit.Model;
using ConfigKit.Resolution;

namespace ConfigKit.Changes;

/// <summary>The same model in another number format.</summary>
internal static class CheckpointChanges
{
    /// <summary>Weights in fp8 that the engine makes while it loads.</summary>
    public static IEnumerable<Change> Precisions(Deployment d)
    {
        if (d.Precision is not (PrecisionKind.Bf16 or PrecisionKind.Fp16))
        {
            yield break;
        }

        var edit = new YamlEdit("model.precision", "fp8");

        // Offered only where the GPU computes in fp8; `--fix` leaves it to the rules whether it may be set elsewhere.
        var changed = d.Gpu.ComputeCapability >= ComputeCapability.FirstWithFp8 ? d.WithPrecision(PrecisionKind.Fp8) : null;
        yield return new(
            changed is null ? null : $"set `{edit}`",
            [edit],
            ChangeCost.Precision,
            IsSafe: false,
            changed is null ? null : () => changed
        );
    }

    /// <summary>The same model, quantised by somebody and known to the catalogue, where the GPU has the format.</summary>
    public static IEnumerable<Change> Requantized(Deployment d)
    {
        var isNamed = !d.Source.IsDescribed;
        return Models
            .All(d.OwnCatalog)
            .Where(m => IsRequantized(m, d))
            .Select(m => new Change(
                $"serve {m.Id} ({ModelSection.Precisions.First(p => p.Value == m.NativePrecision).Name})",
                isNamed ? [new YamlEdit("model.name", m.Id)] : [],
                ChangeCost.Checkpoint,
                IsSafe: false,
                () => d.WithCheckpoint(m)
            ));
    }

    private static bool IsRequantized(Checkpoint m, Deployment d) =>
        m.Family == d.Model.Family
        && m.Family.Length > 0
        && m.Id != d.Model.Id
        && m.Parsers == d.Model.Parsers // base models have none
        && m.Architecture.NumHiddenLayers == d.Model.Architecture.NumHiddenLayers
        && m.Architecture.HiddenSize == d.Model.Architecture.HiddenSize
        && IsSupported(m.NativePrecision, d.Gpu.ComputeCapability)
        && m.NativePrecision != d.Precision;

    private static bool IsSupported(PrecisionKind precision, int? capability) =>
        precision switch
        {
            PrecisionKind.Nvfp4 or PrecisionKind.Mxfp4 => capability is >= ComputeCapability.FirstWithFp4,
            PrecisionKind.Fp8 => capability is >= ComputeCapability.FirstWithFp8,
            PrecisionKind.Auto or PrecisionKind.Bf16 or PrecisionKind.Fp16 or PrecisionKind.Int8 or PrecisionKind.Int4 => true,
        };
}
