using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ConfigKit.Runtime;

/// <summary>
/// Reads the keys of one section; generated code asks for each key by name, so nothing is reflected on. Values that
/// can't be read are faults, collected for all sections in one list.
/// </summary>
public sealed class ConfigReader
{
    private readonly IConfiguration _root;
    private readonly string _key;
    private readonly string _path;
    private readonly IConfigurationSection _section;
    private readonly Dictionary<string, string> _known = new(StringComparer.OrdinalIgnoreCase);
    private bool _allowsUnknown;

    /// <summary>A reader of a configuration section.</summary>
    /// <param name="root">The whole configuration, which knows the files behind it.</param>
    /// <param name="section">The section, such as <c>DeepSeek</c>.</param>
    public ConfigReader(IConfiguration root, string section)
        : this(root, section, "", []) { }

    private ConfigReader(IConfiguration root, string key, string path, List<string> faults)
    {
        (_root, _key, _path, Faults) = (root, key, path, faults);
        _section = root.GetSection(key);
    }

    /// <summary>What was wrong, a line each, with file, line and column where the value comes from one.</summary>
    public List<string> Faults { get; }

    /// <summary>A nested section. When it is absent, its members keep their fallback values.</summary>
    /// <typeparam name="T">The section's record.</typeparam>
    /// <param name="name">The key.</param>
    /// <param name="bind">Binds the section; the second argument is the fallback.</param>
    /// <param name="fallback">The values without it.</param>
    /// <returns>The section.</returns>
    public T Section<T>(string name, Func<ConfigReader, T, T> bind, T fallback)
        where T : class
    {
        var child = Child(name);
        var bound = bind(child, fallback);
        if (child._section.Value is { } text && !child._section.GetChildren().Any() && !child._known.ContainsKey("name"))
        {
            child.Report(child._key, child._path, $"must be a mapping, not \"{text}\"");
        }

        child.ReportUnknown();
        return bound;
    }

    /// <summary>A nested section that may be absent.</summary>
    /// <typeparam name="T">The section's record.</typeparam>
    /// <param name="name">The key.</param>
    /// <param name="bind">Binds the section.</param>
    /// <param name="fallback">The values without it; null: the section is absent.</param>
    /// <param name="empty">The values that an otherwise empty section has.</param>
    /// <returns>The section, or null when neither the configuration nor the fallback holds it.</returns>
    public T? OptionalSection<T>(string name, Func<ConfigReader, T, T> bind, T? fallback, T empty)
        where T : class
    {
        if (_root.GetSection(KeyOf(name)).Exists())
        {
            return Section(name, bind, fallback ?? empty);
        }

        Note(name);
        return fallback;
    }

    /// <summary>A text.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public string? Text(string name, string? fallback) => Value(name) ?? fallback;

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <param name="specials">Words that stand for a number.</param>
    /// <returns>The value.</returns>
    public int? Integer(string name, int? fallback, params (string Word, long Value)[] specials) =>
        Read(
            name,
            fallback,
            "a whole number",
            text =>
                Special(text, specials) is { } special ? (int)special
                : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
                : null
        );

    /// <summary>A whole number of 64 bits.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public long? Long(string name, long? fallback) =>
        Read(
            name,
            fallback,
            "a whole number",
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : (long?)null
        );

    /// <summary>A number.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public double? Number(string name, double? fallback) =>
        Read(
            name,
            fallback,
            "a number",
            text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && !double.IsNaN(value)
                && !double.IsInfinity(value)
                    ? value
                    : (double?)null
        );

    /// <summary>True or false.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public bool? Boolean(string name, bool? fallback) =>
        Read(name, fallback, "true or false", text => bool.TryParse(text, out var value) ? value : (bool?)null);

    /// <summary>Bytes, written with their unit.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <param name="specials">Words that stand for a number.</param>
    /// <returns>The value in bytes.</returns>
    public long? Size(string name, long? fallback, params (string Word, long Value)[] specials) =>
        Read(name, fallback, "a size with its unit, such as 80GiB", text => Special(text, specials) ?? Units.Size(text));

    /// <summary>Bytes per second, written with their unit.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value in bytes per second.</returns>
    public long? Rate(string name, long? fallback) => Read(name, fallback, "a rate with its unit, such as 400Gbps or 50GB/s", Units.Rate);

    /// <summary>A time, written with its unit.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public TimeSpan? Duration(string name, TimeSpan? fallback) =>
        Read(name, fallback, "a duration with its unit, such as 30s", Units.Duration);

    /// <summary>An absolute URI.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public Uri? Uri(string name, Uri? fallback) =>
        ReadReference(
            name,
            fallback,
            "an absolute URI",
            text => System.Uri.TryCreate(text, UriKind.Absolute, out var value) ? value : null
        );

    /// <summary>A reference to a secret.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The value.</returns>
    public SecretReference? Secret(string name, SecretReference? fallback) =>
        ReadReference(name, fallback, "a reference, ${env:NAME} or ${file:/path}", SecretReference.TryParse, isSecret: true);

    /// <summary>One word of a closed set.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <param name="words">Each word and its value.</param>
    /// <returns>The value.</returns>
    public T? Choice<T>(string name, T? fallback, params (string Word, T Value)[] words)
        where T : struct => Read(name, fallback, "one of " + string.Join(", ", words.Select(w => w.Word)), text => Word(text, words));

    /// <summary>A list; a single value may stand for a list of one.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <param name="item">Reads one item, given the reader of the list and the item's key.</param>
    /// <returns>The items that could be read.</returns>
    public ValueList<T> List<T>(string name, ValueList<T> fallback, Func<ConfigReader, string, (bool IsOne, T Value)> item)
    {
        Note(name);
        var section = _root.GetSection(KeyOf(name));
        if (!section.Exists())
        {
            return fallback;
        }

        var children = section.GetChildren().ToList();
        var list = children.Count > 0 ? Child(name) : this;
        var names = children.Count > 0 ? children.Select(c => c.Key) : [name];
        return new ValueList<T>([.. names.Select(n => item(list, n)).Where(i => i.IsOne).Select(i => i.Value)]);
    }

    /// <summary>A map of texts.</summary>
    /// <param name="name">The key.</param>
    /// <param name="fallback">The value when the key is absent.</param>
    /// <returns>The entries.</returns>
    public ValueMap Map(string name, ValueMap fallback)
    {
        Note(name);
        var section = _root.GetSection(KeyOf(name));
        return section.Exists() ? new ValueMap([.. section.GetChildren().Select(c => (c.Key, c.Value ?? ""))]) : fallback;
    }

    /// <summary>Lets further keys of this section pass.</summary>
    public void AllowUnknown() => _allowsUnknown = true;

    /// <summary>Lets one further key of this section pass.</summary>
    /// <param name="name">The key.</param>
    public void Allow(string name) => Note(name);

    /// <summary>Reports each key that nobody asked for: it would have no effect.</summary>
    public void ReportUnknown()
    {
        foreach (
            var child in _allowsUnknown
                ? []
                : _section
                    .GetChildren()
                    .Where(c =>
                        !_known.ContainsKey(ConfigurationName.Of(c.Key)) && !c.Key.StartsWith("x", StringComparison.OrdinalIgnoreCase)
                    )
        )
        {
            var path =
                Files(_root).Select(f => f.PathOf(child.Path)).FirstOrDefault(p => p is not null)
                ?? (_path.Length == 0 ? child.Key : _path + "." + child.Key);
            Report(
                child.Path,
                path,
                "unknown key; known keys: " + string.Join(", ", _known.Values.OrderBy(k => k, StringComparer.Ordinal))
            );
        }
    }

    /// <summary>Where the value of a key comes from: <c>file(line,column)</c>, or the name of the key itself.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="key">The whole key.</param>
    /// <returns>For a message.</returns>
    public static string Origin(IConfiguration configuration, string key)
    {
        foreach (var provider in ((configuration as IConfigurationRoot)?.Providers ?? []).Reverse())
        {
            if (provider is DeepSeekConfigurationProvider file && file.PositionOf(key) is { } position)
            {
                return $"{file.File}({position.Line},{position.Column})";
            }

            if (provider.TryGet(key, out _))
            {
                break;
            }
        }

        return key.Replace(":", "__");
    }

    private static IEnumerable<DeepSeekConfigurationProvider> Files(IConfiguration configuration) =>
        ((configuration as IConfigurationRoot)?.Providers ?? []).OfType<DeepSeekConfigurationProvider>();

    private string KeyOf(string name) => _key + ":" + ConfigurationName.Of(name);

    private ConfigReader Child(string name)
    {
        Note(name);
        return new ConfigReader(_root, KeyOf(name), _path.Length == 0 ? name : _path + "." + name, Faults);
    }

    private void Note(string name) => _known[ConfigurationName.Of(name)] = name;

    private string? Value(string name)
    {
        Note(name);
        return _root[KeyOf(name)] ?? (name == "name" ? _section.Value : null); // a name may stand for its section: gpu
    }

    private T? Read<T>(string name, T? fallback, string what, Func<string, T?> parse)
        where T : struct
    {
        if (Value(name) is not { } text)
        {
            return fallback;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        ReportValue(name, text, what);
        return fallback;
    }

    private T? ReadReference<T>(string name, T? fallback, string what, Func<string, T?> parse, bool isSecret = false)
        where T : class
    {
        if (Value(name) is not { } text)
        {
            return fallback;
        }

        if (parse(text) is { } value)
        {
            return value;
        }

        ReportValue(name, isSecret ? "…" : text, what); // what is no reference may be the secret itself
        return fallback;
    }

    private static long? Special(string text, (string Word, long Value)[] specials) =>
        specials.Where(s => s.Word == text).Select(s => (long?)s.Value).FirstOrDefault();

    private static T? Word<T>(string text, (string Word, T Value)[] words)
        where T : struct =>
        words.Where(w => string.Equals(w.Word, text, StringComparison.OrdinalIgnoreCase)).Select(w => (T?)w.Value).FirstOrDefault();

    private void ReportValue(string name, string text, string what) =>
        Report(
            KeyOf(name),
            _path.Length == 0 ? name : _path + "." + name,
            $"\"{(text.Length > 80 ? text.Substring(0, 77) + "..." : text)}\" is not {what}"
        );

    private void Report(string key, string path, string message) => Faults.Add($"{Origin(_root, key)}: {path}: {message}");
}
