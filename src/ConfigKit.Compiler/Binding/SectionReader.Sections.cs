using ConfigKit.Syntax;

namespace ConfigKit.Binding;

/// <summary>The keys whose value is a section: a mapping with keys of its own.</summary>
internal sealed partial class SectionReader
{
    /// <summary>A section; left out, it is bound from nothing, so that every key of it is absent.</summary>
    public T Section<T>(string name, string description, Func<SectionReader, T> bind)
    {
        var mapping = TakeMapping(name, description, bind, isOptional: false);
        if (IsRecording)
        {
            return bind(new SectionReader(PathOf(name)));
        }

        return BindChild(mapping, PathOf(name), bind);
    }

    /// <summary>A section that may be left out, which is not the same as empty.</summary>
    public T? OptionalSection<T>(string name, string description, Func<SectionReader, T> bind)
        where T : class
    {
        var mapping = TakeMapping(name, description, bind, isOptional: true);
        return IsRecording || mapping is null ? null : BindChild(mapping, PathOf(name), bind);
    }

    /// <summary>A section for which a text may stand, such as a catalogue id.</summary>
    public T? TextOrSection<T>(
        string name,
        string description,
        Func<string, T> fromText,
        Func<SectionReader, T> bind,
        KeyDefault<string> @default = default,
        string example = ""
    )
        where T : class
    {
        var node = Take(
            name,
            () =>
                @default.AddTo(
                    SectionInfo(name, description, bind, KeyType.Text) with
                    {
                        IsOptionalSection = true,
                        Example = example,
                    },
                    text => text
                )
        );
        return node switch
        {
            null => null,
            YamlMapping mapping => BindChild(mapping, PathOf(name), bind),
            YamlScalar when TextOf(node, name, "", "") is { } text => fromText(text),
            YamlScalar => null,
            _ => NotMapping(node, name) as T,
        };
    }

    private YamlMapping? TakeMapping<T>(string name, string description, Func<SectionReader, T> bind, bool isOptional)
    {
        var node = Take(name, () => SectionInfo(name, description, bind, scalar: null) with { IsOptionalSection = isOptional });
        return node is null or YamlMapping ? (YamlMapping?)node : NotMapping(node, name);
    }

    private YamlMapping? NotMapping(YamlNode node, string name)
    {
        ReportType(node, name, "a mapping", "indent its keys under it");
        return null;
    }

    private KeyInfo SectionInfo<T>(string name, string description, Func<SectionReader, T> bind, KeyType? scalar) =>
        new(PathOf(name), name, KeyType.Section, description) { Scalar = scalar, Children = Describe(bind, PathOf(name)) };

    private T BindChild<T>(YamlMapping? mapping, string path, Func<SectionReader, T> bind)
    {
        var child = new SectionReader(mapping, path, _context!);
        var value = bind(child);
        child.ReportUnknownKeys();
        return value;
    }
}
