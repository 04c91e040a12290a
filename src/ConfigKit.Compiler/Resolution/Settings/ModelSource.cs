using ConfigKit.Binding;
using ConfigKit.Model;
using ConfigKit.Text;

namespace ConfigKit.Resolution.Settings;

/// <summary>Where the checkpoint comes from and how it is loaded.</summary>
internal sealed record ModelSource
{
    /// <summary>Folder of the model store in a container.</summary>
    public const string Folder = "/models";

    private const int HttpsPort = 443;

    // ModelScope's name of the default branch (modelscope/utils/constant.py).
    private const string ModelScopeBranch = "master";

    /// <summary>Folder in the container that holds the weights; null: the engine fetches them by the model's name.</summary>
    public string? Path { get; init; }

    /// <summary>Where it is fetched by name: a hub's name, or the URL of a mirror of Hugging Face's.</summary>
    public required Setting<string> Hub { get; init; }

    /// <summary>ModelScope has an API and a client of its own.</summary>
    public bool IsModelScope => Hub.Value == ModelSection.ModelScope;

    /// <summary>Address of a mirror, as HF_ENDPOINT takes it; null: the hub's own.</summary>
    public string? HubEndpoint => Hub.Value is ModelSection.HuggingFace or ModelSection.ModelScope ? null : Hub.Value.TrimEnd('/');

    public int HubPort => HubEndpoint is { } url ? WebAddress.Of(url).Port : HttpsPort;

    /// <summary>Branch, tag or commit on the hub.</summary>
    public required Setting<string> Revision { get; init; }

    /// <summary>The same as far as the file says; empty where it does not.</summary>
    public string StatedRevision => Revision.IsStated ? Revision.Value : "";

    public required Setting<bool> TrustRemoteCode { get; init; }

    /// <summary>Number of parameters that the user believes the model to have, in billions; null unless stated.</summary>
    public double? ClaimedBillion { get; init; }

    /// <summary>Whether the file itself describes the architecture, so that no other checkpoint of the catalogue can stand in.</summary>
    public required bool IsDescribed { get; init; }

    public static ModelSource Resolve(Decisions decided, ModelSection stated, SpanTable spans)
    {
        var hub = decided.Of("model.hub", stated.Hub, ModelSection.HubDefault, "Hugging Face unless stated");
        return new()
        {
            Path = stated.Path,
            Hub = hub,
            Revision = decided.Of(
                "model.revision",
                stated.Revision,
                hub.Value == ModelSection.ModelScope ? ModelScopeBranch : ModelSection.RevisionDefault.Value,
                "the hub's default branch"
            ),
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
}
