using System.Collections.Immutable;
using ConfigKit.Model;

namespace ConfigKit.Engines;

/// <summary>Every engine by name, in the order in which users see them.</summary>
internal static class EngineList
{
    public static ImmutableArray<Engine> All { get; } = [new Vllm(), new Sglang(), new TensorRtLlm()];

    /// <summary>Where the file names none.</summary>
    public static Engine Default => All[0];

    /// <summary>The engine of that name; the default one without a name.</summary>
    public static Engine Find(string? name) => All.FirstOrDefault(e => e.Name == name) ?? Default;

    /// <summary>The words of `serving.engine`.</summary>
    public static ImmutableArray<NamedChoice> Choices => [.. All.Select(e => new NamedChoice(e.Name, e.Description))];

    /// <summary>Titles of the engines of which something holds: "vLLM or SGLang".</summary>
    public static string Titles(Func<Engine, bool> holds) => string.Join(" or ", All.Where(holds).Select(e => e.Title));

    /// <summary>How one of them is chosen: "`serving.engine: vllm` or `sglang`".</summary>
    public static string Edits(Func<Engine, bool> holds) =>
        string.Join(" or ", All.Where(holds).Select((e, i) => i == 0 ? $"`serving.engine: {e.Name}`" : $"`{e.Name}`"));
}
