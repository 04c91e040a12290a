using ConfigKit.Catalog;
using ConfigKit.Text;

namespace ConfigKit.Estimation;

/// <summary>The memory of a GPU as the engine sees it.</summary>
internal static class GpuMemory
{
    public static BudgetTerm Of(Accelerator gpu) =>
        new(BudgetItem.Memory, gpu.CudaBytes ?? 0, gpu.Sources.FirstOrDefault() ?? "", () => Formula(gpu));

    private static string Formula(Accelerator gpu) =>
        gpu.IsCudaBytesMeasured
            ? "as CUDA reports it on this card"
            : $"NVML's {Quantity.FormatBytes(gpu.NvmlBytes ?? 0)} less about {Quantity.FormatBytes(AcceleratorMemory.DriverBytes)} and "
                + $"{Quantity.Number(AcceleratorMemory.DriverPerTenThousand / 100.0)} % that the driver keeps";
}
