namespace ConfigKit.Binding;

/// <summary>What the declaration of a key says of its default: a value, a rule, or (as <c>default</c>) nothing.</summary>
internal readonly record struct KeyDefault<T>
{
    private readonly Default<T>? _value;
    private readonly DefaultRule? _rule;

    private KeyDefault(Default<T>? value, DefaultRule? rule) => (_value, _rule) = (value, rule);

    public static implicit operator KeyDefault<T>(Default<T> value) => new(value, null);

    public static implicit operator KeyDefault<T>(DefaultRule rule) => new(null, rule);

    /// <summary>The key with its default.</summary>
    /// <param name="write">Writes a value as the file does.</param>
    public KeyInfo AddTo(KeyInfo key, Func<T, string> write)
    {
        var written = key with { Write = value => write((T)value) };
        return _value is { } value
                ? written with
                {
                    Default = value.Rule.Replace(Default.ValueAlone, write(value), StringComparison.Ordinal),
                    DefaultKind = value.Rule == Default.ValueAlone ? DefaultKind.Value : DefaultKind.Rule,
                    DefaultValue = value.Value,
                }
            : _rule is not null ? written with { Default = _rule.Words, DefaultKind = _rule.Kind }
            : written;
    }
}
