using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Model;
using ConfigKit.Syntax;
using ConfigKit.Text;

namespace ConfigKit.Typing;

/// <summary>Types the user's own values: from the values, and from the hints where a value alone does not tell.</summary>
internal sealed class RuntimeInference
{
    private readonly IReadOnlyDictionary<string, string> _hints;
    private readonly DiagnosticBag _diagnostics;
    private readonly SpanTable _spans;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private RuntimeInference(IReadOnlyDictionary<string, string> hints, SpanTable spans, DiagnosticBag diagnostics) =>
        (_hints, _spans, _diagnostics) = (hints, spans, diagnostics);

    /// <summary>The record of <c>runtime</c>; empty without the section.</summary>
    public static TypedType Infer(DeepSeekConfig config, SpanTable spans, DiagnosticBag diagnostics)
    {
        var inference = new RuntimeInference(config.RuntimeTypes, spans, diagnostics);
        var type = inference.Record(config.Runtime ?? new YamlMapping(default, []), "");
        foreach (var path in config.RuntimeTypes.Keys.Where(p => !inference._used.Contains(p)))
        {
            inference.Report(
                RuntimeDiagnostics.UnknownType,
                spans.Find("runtime_types." + path),
                $"`runtime_types` lists `{path}`, which is not in `runtime`",
                "runtime_types." + path,
                "add the value to `runtime`, or end the type with `?` if it may be absent"
            );
        }

        return type;
    }

    private TypedType Record(YamlMapping mapping, string path)
    {
        var members = ImmutableArray.CreateBuilder<TypedMember>();
        foreach (var entry in mapping.Entries)
        {
            var (type, isOptional) = TypeOf(entry.Value, path + entry.Key.Value);
            members.Add(
                new TypedMember(entry.Key.Value, Identifier.Of(entry.Key.Value) ?? "", type, "", isOptional) { Span = entry.Key.Span }
            );
        }

        // What a hint alone tells of: values that an overlay or the environment may add.
        foreach (
            var (hinted, text) in _hints.Where(h =>
                h.Key.StartsWith(path, StringComparison.Ordinal) && !h.Key.AsSpan(path.Length).ContainsAny('.', '[')
            )
        )
        {
            var name = hinted[path.Length..];
            if (!members.Any(m => m.Key == name) && RuntimeHint.Parse(text) is { IsOptional: true } hint)
            {
                _used.Add(hinted);
                members.Add(
                    new TypedMember(name, Identifier.Of(name) ?? "", hint.Type, "", IsOptional: true)
                    {
                        Span = _spans.Find("runtime_types." + hinted),
                    }
                );
            }
        }

        return new TypedType(TypedKind.Record) { Members = Named(members, path) };
    }

    /// <summary>Each member a name of its own; those without one are reported and left out.</summary>
    private ImmutableArray<TypedMember> Named(IEnumerable<TypedMember> members, string path)
    {
        var named = ImmutableArray.CreateBuilder<TypedMember>();
        foreach (var member in members)
        {
            var key = "runtime." + path + member.Key;
            if (member.Identifier.Length == 0)
            {
                Report(
                    RuntimeDiagnostics.UnusableName,
                    member.Span,
                    $"`{member.Key}` has no letter or digit, so it can't name a member",
                    key,
                    "use a name with letters"
                );
            }
            else if (named.FirstOrDefault(m => m.Identifier == member.Identifier) is { } other)
            {
                Report(
                    RuntimeDiagnostics.UnusableName,
                    member.Span,
                    $"`{member.Key}` and `{other.Key}` would both become the member `{member.Identifier}`",
                    key,
                    "rename one of the two"
                );
            }
            else
            {
                named.Add(member);
            }
        }

        return named.ToImmutable();
    }

    private (TypedType Type, bool IsOptional) TypeOf(YamlNode value, string path)
    {
        if (!_hints.TryGetValue(path, out var text))
        {
            return (Inferred(value, path), value is YamlScalar { IsNull: true });
        }

        _used.Add(path);
        var hintKey = "runtime_types." + path;
        if (RuntimeHint.Parse(text) is not { } hint)
        {
            Report(
                RuntimeDiagnostics.UnknownType,
                _spans.Find(hintKey),
                $"`{text}` is not a type",
                hintKey,
                "use string, integer, long, number, boolean, duration, size, rate, uri, secret, enum(a, b) or list(type)"
            );
            return (new TypedType(TypedKind.Text), false);
        }

        if (value is not YamlScalar { IsNull: true } && Fault(value, hint.Type) is { } fault)
        {
            Report(
                RuntimeDiagnostics.TypeMismatch,
                value.Span,
                $"`runtime.{path}` is declared as {text}, but {fault}",
                "runtime." + path,
                $"write a value of type {text}, or change `runtime_types`"
            );
        }

        return (hint.Type, hint.IsOptional || value is YamlScalar { IsNull: true });
    }

    private TypedType Inferred(YamlNode value, string path) =>
        value switch
        {
            YamlMapping mapping => Record(mapping, path + "."),
            YamlSequence sequence => List(sequence, path + "[]"),
            YamlScalar { IsPlain: true } s when CoreSchema.TryParseInteger(s.Value, out var whole) => whole
                is >= int.MinValue
                    and <= int.MaxValue
                ? TypedType.Integer
                : TypedType.Long,
            YamlScalar { IsPlain: true } s when CoreSchema.TryParseNumber(s.Value, out var n) && double.IsFinite(n) => new TypedType(
                TypedKind.Number
            ),
            YamlScalar { IsPlain: true } s when CoreSchema.IsBoolean(s.Value) => new TypedType(TypedKind.Boolean),
            YamlScalar s when IsSecret(s.Value) => new TypedType(TypedKind.Secret),
            _ => new TypedType(TypedKind.Text),
        };

    private TypedType List(YamlSequence sequence, string path)
    {
        TypedType? item = null;
        foreach (var node in sequence.Items)
        {
            var (type, _) = TypeOf(node, path);
            var union = item is null ? type : TypedUnion.Of(item, type);
            if (union is null)
            {
                Report(
                    RuntimeDiagnostics.MixedTypes,
                    node.Span,
                    $"`runtime.{path[..^2]}` mixes {TypedUnion.Words(item!)} and {TypedUnion.Words(type)}",
                    "runtime." + path[..^2],
                    "use one type for all items"
                );
                break;
            }

            item = union;
        }

        if (item is null && _hints.TryGetValue(path, out var text) && RuntimeHint.Parse(text) is { } hint)
        {
            _used.Add(path);
            item = hint.Type;
        }

        return new TypedType(TypedKind.List) { Item = item ?? new TypedType(TypedKind.Text) };
    }

    /// <summary>Why a value is not of a type; null when it is.</summary>
    private static string? Fault(YamlNode value, TypedType type)
    {
        if (type.Kind == TypedKind.List)
        {
            return value is YamlSequence sequence
                ? sequence.Items.Select(i => Fault(i, type.Item!)).FirstOrDefault(f => f is not null)
                : "is not a list";
        }

        if (value is not YamlScalar scalar)
        {
            return value is YamlMapping ? "is a mapping" : "is a list";
        }

        var isOne = type.Kind switch
        {
            TypedKind.Integer => scalar.IsPlain
                && CoreSchema.TryParseInteger(scalar.Value, out var whole)
                && whole >= type.Minimum
                && whole <= type.Maximum,
            TypedKind.Number => scalar.IsPlain && CoreSchema.TryParseNumber(scalar.Value, out var n) && double.IsFinite(n),
            TypedKind.Boolean => scalar.IsPlain && CoreSchema.IsBoolean(scalar.Value),
            TypedKind.Duration => Quantity.TryParseDuration(scalar.Value, out _),
            TypedKind.Bytes => type.Name == "size"
                ? Quantity.TryParseSize(scalar.Value, out _)
                : Quantity.TryParseRate(scalar.Value, out _),
            TypedKind.Uri => Uri.TryCreate(scalar.Value, UriKind.Absolute, out var uri) && uri.Scheme.Length > 1,
            TypedKind.Secret => IsSecret(scalar.Value),
            TypedKind.Enum => type.Words.Any(w => w.Word == scalar.Value),
            _ => true,
        };
        return isOne ? null : $"is `{scalar.Value}`";
    }

    private static bool IsSecret(string text) =>
        Regex.IsMatch(text, SectionReader.SecretPattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private void Report(DiagnosticDescriptor descriptor, SourceSpan span, string message, string key, string help) =>
        _diagnostics.Report(descriptor, span, message, key, help);
}
