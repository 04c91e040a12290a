namespace ConfigKit.Binding;

/// <summary>What kind of thing applies when a key is left out.</summary>
internal enum DefaultKind
{
    /// <summary>Nothing: without the key there is no such thing.</summary>
    None,

    /// <summary>One value, whatever else the file says.</summary>
    Value,

    /// <summary>What a rule in words gives.</summary>
    Rule,

    /// <summary>What the engine, and its release, gives.</summary>
    ByEngine,
}
