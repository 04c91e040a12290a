using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ConfigKit.Engines.Arguments;

/// <summary>
/// What each key is called by one engine, in the order of its command: the command is written from this table, the
/// rules ask it, and arguments are read back by it.
/// </summary>
internal sealed class SettingTable
{
    /// <summary>Keys that no engine is told: they choose the engine, describe the model to us, or are arguments themselves.</summary>
    public static ImmutableSortedSet<string> NotForEngines { get; } =
    ["model.config", "model.parameters_billion", "serving.engine", "serving.engine_version", "serving.env", "serving.extra_args"];

    public required ImmutableArray<EngineSetting> Settings { get; init; }

    /// <summary>What only a node without containers adds, after the user's own arguments.</summary>
    public required ImmutableArray<EngineSetting> OnNode { get; init; }

    /// <summary>Whether long flags may be cut short while they stay unique, as argparse does.</summary>
    public required bool TakesPrefixes { get; init; }

    private IEnumerable<EngineSetting> All => Settings.Concat(OnNode);

    /// <summary>All that holds for the release.</summary>
    public IEnumerable<EngineSetting> For(EngineRelease release) => All.Where(s => s.Holds(release));

    /// <summary>Whether the release has a setting for the key.</summary>
    public bool Takes(string key, EngineRelease release) => All.Any(s => s.Key == key && s.Notation is not Absent && s.Holds(release));

    /// <summary>Whether the release does what the setting asks.</summary>
    public bool Reaches(string key, string value, EngineLaunch launch) =>
        All.Any(s => s.Key == key && s.IsWritten(launch.Release) && s.Notation.Reaches(value, launch));

    /// <summary>The arguments of the command.</summary>
    public ImmutableArray<string> Write(EngineLaunch launch) => Write(Settings, launch);

    /// <summary>The arguments that a node without containers adds.</summary>
    public ImmutableArray<string> WriteOnNode(EngineLaunch launch) => Write(OnNode, launch);

    /// <summary>The arguments by which the start of several nodes sets a key.</summary>
    public ImmutableArray<string> WriteAtStart(string key, string value) =>
        [.. Settings.Where(s => s.Key == key).Select(s => s.Notation).OfType<StartFlag>().SelectMany(n => (string[])[n.Flag, value])];

    /// <summary>The environment variables, each with the key that it is set for.</summary>
    public IEnumerable<(string Name, string Value, string Key)> Variables(EngineLaunch launch)
    {
        foreach (var setting in Settings.Where(s => s.IsWritten(launch.Release)))
        {
            if (
                setting.Notation is Variable variable
                && setting.ValueIn(launch) is { } stated
                && variable.Value(stated, launch) is { } value
            )
            {
                yield return (variable.Name, value, setting.Key);
            }
        }
    }

    private static ImmutableArray<string> Write(ImmutableArray<EngineSetting> settings, EngineLaunch launch)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        var flag = "";
        foreach (var setting in settings.Where(s => s.IsWritten(launch.Release)))
        {
            if (setting.Notation is JsonMember member)
            {
                if (member.Flag != flag && Json(settings, member.Flag, launch) is { } json)
                {
                    arguments.AddRange(member.Flag, json);
                }

                flag = member.Flag;
            }
            else if (setting.ValueIn(launch) is { } value)
            {
                arguments.AddRange(setting.Notation.Write(value, launch));
            }
        }

        return arguments.ToImmutable();
    }

    /// <summary>The members of one flag; null when there are none.</summary>
    private static string? Json(ImmutableArray<EngineSetting> settings, string flag, EngineLaunch launch)
    {
        using var stream = new MemoryStream();
        var isEmpty = true;
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var setting in settings)
            {
                if (setting.Notation is JsonMember member && member.Flag == flag && member.ValueIn(setting, launch) is { } value)
                {
                    isEmpty = false;
                    json.WritePropertyName(member.Member);
                    if (member.IsNumber)
                    {
                        json.WriteRawValue(value);
                    }
                    else
                    {
                        json.WriteStringValue(value);
                    }
                }
            }

            json.WriteEndObject();
        }

        return isEmpty ? null : Encoding.UTF8.GetString(stream.ToArray());
    }
}
