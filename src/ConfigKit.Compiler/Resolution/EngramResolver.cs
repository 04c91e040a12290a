using System.Collections.Immutable;
using System.Text.Json;
using ConfigKit.Engines;
using ConfigKit.Model;

namespace ConfigKit.Resolution;

/// <summary>Decides how V4.1's Engram tables are kept: by the file, the engine's own argument, else the release's default.</summary>
internal static class EngramResolver
{
    private const string VllmArgument = "--engram-config";
    private const string SglangHostTable = "SGLANG_ENABLE_DSV41_ENGRAM_HOST_TABLE";

    public static EngramSettings Engram(ServingSection stated, EngineRelease release, ParallelLayout layout)
    {
        var (section, memory) = (stated.Engram, release.Memory);
        var argument = Argument(stated.ExtraArgs);
        var huge = Of(section?.TransparentHugepages, argument.Huge, EngramSection.TransparentHugepagesDefault.Value);
        var shares = memory.SharesEngram && layout.Data > 1 && !huge;
        return new EngramSettings
        {
            Placement = Of(section?.Placement, argument.Placement ?? Variable(stated.Env), memory.EngramPlacement),
            SharedMemory = Of(section?.SharedMemory, argument.Shared, shares),
            TransparentHugepages = huge,
            AcrossData = Of(section?.AcrossData, argument.Across, EngramSection.AcrossDataDefault.Value),
        };

        Setting<T> Of<T>(T? said, T? passed, T otherwise)
            where T : struct =>
            said is { } value ? new(value, "")
            : passed is { } own ? new(own, "your own argument or variable")
            : new(otherwise, release.Title + " default");
    }

    private static EngramPlacement? Variable(ImmutableSortedDictionary<string, string> environment) =>
        environment.GetValueOrDefault(SglangHostTable) is { } text
            ? text is "1" or "true"
                ? EngramPlacement.Host
                : EngramPlacement.Gpu
            : null;

    /// <summary>What the user's own argument says, which the engine reads instead of the section's.</summary>
    private static (EngramPlacement? Placement, bool? Shared, bool? Huge, bool? Across) Argument(ImmutableArray<string> arguments)
    {
        if (arguments.IsDefaultOrEmpty || Operand(arguments) is not { } text)
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var offload = Read(root, "cpu_offload");
            return (
                offload is { } host ? (host ? EngramPlacement.Host : EngramPlacement.Gpu) : null,
                Read(root, "dp_shared_memory"),
                Read(root, "use_thp"),
                Read(root, "embedding_across_dp")
            );
        }
        catch (JsonException)
        {
            return default; // the engine will say so
        }
    }

    private static bool? Read(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    private static string? Operand(ImmutableArray<string> arguments)
    {
        var at = arguments.IndexOf(VllmArgument);
        return at >= 0
            ? arguments.ElementAtOrDefault(at + 1)
            : arguments.FirstOrDefault(a => a.StartsWith(VllmArgument + "=", StringComparison.Ordinal))?[(VllmArgument.Length + 1)..];
    }
}
