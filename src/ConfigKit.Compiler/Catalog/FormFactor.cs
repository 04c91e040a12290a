namespace ConfigKit.Catalog;

/// <summary>How an accelerator is built in, which decides what links it.</summary>
internal enum FormFactor
{
    Pcie,
    Sxm2,
    Sxm4,
    Sxm5,

    /// <summary>SXM of the Blackwell generations.</summary>
    Sxm,

    /// <summary>AMD's modules on a universal baseboard.</summary>
    Oam,

    /// <summary>One board with its host processor (GH200).</summary>
    Superchip,

    /// <summary>A rack of 72 GPUs in one NVLink domain.</summary>
    Nvl72,

    /// <summary>Huawei's modules.</summary>
    Module,

    /// <summary>One chip with its host processor, sharing its memory (GB10).</summary>
    Soc,
}

internal static class FormFactors
{
    /// <summary>The word that stands for it in catalog/accelerators.</summary>
    public static string Word(this FormFactor form) =>
        form switch
        {
            FormFactor.Pcie => "PCIe",
            FormFactor.Sxm2 => "SXM2",
            FormFactor.Sxm4 => "SXM4",
            FormFactor.Sxm5 => "SXM5",
            FormFactor.Sxm => "SXM",
            FormFactor.Oam => "OAM",
            FormFactor.Superchip => "Superchip",
            FormFactor.Nvl72 => "NVL72",
            FormFactor.Module => "module",
            FormFactor.Soc => "SoC",
        };
}
