using System.Globalization;
using ConfigKit.Model;

namespace ConfigKit.Engines.Arguments;

/// <summary>Notations of the model's own settings that engines share.</summary>
internal static class ModelWords
{
    /// <summary>What `model.precision` asks beyond what the checkpoint says.</summary>
    public static WordFlags Precisions { get; } =
        new(("fp8", "--quantization", "fp8"), ("bf16", "--dtype", "bfloat16"), ("fp16", "--dtype", "float16"));

    /// <summary>A model argument that is an id; null for a folder.</summary>
    public static string? Name(string argument) => argument.StartsWith('/') ? null : argument;

    /// <summary>A model argument that is a folder; null for an id.</summary>
    public static string? Folder(string argument) => argument.StartsWith('/') ? argument : null;

    /// <summary>A variable that has the engine fetch from ModelScope; a mirror of Hugging Face is a matter of its client.</summary>
    public static Variable ModelScope(string variable, string yes) =>
        new(variable, (hub, _) => hub == ModelSection.ModelScope ? yes : null);

    /// <summary>The parser of reasoning that goes with the model; not written where it has none.</summary>
    public static ValueFlag Reasoning(string flag) =>
        new(flag)
        {
            Value = (_, l) => l.Parsers.Reasoning,
            Kind = "reasoning_parsers",
            Back = _ => "true",
        };

    /// <summary>The parser of tool calls that goes with the model; not written where it has none.</summary>
    public static ValueFlag Tools(string flag) =>
        new(flag)
        {
            Value = (_, l) => l.Parsers.ToolCall,
            Kind = "tool_call_parsers",
            Back = _ => "true",
        };
}

/// <summary>Notations of durations, which settings hold in whole seconds: `600s`.</summary>
internal static class Durations
{
    public static string Text(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(span.TotalSeconds)}s");

    public static ValueFlag Seconds(string flag) => new(flag) { Value = (value, _) => value.TrimEnd('s'), Back = value => value + "s" };
}

/// <summary>Arguments that go with others and have no key.</summary>
internal static class Companion
{
    /// <summary>Always the same.</summary>
    public static EngineSetting Constant(string flag, string value) => new("", new WordFlags(("", flag, value)));

    /// <summary>Follows from model or layout; null: not written. Read back it belongs to no key.</summary>
    public static EngineSetting Derived(string flag, Func<EngineLaunch, string?> value) =>
        new("", new ValueFlag(flag) { Value = (_, launch) => value(launch), Back = _ => null });
}
