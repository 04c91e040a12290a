using System.Collections.Immutable;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Binding;

/// <summary>
/// Reads the keys of one mapping. A section of the model declares each key once, by reading it; over a mapping that
/// binds the value, over nothing it records what the key is. So keys, types, ranges and descriptions have one source.
/// </summary>
internal sealed partial class SectionReader
{
    private readonly YamlMapping? _mapping;
    private readonly string _path;
    private readonly BindingContext? _context;
    private readonly List<KeyInfo>? _recorded;
    private readonly List<string> _known = [];

    /// <summary>Binds <paramref name="mapping"/> (absent: every key is absent).</summary>
    public SectionReader(YamlMapping? mapping, string path, BindingContext context) =>
        (_mapping, _path, _context) = (mapping, path, context);

    private SectionReader(string path) => (_path, _recorded) = (path, []);

    /// <summary>The keys that <paramref name="bind"/> reads.</summary>
    public static ImmutableArray<KeyInfo> Describe<T>(Func<SectionReader, T> bind, string path = "")
    {
        var reader = new SectionReader(path);
        bind(reader);
        return [.. reader._recorded!];
    }

    private bool IsRecording => _recorded is not null;

    /// <summary>Reports each key of the mapping that nobody asked for.</summary>
    /// <param name="isFree">Names that the user may choose freely.</param>
    public void ReportUnknownKeys(Func<string, bool>? isFree = null)
    {
        foreach (var (key, _) in (_mapping?.Entries ?? []).Select(e => (e.Key, e.Value)))
        {
            if (_known.Contains(key.Value) || isFree?.Invoke(key.Value) == true)
            {
                continue;
            }

            var nearest = NearestWord.Find(key.Value, _known);
            var where = _path.Length == 0 ? "at the top level" : $"in `{_path}`";
            Report(
                BindingDiagnostics.UnknownKey,
                key.Span,
                $"unknown key `{Shorten(key.Value)}` {where}",
                PathOf(key.Value),
                nearest is null ? "known keys: " + string.Join(", ", _known.Order(StringComparer.Ordinal)) : $"did you mean `{nearest}`?"
            );
        }
    }

    private string PathOf(string name) => _path.Length == 0 ? name : _path + "." + name;

    /// <summary>Notes the key; in binding, returns its value unless it is absent or null.</summary>
    private YamlNode? Take(string name, Func<KeyInfo> describe)
    {
        if (IsRecording)
        {
            _recorded!.Add(describe());
            return null;
        }

        _known.Add(name);
        if (_mapping is null)
        {
            return null;
        }

        foreach (var entry in _mapping.Entries)
        {
            if (entry.Key.Value == name)
            {
                if (entry.Value is YamlScalar { IsNull: true })
                {
                    return null; // `key:` with nothing after it is the key left out
                }

                _context!.Spans.Add(PathOf(name), entry.Key.Span, entry.Value.Span);
                return entry.Value;
            }
        }

        return null;
    }

    private void Report(Diagnostics.DiagnosticDescriptor descriptor, SourceSpan span, string message, string key, string help) =>
        _context!.Diagnostics.Report(descriptor, span, message, key, help);

    private void ReportType(YamlNode node, string name, string expected, string help = "") =>
        Report(
            BindingDiagnostics.WrongType,
            node.Span,
            $"`{PathOf(name)}` takes {expected}, not {Describe(node)}",
            PathOf(name),
            help.Length > 0 ? help : "write " + expected
        );

    private static string Describe(YamlNode node) =>
        node switch
        {
            YamlMapping => "a mapping",
            YamlSequence => "a list",
            YamlScalar { IsPlain: false } s => $"the text \"{Shorten(s.Value)}\"",
            YamlScalar s when CoreSchema.IsNumber(s.Value) => $"the number {Shorten(s.Value)}",
            YamlScalar s when CoreSchema.IsBoolean(s.Value) => $"the boolean {s.Value}",
            YamlScalar s => $"`{Shorten(s.Value)}`",
            _ => "this",
        };

    /// <summary>Long offending values are cut, so that a diagnostic stays readable.</summary>
    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 80 ? line : line[..77] + "...";
    }
}
