using FluentValidation;

namespace ConfigKit.Catalog;

/// <summary>A GPU's figures against each other; null where no source tells is never wrong.</summary>
internal sealed class AcceleratorValidator : AbstractValidator<Accelerator>
{
    public AcceleratorValidator()
    {
        RuleFor(a => a.Id).NotEmpty();
        RuleFor(a => a.CudaBytes).GreaterThan(0);
        RuleFor(a => a.CudaBytes)
            .LessThanOrEqualTo(a => a.NvmlBytes)
            .When(a => a.NvmlBytes is not null)
            .WithMessage("CUDA reports {PropertyValue} bytes, more than the {ComparisonValue} that the driver reports");
        RuleFor(a => a.NvmlBytes).GreaterThan(0);
        RuleFor(a => a.MemoryBandwidth).GreaterThan(0);
        RuleFor(a => a.PcieBandwidth).GreaterThan(0);
        RuleFor(a => a.ComputeCapability).Null().When(a => a.Vendor != GpuVendor.Nvidia);
        RuleFor(a => a.GfxTarget).Empty().When(a => a.Vendor != GpuVendor.Amd);
        Links();
        Peaks();
        When(
            a => a.IsCatalogued,
            () =>
            {
                RuleFor(a => a.Sources).NotEmpty();
                RuleFor(a => a.ComputeCapability).NotNull().When(a => a.Vendor == GpuVendor.Nvidia);
            }
        );
    }

    private void Links()
    {
        RuleFor(a => a.LinkBandwidth).GreaterThan(0);
        RuleFor(a => a.LinkBandwidth)
            .Null()
            .When(a => a.LinkName.Length == 0)
            .WithMessage("{PropertyName} is {PropertyValue} bytes/s, but no link is named");
        RuleFor(a => a.LinkKind).NotEmpty().When(a => a.HasBuiltInLink);
    }

    // Tensor cores do half as many operations on numbers twice as wide, so a peak that is lower than a wider format's is
    // a sparse one beside a dense one, or of another part.
    private void Peaks()
    {
        RuleFor(a => a.Bf16Flops).GreaterThan(0);
        RuleFor(a => a.Fp8Flops)
            .GreaterThanOrEqualTo(a => a.Bf16Flops)
            .When(a => a.Bf16Flops is not null)
            .WithMessage("the FP8 peak of {PropertyValue} FLOP/s is below the bf16 peak of {ComparisonValue}");
        RuleFor(a => a.Fp4Flops)
            .GreaterThanOrEqualTo(a => a.Fp8Flops)
            .When(a => a.Fp8Flops is not null)
            .WithMessage("the FP4 peak of {PropertyValue} FLOP/s is below the FP8 peak of {ComparisonValue}");
    }
}
