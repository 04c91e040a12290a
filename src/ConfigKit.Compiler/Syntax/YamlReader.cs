using System.Collections.Immutable;
using ConfigKit.Diagnostics;
using ConfigKit.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ConfigKit.Syntax;

/// <summary>Reads a source file into nodes: the only place that knows YamlDotNet.</summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 100_000;

    private readonly DiagnosticBag _diagnostics;
    private readonly IParser _parser;
    private readonly int _length;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<YamlNode, int> _sizes = new(ReferenceEqualityComparer.Instance);

    private YamlReader(string text, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _length = text.Length;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The root node, or null when there is none to bind; why is in the bag.</summary>
    public static YamlNode? Read(SourceFile file, DiagnosticBag diagnostics)
    {
        var replaced = file.Text.IndexOf('\uFFFD', StringComparison.Ordinal);
        if (replaced >= 0)
        {
            diagnostics.Report(
                SyntaxDiagnostics.NotUtf8,
                new SourceSpan(replaced, replaced + 1),
                "the file is not UTF-8 here",
                help: "save the file as UTF-8"
            );
            return null;
        }

        if (!TabIndentation.TryFind(file.Text, out var tabs))
        {
            return new YamlReader(file.Text, diagnostics).ReadDocument();
        }

        var attempt = new DiagnosticBag(file);
        var root = new YamlReader(file.Text, attempt).ReadDocument();
        if (!attempt.HasErrors)
        {
            return root; // the tabs are where YAML allows them: in a block scalar or a flow collection
        }

        foreach (var tab in tabs)
        {
            diagnostics.Report(SyntaxDiagnostics.TabIndentation, tab, "the line is indented with a tab", help: "indent with spaces");
        }

        return null;
    }

    private YamlNode? ReadDocument()
    {
        try
        {
            _parser.Consume<StreamStart>();
            if (!_parser.TryConsume<DocumentStart>(out _))
            {
                return new YamlMapping(new SourceSpan(0, 0), []);
            }

            var root = ReadNode(depth: 0);
            _parser.Consume<DocumentEnd>();
            if (_parser.TryConsume<DocumentStart>(out var second))
            {
                _diagnostics.Report(
                    SyntaxDiagnostics.SeveralDocuments,
                    SpanOf(second),
                    "a second document starts here",
                    help: "keep one document per file"
                );
            }

            return root;
        }
        catch (YamlException e)
        {
            ReportMalformed(e.Start.Index, Sentence(e.InnerException?.Message ?? e.Message));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet's scanner gives up in these ways on some malformed text.
            ReportMalformed(_parser.Current?.End.Index ?? 0, "the text after this is not YAML");
            return null;
        }
        catch (TooComplexException e)
        {
            _diagnostics.Report(SyntaxDiagnostics.TooComplex, e.Span, e.Message, help: "flatten the document");
            return null;
        }
    }

    private void ReportMalformed(long index, string message)
    {
        var start = (int)Math.Min(index, _length);
        _diagnostics.Report(
            SyntaxDiagnostics.Malformed,
            new SourceSpan(start, Math.Min(start + 1, _length)),
            message,
            help: "fix this first; other errors are reported once the file parses"
        );
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new TooComplexException($"the document nests deeper than {MaxDepth} levels", SpanOf(_parser.Current!));
        }

        YamlNode node;
        AnchorName anchor;
        switch (_parser.Current)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                return Follow(alias);
            case Scalar scalar:
                _parser.MoveNext();
                anchor = scalar.Anchor;
                node = new YamlScalar(SpanOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty);
                break;
            case SequenceStart sequence:
                _parser.MoveNext();
                anchor = sequence.Anchor;
                node = ReadSequence(sequence, depth);
                break;
            case MappingStart mapping:
                _parser.MoveNext();
                anchor = mapping.Anchor;
                node = ReadMapping(mapping, depth);
                break;
            default:
                throw new YamlException("a value was expected");
        }

        Measure(node);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = node;
        }

        return node;
    }

    private YamlNode Follow(AnchorAlias alias)
    {
        var span = SpanOf(alias);
        if (_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            return node;
        }

        _diagnostics.Report(
            SyntaxDiagnostics.UnknownAlias,
            span,
            $"`*{alias.Value.Value}` refers to an anchor that isn't defined before it",
            help: $"define `&{alias.Value.Value}` first"
        );
        return new YamlScalar(span, "", IsPlain: true);
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        var end = _parser.Consume<SequenceEnd>();
        return new YamlSequence(new SourceSpan((int)start.Start.Index, (int)end.End.Index), items.ToImmutable());
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        var written = new List<YamlEntry>();
        var first = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        var merged = new List<YamlEntry>();
        while (_parser.Current is not MappingEnd)
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not YamlScalar scalar)
            {
                _diagnostics.Report(
                    SyntaxDiagnostics.UnsupportedKey,
                    key.Span,
                    "a key must be a plain word, not a sequence or mapping",
                    help: "write a plain word"
                );
            }
            else if (scalar is { IsPlain: true, Value: "<<" })
            {
                Merge(value, merged);
            }
            else if (!first.TryAdd(scalar.Value, scalar))
            {
                ReportDuplicate(scalar, first[scalar.Value]);
            }
            else
            {
                written.Add(new YamlEntry(scalar, value));
            }
        }

        var end = _parser.Consume<MappingEnd>();

        // Written entries win over merged ones, and of merged ones the first (YAML merge key specification).
        var names = written.Select(e => e.Key.Value).ToHashSet(StringComparer.Ordinal);
        written.AddRange(merged.Where(e => names.Add(e.Key.Value)));
        return new YamlMapping(new SourceSpan((int)start.Start.Index, (int)end.End.Index), [.. written]);
    }

    private void ReportDuplicate(YamlScalar key, YamlScalar first) =>
        _diagnostics.Report(
            SyntaxDiagnostics.DuplicateKey,
            key.Span,
            $"duplicate key `{key.Value}`, first defined on line {_diagnostics.File.PositionAt(first.Span.Start).Line}",
            help: "remove one of the two"
        );

    private void Merge(YamlNode value, List<YamlEntry> merged)
    {
        switch (value)
        {
            case YamlMapping mapping:
                merged.AddRange(mapping.Entries);
                break;
            case YamlSequence sequence when sequence.Items.All(i => i is YamlMapping):
                merged.AddRange(sequence.Items.SelectMany(i => ((YamlMapping)i).Entries));
                break;
            default:
                _diagnostics.Report(
                    SyntaxDiagnostics.InvalidMerge,
                    value.Span,
                    "`<<` takes a mapping or a sequence of mappings",
                    help: "merge an anchored mapping: `<<: *name`"
                );
                break;
        }
    }

    /// <summary>Counts nodes as aliases expand them, so that a few lines of nested aliases can't ask for gigabytes.</summary>
    private void Measure(YamlNode node)
    {
        var size = node switch
        {
            YamlSequence s => 1 + s.Items.Sum(SizeOf),
            YamlMapping m => 1 + m.Entries.Sum(e => 1 + SizeOf(e.Value)),
            _ => 1,
        };
        if (size > MaxNodes)
        {
            throw new TooComplexException($"the document expands to more than {MaxNodes} nodes", node.Span);
        }

        _sizes[node] = size;
    }

    private int SizeOf(YamlNode node) => _sizes.GetValueOrDefault(node, 1);

    private static SourceSpan SpanOf(ParsingEvent e) => new((int)e.Start.Index, (int)e.End.Index);

    private static string Sentence(string message)
    {
        var text = message.Trim().TrimEnd('.');
        return text.Length == 0 ? "the text is not YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>Unwinds the recursion; caught in this file and turned into a diagnostic.</summary>
    private sealed class TooComplexException(string message, SourceSpan span) : Exception(message)
    {
        public SourceSpan Span { get; } = span;
    }
}
