using System.Collections.Immutable;

namespace ConfigKit.Engines.Arguments;

/// <summary>What follows a flag.</summary>
internal enum Operand
{
    None,
    One,
    Many,
}

/// <summary>One way in which an argument states a key.</summary>
/// <param name="Flag">The flag with its hyphens.</param>
/// <param name="Read">The key's value as the file has it; null where the operand means something else.</param>
internal sealed record Form(string Flag, Operand Operand, Func<string, string?> Read);

/// <summary>How an engine takes a setting.</summary>
internal abstract record Notation
{
    /// <summary>How arguments may state it, the one that is written first; empty where arguments do not.</summary>
    public virtual ImmutableArray<Form> Forms => [];

    /// <summary>The arguments for a value; none where something else carries it.</summary>
    public virtual IEnumerable<string> Write(string value, EngineLaunch launch) => [];

    /// <summary>Whether the engine does what the value asks.</summary>
    public virtual bool Reaches(string value, EngineLaunch launch) => true;
}

/// <summary>`--flag value`.</summary>
/// <param name="Flags">The flag that is written, then its other names.</param>
internal sealed record ValueFlag(params ImmutableArray<string> Flags) : Notation
{
    /// <summary>Words of the file that the engine spells otherwise.</summary>
    public ImmutableArray<(string File, string Engine)> Words { get; init; } = [];

    /// <summary>The value where it is not the setting's own; null: nothing is written.</summary>
    public Func<string, EngineLaunch, string?> Value { get; init; } = (value, _) => value;

    /// <summary>The setting's value, from what <see cref="Value"/> makes of it; null where it is another setting's.</summary>
    public Func<string, string?> Back { get; init; } = value => value;

    public override ImmutableArray<Form> Forms => [.. Flags.Select(f => new Form(f, Operand.One, Read))];

    public override IEnumerable<string> Write(string value, EngineLaunch launch) =>
        Value(value, launch) is { Length: > 0 } text ? [Flags[0], Spelled(text)] : [];

    private string Spelled(string value) => Words.FirstOrDefault(w => w.File == value) is { Engine: { } word } ? word : value;

    private string? Read(string value) => Back(Words.FirstOrDefault(w => w.Engine == value) is { File: { } word } ? word : value);
}

/// <summary>`--flag value value …`.</summary>
internal sealed record ListFlag(string Flag) : Notation
{
    public override ImmutableArray<Form> Forms =>
        [new(Flag, Operand.Many, value => $"[{value.Replace(" ", ", ", StringComparison.Ordinal)}]")];

    public override IEnumerable<string> Write(string value, EngineLaunch launch) =>
        [Flag, .. value.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries)];
}

/// <summary>A flag without a value for true, for false, or one for each.</summary>
/// <param name="On">Names of the flag for true; empty: true needs none.</param>
/// <param name="Off">Names of the flag for false; empty: false needs none.</param>
internal sealed record Switch(ImmutableArray<string> On, ImmutableArray<string> Off) : Notation
{
    /// <summary>A value that is the engine's own default, so that its flag is only read.</summary>
    public bool? Unwritten { get; init; }

    public override ImmutableArray<Form> Forms =>
        [.. On.Select(f => new Form(f, Operand.None, _ => "true")), .. Off.Select(f => new Form(f, Operand.None, _ => "false"))];

    public override IEnumerable<string> Write(string value, EngineLaunch launch)
    {
        var isOn = value == "true";
        return isOn == Unwritten ? [] : (isOn ? On : Off).Take(1);
    }
}

/// <summary>Arguments that stand for one value of the setting each.</summary>
internal sealed record WordFlags(params ImmutableArray<(string Word, string Flag, string Operand)> Items) : Notation
{
    public override ImmutableArray<Form> Forms =>
        [
            .. Items.Select(i => new Form(
                i.Flag,
                i.Operand.Length == 0 ? Operand.None : Operand.One,
                value => value == i.Operand ? i.Word : null
            )),
        ];

    public override IEnumerable<string> Write(string value, EngineLaunch launch) =>
        Items.Where(i => i.Word == value).SelectMany(i => i.Operand.Length == 0 ? (ImmutableArray<string>)[i.Flag] : [i.Flag, i.Operand]);
}

/// <summary>A member of a JSON object that one flag takes; members of the same flag are written together.</summary>
/// <param name="Value">The member's value where it is not the setting's own; null: the member is left out.</param>
internal sealed record JsonMember(string Flag, string Member, bool IsNumber = false, Func<EngineLaunch, string?>? Value = null) : Notation
{
    /// <summary>Words of the file that the engine spells otherwise.</summary>
    public ImmutableArray<(string File, string Engine)> Words { get; init; } = [];

    /// <summary>As the engine spells a value of the file.</summary>
    public string Spelled(string value) => Words.FirstOrDefault(w => w.File == value) is { Engine: { } word } ? word : value;

    /// <summary>As the file spells the engine's value.</summary>
    public string Read(string value) => Words.FirstOrDefault(w => w.Engine == value) is { File: { } word } ? word : value;
}

/// <summary>The first argument that belongs to no flag, or the value of a flag with this name.</summary>
internal sealed record Positional(params ImmutableArray<string> Flags) : Notation
{
    /// <summary>The setting's value; null where the argument is another setting's.</summary>
    public required Func<string, string?> Back { get; init; }

    public override ImmutableArray<Form> Forms => [.. Flags.Select(f => new Form(f, Operand.One, Back))];

    public override IEnumerable<string> Write(string value, EngineLaunch launch) => [value];
}

/// <summary>An environment variable.</summary>
/// <param name="Value">Null: it is not set.</param>
internal sealed record Variable(string Name, Func<string, EngineLaunch, string?> Value) : Notation;

/// <summary>A secret that the engine takes from its environment; the flags would put it on the command line.</summary>
internal sealed record SecretVariable(params ImmutableArray<string> Flags) : Notation
{
    public override ImmutableArray<Form> Forms => [.. Flags.Select(f => new Form(f, Operand.One, value => value))];
}

/// <summary>A member of the engine's file of options.</summary>
/// <param name="Values">Those that the file takes; empty: all.</param>
internal sealed record FileMember(string Member, params ImmutableArray<string> Values) : Notation
{
    public override bool Reaches(string value, EngineLaunch launch) =>
        !launch.HasOwnOptionsFile && (Values.IsEmpty || Values.Contains(value));
}

/// <summary>A flag that only the start of several nodes writes.</summary>
internal sealed record StartFlag(string Flag) : Notation
{
    public override ImmutableArray<Form> Forms => [new(Flag, Operand.One, value => value)];
}

/// <summary>The engine does so without being told, or something other than the engine's command sees to it.</summary>
internal sealed record NoFlagNeeded : Notation;

/// <summary>The engine has no such setting.</summary>
/// <param name="Harmless">Values that ask for what happens anyway.</param>
internal sealed record Absent(params ImmutableArray<string> Harmless) : Notation
{
    /// <summary>Whether CK7009 has nothing to say: another rule speaks of it, or the key has its effect elsewhere.</summary>
    public bool IsToldElsewhere { get; init; }

    public override bool Reaches(string value, EngineLaunch launch) => IsToldElsewhere || Harmless.Contains(value);
}
