using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ConfigKit.Text;

namespace ConfigKit.Cli;

/// <summary>Reads the files that a command names.</summary>
internal static partial class SourceReader
{
    private const long MaxBytes = 4 << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static SourceFile Read(string path, Terminal terminal)
    {
        if (path == "-")
        {
            return new SourceFile("<stdin>", terminal.In.ReadToEnd());
        }

        return new SourceFile(path, Encoding.UTF8.GetString(ReadBytes(path))); // what is no UTF-8 the compiler reports
    }

    /// <summary>What the compiler may look up beside <paramref name="path"/>.</summary>
    /// <param name="path">The file that is compiled; an overlay brings the file below it.</param>
    /// <param name="terminal">Where standard input comes from.</param>
    /// <param name="onRead">Told of each further file that is looked up.</param>
    public static CompilerOptions OptionsFor(string path, Terminal terminal, Action<string>? onRead = null)
    {
        var folder = path == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        return CompilerOptions.Default with
        {
            ReadText = relative =>
            {
                onRead?.Invoke(Path.Combine(folder, relative));
                return TryRead(Path.Combine(folder, relative));
            },
            Below = FileBelow(path) is { } below ? Read(below, terminal) : null,
        };
    }

    /// <summary>The name of an overlay's environment: <c>production</c> of deepseek-config.production.yaml; null for other names.</summary>
    public static string? EnvironmentOf(string path) =>
        OverlayName().Match(Path.GetFileName(path)) is { Success: true } m ? m.Groups["environment"].Value : null;

    /// <summary>The overlays beside a file.</summary>
    public static IEnumerable<string> OverlaysOf(string path)
    {
        var (folder, name, extension) = (
            Path.GetDirectoryName(path) ?? "",
            Path.GetFileNameWithoutExtension(path),
            Path.GetExtension(path)
        );
        return Directory
            .EnumerateFiles(folder.Length > 0 ? folder : ".", name + ".*" + extension)
            .Select(f => Path.Combine(folder, Path.GetFileName(f)))
            .Where(f => OverlayName().Match(Path.GetFileName(f)) is { Success: true } m && m.Groups["name"].Value == name);
    }

    /// <summary>The file that an overlay lies over, when it is there: a.yaml for a.production.yaml.</summary>
    private static string? FileBelow(string path)
    {
        var match = OverlayName().Match(Path.GetFileName(path));
        var below = match.Success
            ? Path.Combine(Path.GetDirectoryName(path) ?? "", match.Groups["name"].Value + match.Groups["extension"].Value)
            : "";
        return match.Success && File.Exists(below) ? below : null;
    }

    [GeneratedRegex(@"^(?<name>[^.]+)\.(?<environment>[A-Za-z0-9_-]+)(?<extension>\.ya?ml)$", RegexOptions.CultureInvariant)]
    private static partial Regex OverlayName();

    private static string? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? ReadText(path) : null;
        }
        catch (Exception e) when (e is MisuseException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static string ReadText(string path)
    {
        try
        {
            return Strict.GetString(ReadBytes(path));
        }
        catch (DecoderFallbackException)
        {
            throw new MisuseException($"{path} is not UTF-8");
        }
    }

    private static byte[] ReadBytes(string path)
    {
        if (Directory.Exists(path))
        {
            throw new MisuseException($"{path} is a folder");
        }

        if (!File.Exists(path))
        {
            throw new MisuseException($"{path} does not exist");
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new MisuseException($"{path} is larger than {MaxBytes >> 20} MiB");
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>Files as named, patterns expanded, in the order given and then by name.</summary>
    public static ImmutableArray<string> Expand(IReadOnlyCollection<string> patterns)
    {
        if (patterns.Count == 0)
        {
            return ["deepseek-config.yaml"];
        }

        var files = new List<string>();
        foreach (var pattern in patterns)
        {
            if (pattern.AsSpan().IndexOfAny('*', '?') < 0 || File.Exists(pattern))
            {
                files.Add(pattern);
                continue;
            }

            var matches = Glob.Find(pattern);
            if (matches.Count == 0)
            {
                throw new MisuseException($"no file matches {pattern}");
            }

            files.AddRange(matches);
        }

        return [.. files.Distinct(StringComparer.Ordinal)];
    }
}
