using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The Helm chart.</summary>
internal sealed record HelmSettings
{
    public required Setting<string> ChartVersion { get; init; }

    /// <param name="decided">Keeps what is decided.</param>
    /// <param name="stated">Null without the section.</param>
    public static HelmSettings Resolve(Decisions decided, HelmSection? stated) =>
        new()
        {
            ChartVersion = decided.Of(
                "helm.chart_version",
                stated?.ChartVersion,
                HelmSection.ChartVersionDefault,
                "a first version unless stated"
            ),
        };
}
