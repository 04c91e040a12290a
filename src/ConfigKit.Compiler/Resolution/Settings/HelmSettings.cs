using ConfigKit.Model;

namespace ConfigKit.Resolution.Settings;

/// <summary>The Helm chart.</summary>
internal sealed record HelmSettings
{
    public required Setting<string> ChartVersion { get; init; }

    /// <param name="stated">Null without the section.</param>
    public static HelmSettings Resolve(HelmSection? stated) =>
        new() { ChartVersion = Setting.Of(stated?.ChartVersion, HelmSection.ChartVersionDefault, "a first version unless stated") };
}
