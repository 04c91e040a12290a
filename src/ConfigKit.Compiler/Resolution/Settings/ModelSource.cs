using ConfigKit.Binding;
using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>Where the checkpoint comes from and how it is loaded.</summary>
internal sealed record ModelSource
{
    /// <summary>Folder of the model store in a container.</summary>
    public const string Folder = "/models";

    /// <summary>Folder in the container that holds the weights; null: the engine fetches them by the model's name.</summary>
    public string? Path { get; init; }

    /// <summary>Branch, tag or commit on the hub.</summary>
    public required Setting<string> Revision { get; init; }

    /// <summary>The same as far as the file says; empty where it does not.</summary>
    public string StatedRevision => Revision.IsStated ? Revision.Value : "";

    public required Setting<bool> TrustRemoteCode { get; init; }

    /// <summary>Number of parameters that the user believes the model to have, in billions; null unless stated.</summary>
    public double? ClaimedBillion { get; init; }

    /// <summary>Whether the file itself describes the architecture, so that no other checkpoint of the catalogue can stand in.</summary>
    public required bool IsDescribed { get; init; }

    public static ModelSource Resolve(Decisions decided, ModelSection stated, SpanTable spans) =>
        new()
        {
            Path = stated.Path,
            Revision = decided.Of("model.revision", stated.Revision, ModelSection.RevisionDefault, "the hub's default branch"),
            TrustRemoteCode = decided.Of(
                "model.trust_remote_code",
                stated.TrustRemoteCode,
                ModelSection.TrustRemoteCodeDefault,
                "off by default"
            ),
            ClaimedBillion = stated.ParametersBillion,
            IsDescribed = spans.Has("model.config") || spans.Has("model.architecture"),
        };
}
