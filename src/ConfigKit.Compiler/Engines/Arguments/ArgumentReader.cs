using System.Collections.Immutable;
using System.Text.Json;

namespace ConfigKit.Engines.Arguments;

/// <summary>What arguments state.</summary>
/// <param name="Settings">Keys and their values as the file has them.</param>
/// <param name="Rest">Arguments that no key stands for, in their order.</param>
internal sealed record ReadArguments(ImmutableSortedDictionary<string, string> Settings, ImmutableArray<string> Rest);

/// <summary>Reads an engine's arguments back into keys, as its own parser would take them.</summary>
internal sealed class ArgumentReader
{
    private readonly ImmutableArray<EngineSetting> _settings;
    private readonly ImmutableArray<EngineSetting> _onNode;
    private readonly ILookup<string, (EngineSetting Setting, Form Form)> _forms;
    private readonly ImmutableArray<string> _names;

    public ArgumentReader(EngineRelease release)
    {
        var table = release.Engine.Settings;
        _settings = [.. table.For(release)];
        _onNode = table.OnNode;
        _forms = _settings.SelectMany(s => s.Notation.Forms.Select(f => (s, f))).ToLookup(f => EngineFlags.Normalize(f.f.Flag));
        var members = _settings.Select(s => s.Notation).OfType<JsonMember>().Select(m => m.Flag);
        var known = release.Engine.Lists.Flags?.Names(release.Version) ?? [];
        _names = table.TakesPrefixes
            ?
            [
                .. _forms
                    .Select(f => f.Key)
                    .Concat(members)
                    .Concat(known)
                    .Where(n => n.StartsWith("--", StringComparison.Ordinal))
                    .Distinct(),
            ]
            : [];
    }

    /// <summary>The setting that a flag states, whatever its value; null where there is none that every start writes.</summary>
    public EngineSetting? Find(string argument)
    {
        var name = Whole(EngineFlags.NameOf(argument)).Split('.')[0];
        return _forms[name].Select(f => f.Setting).Concat(Members(name)).FirstOrDefault(s => s.Key.Length > 0 && !_onNode.Contains(s));
    }

    public ReadArguments Read(IReadOnlyList<string> arguments)
    {
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var rest = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < arguments.Count; )
        {
            var taken = EngineFlags.IsFlag(arguments[i]) ? Flag(arguments, i, settings) : Bare(arguments[i], settings);
            if (taken == 0)
            {
                rest.Add(arguments[i]);
                taken = 1;
                for (
                    ;
                    EngineFlags.IsFlag(arguments[i]) && i + taken < arguments.Count && !EngineFlags.IsFlag(arguments[i + taken]);
                    taken++
                )
                {
                    rest.Add(arguments[i + taken]);
                }
            }

            i += taken;
        }

        // `model` names the draft of EAGLE alone, and some engines call a layer of the checkpoint so too.
        if (settings.ContainsKey("serving.speculative.model"))
        {
            settings["serving.speculative.method"] = "eagle";
        }

        return new(settings.ToImmutable(), rest.ToImmutable());
    }

    /// <summary>The number of arguments taken; 0 where no key stands for the flag.</summary>
    private int Flag(IReadOnlyList<string> arguments, int at, ImmutableSortedDictionary<string, string>.Builder settings)
    {
        var (name, inline) = Split(arguments[at]);
        if (Members(name).ToList() is { Count: > 0 } members && (inline ?? arguments.ElementAtOrDefault(at + 1)) is { } json)
        {
            return Json(json, members, settings) ? (inline is null ? 2 : 1) : 0;
        }

        if (Dotted(name) is { } dotted && (inline ?? arguments.ElementAtOrDefault(at + 1)) is { } part)
        {
            settings[dotted.Setting.Key] = dotted.Member.Read(part);
            return inline is null ? 2 : 1;
        }

        // One flag may state two keys: the groups of attention are ranks of data too.
        var used = 0;
        foreach (var (setting, form) in _forms[name])
        {
            var (operand, taken) = OperandOf(form.Operand, arguments, at, inline);
            if (operand is not null && form.Read(operand) is { } value)
            {
                if (setting.Key.Length > 0)
                {
                    settings[setting.Key] = value;
                }

                used = Math.Max(used, taken);
            }
        }

        return used;
    }

    /// <summary>The text that belongs to a flag and the number of arguments that both take; null where it is missing.</summary>
    private static (string? Text, int Taken) OperandOf(Operand operand, IReadOnlyList<string> arguments, int at, string? inline)
    {
        var values = arguments.Skip(at + 1).TakeWhile(a => !EngineFlags.IsFlag(a)).ToList();
        return operand switch
        {
            Operand.None => (inline is null ? "" : null, 1),
            Operand.One => inline is null ? (arguments.ElementAtOrDefault(at + 1), 2) : (inline, 1),
            Operand.Many when inline is not null => (inline, 1),
            Operand.Many => (values.Count > 0 ? string.Join(' ', values) : null, 1 + values.Count),
        };
    }

    /// <summary>The model, where it needs no flag; only the first such argument.</summary>
    private int Bare(string argument, ImmutableSortedDictionary<string, string>.Builder settings)
    {
        if (settings.ContainsKey("model.path") || settings.ContainsKey("model.name"))
        {
            return 0;
        }

        foreach (var setting in _settings)
        {
            if (setting.Notation is Positional positional && positional.Back(argument) is { } value)
            {
                settings[setting.Key] = value;
                return 1;
            }
        }

        return 0;
    }

    private IEnumerable<EngineSetting> Members(string name) => _settings.Where(s => s.Notation is JsonMember m && m.Flag == name);

    /// <summary>A member that is named after a dot: `--speculative-config.method`.</summary>
    private (EngineSetting Setting, JsonMember Member)? Dotted(string name)
    {
        foreach (var setting in _settings.Where(s => s.Key.Length > 0))
        {
            if (setting.Notation is JsonMember member && name == EngineFlags.Normalize($"{member.Flag}.{member.Member}"))
            {
                return (setting, member);
            }
        }

        return null;
    }

    private static bool Json(string text, List<EngineSetting> members, ImmutableSortedDictionary<string, string>.Builder settings)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (var setting in members.Where(m => m.Key.Length > 0))
            {
                if (setting.Notation is JsonMember member && document.RootElement.TryGetProperty(member.Member, out var value))
                {
                    var isBoolean = value.ValueKind is JsonValueKind.True or JsonValueKind.False;
                    settings[setting.Key] = member.Read(isBoolean ? value.GetRawText() : value.ToString());
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private (string Name, string? Inline) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (Whole(argument), null) : (Whole(argument[..equals]), argument[(equals + 1)..]);
    }

    /// <summary>The whole name of a flag that is cut short, where only one begins so.</summary>
    private string Whole(string name)
    {
        var normal = EngineFlags.Normalize(name);
        if (_names.Contains(normal) || !normal.StartsWith("--", StringComparison.Ordinal))
        {
            return normal;
        }

        var whole = _names.Where(n => n.StartsWith(normal, StringComparison.Ordinal)).Take(2).ToList();
        return whole.Count == 1 ? whole[0] : normal;
    }
}
