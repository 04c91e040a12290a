using Microsoft.Extensions.Configuration;

namespace ConfigKit.Runtime;

/// <summary>Adds deepseek-config.yaml to a configuration.</summary>
public static class DeepSeekConfigurationExtensions
{
    /// <summary>
    /// Adds the keys of a YAML file, or of the JSON that the target <c>runtime</c> writes, below a section. Add
    /// environment variables after it, so that <c>DeepSeek__Serving__MaxModelLen</c> overrides the file.
    /// </summary>
    /// <param name="builder">The configuration to add to.</param>
    /// <param name="path">The file; a relative path is taken from the builder's base folder.</param>
    /// <param name="optional">Whether the file may be absent.</param>
    /// <param name="reloadOnChange">Whether a changed file is read again.</param>
    /// <param name="section">The section that the keys stand in.</param>
    /// <returns>The builder.</returns>
    public static IConfigurationBuilder AddDeepSeekConfigFile(
        this IConfigurationBuilder builder,
        string path,
        bool optional = false,
        bool reloadOnChange = true,
        string section = "DeepSeek"
    )
    {
        var source = new DeepSeekConfigurationSource
        {
            Path = path,
            Optional = optional,
            ReloadOnChange = reloadOnChange,
            Section = section,
        };
        source.ResolveFileProvider();
        return builder.Add(source);
    }
}

/// <summary>A deepseek-config.yaml as a source of configuration.</summary>
public sealed class DeepSeekConfigurationSource : FileConfigurationSource
{
    /// <summary>The section that the keys stand in.</summary>
    public string Section { get; set; } = "DeepSeek";

    /// <inheritdoc/>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new DeepSeekConfigurationProvider(this);
    }
}

/// <summary>The keys of a deepseek-config.yaml, and where each stands.</summary>
public sealed class DeepSeekConfigurationProvider : FileConfigurationProvider
{
    private Dictionary<string, (string Path, FilePosition Position)> _places = [];

    internal DeepSeekConfigurationProvider(DeepSeekConfigurationSource source)
        : base(source) { }

    /// <summary>The file as it was named.</summary>
    public string File => Source.Path ?? "";

    /// <inheritdoc/>
    public override void Load(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var (values, places) = YamlFileReader.Read(reader, File, ((DeepSeekConfigurationSource)Source).Section);
        (Data, _places) = (values, places);
    }

    /// <summary>Where a key stands in the file; null when the file does not hold it.</summary>
    /// <param name="key">The whole key, section included.</param>
    /// <returns>Line and column of the value.</returns>
    public FilePosition? PositionOf(string key) => _places.TryGetValue(key, out var place) ? place.Position : null;

    /// <summary>The key as the file writes it, dotted; null when the file does not hold it.</summary>
    internal string? PathOf(string key) => _places.TryGetValue(key, out var place) ? place.Path : null;
}
