using ConfigKit.Binding;

namespace ConfigKit.Model;

/// <summary>The Helm chart.</summary>
internal sealed record HelmSection
{
    public string? ChartVersion { get; init; }

    public static Default<string> ChartVersionDefault { get; } = new("0.1.0");

    public static HelmSection Bind(SectionReader s) =>
        new()
        {
            ChartVersion = s.Text(
                "chart_version",
                "Version of the chart.",
                @default: ChartVersionDefault,
                example: "0.1.0",
                pattern: "^(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})(-[a-z]{1,20}(\\.[1-9][0-9]{0,8})?)?$",
                meaning: "a semantic version such as 1.2.0 or 1.2.0-rc.1"
            ),
        };
}
