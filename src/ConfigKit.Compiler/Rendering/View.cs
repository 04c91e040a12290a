using Scriban.Runtime;

namespace ConfigKit.Rendering;

/// <summary>
/// What a template sees. A view is made for a rendering and never changed; its properties are the members that templates
/// name, in lower case with underscores.
/// </summary>
internal abstract record View
{
    /// <summary>
    /// The members by the names that templates use. Written member by member: reflection sees nothing in a trimmed
    /// binary.
    /// </summary>
    public abstract ScriptObject ToScript();

    protected static ScriptArray List(IEnumerable<string> items) => [.. items];

    protected static ScriptArray List(IEnumerable<int> items) => [.. items.Cast<object>()];

    protected static ScriptArray List(IEnumerable<View> items) => [.. items.Select(i => i.ToScript())];
}
