using Scriban.Runtime;

namespace ConfigKit.Targets;

internal static class ViewParts
{
    /// <summary>A part of the view that one of its builders has put there.</summary>
    public static ScriptObject Part(this ScriptObject view, string name) =>
        view[name] as ScriptObject ?? throw new InvalidOperationException($"the view has no part {name}");
}
