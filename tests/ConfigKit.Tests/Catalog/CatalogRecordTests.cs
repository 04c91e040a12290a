using ConfigKit.Catalog;
using ConfigKit.Engines;
using FluentValidation;

namespace ConfigKit.Tests.Catalog;

/// <summary>Every record of the catalogue passes the validator of its kind.</summary>
public sealed class CatalogRecordTests
{
    [Fact]
    public void Checkpoints_agree_with_themselves() => AssertValid(new CheckpointValidator(), Models.All(), c => c.Id);

    [Fact]
    public void Accelerators_agree_with_themselves() => AssertValid(new AcceleratorValidator(), Accelerators.All(), a => a.Id);

    [Fact]
    public void Fabrics_agree_with_themselves() => AssertValid(new FabricValidator(), Fabrics.All(), f => f.Id);

    [Fact]
    public void Newest_releases_agree_with_themselves() =>
        AssertValid(
            new EngineReleaseValidator(),
            EngineList.All.Select(e => EngineCatalog.Release(e, null, out _)),
            r => $"{r.Title} {r.VersionText}"
        );

    [Fact]
    public void A_record_with_a_slip_is_refused()
    {
        var gpu = Accelerators.Find("h100-sxm")!;
        Assert.False(new AcceleratorValidator().Validate(gpu with { CudaBytes = gpu.NvmlBytes + 1 }).IsValid);
        Assert.False(new AcceleratorValidator().Validate(gpu with { Fp8Flops = gpu.Bf16Flops / 2 }).IsValid);
        Assert.False(new AcceleratorValidator().Validate(gpu with { ComputeCapability = null }).IsValid);

        var model = Models.Find("deepseek-ai/DeepSeek-R1")!;
        Assert.False(new CheckpointValidator().Validate(model with { Sources = [] }).IsValid);
        Assert.False(new ArchitectureValidator().Validate(model.Architecture with { ExpertsPerToken = 257 }).IsValid);
        Assert.False(new ArchitectureValidator().Validate(model.Architecture with { NumKeyValueHeads = 3 }).IsValid);
    }

    private static void AssertValid<T>(AbstractValidator<T> validator, IEnumerable<T> records, Func<T, string> name) =>
        Assert.Empty(records.SelectMany(r => validator.Validate(r).Errors.Select(e => $"{name(r)}: {e.PropertyName}: {e.ErrorMessage}")));
}
