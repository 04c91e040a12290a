using System.Collections.Immutable;
using System.Text;
using ConfigKit.Text;

namespace ConfigKit.Cli;

/// <summary>Reads the files that a command names.</summary>
internal static class SourceReader
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
    public static CompilerOptions OptionsFor(string path)
    {
        var folder = path == "-" ? "." : Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        return CompilerOptions.Default with { ReadText = relative => TryRead(Path.Combine(folder, relative)) };
    }

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
