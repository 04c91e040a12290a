using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConfigKit.Cli.Output;
using ConfigKit.Targets;

namespace ConfigKit.Cli;

/// <summary>
/// The folder that `compile` writes: the only place that writes files. A manifest holds the hash of each file written,
/// so that files of others are never overwritten or deleted, and stale ones are found.
/// </summary>
internal sealed class OutputDirectory(string folder)
{
    public const string ManifestName = ".deepseek-config.manifest.json";
    private const string TemporarySuffix = ".deepseek-config.tmp";

    private readonly string _root = Path.GetFullPath(folder);

    /// <summary>What differs between the folder and <paramref name="files"/>, a line each; empty: nothing is stale.</summary>
    public ImmutableArray<string> FindStale(ImmutableArray<GeneratedFile> files)
    {
        var stale = ImmutableArray.CreateBuilder<string>();
        foreach (var file in files)
        {
            var path = PathOf(file.Path);
            if (!File.Exists(path))
            {
                stale.Add($"missing: {file.Path}");
            }
            else if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(Bytes(file)))
            {
                stale.Add($"differs: {file.Path}");
            }
        }

        var current = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        stale.AddRange(
            ReadManifest().Keys.Where(p => !current.Contains(p) && File.Exists(PathOf(p))).Select(p => $"no longer generated: {p}")
        );
        return stale.ToImmutable();
    }

    /// <summary>Writes all files or, when anything stands in the way, none.</summary>
    /// <param name="files">What to write.</param>
    /// <param name="force">Whether files that were edited or written by others may be replaced.</param>
    /// <returns>A line for each file that was written or removed.</returns>
    public ImmutableArray<string> Write(ImmutableArray<GeneratedFile> files, bool force)
    {
        var manifest = ReadManifest();
        var changed = files.Where(f => !IsCurrent(f)).ToList();
        if (!force)
        {
            foreach (var file in changed)
            {
                RefuseForeign(file.Path, manifest);
            }
        }

        var staged = new List<(string Temporary, string Target)>();
        try
        {
            foreach (var file in changed)
            {
                staged.Add(Stage(PathOf(file.Path), Bytes(file), file.IsExecutable));
            }

            var hashes = files.ToDictionary(f => f.Path, f => Hash(Bytes(f)), StringComparer.Ordinal);
            var manifestBytes = ManifestBytes(hashes);
            var manifestPath = PathOf(ManifestName);
            if (!File.Exists(manifestPath) || !File.ReadAllBytes(manifestPath).AsSpan().SequenceEqual(manifestBytes))
            {
                staged.Add(Stage(manifestPath, manifestBytes, isExecutable: false));
            }

            foreach (var (temporary, target) in staged)
            {
                File.Move(temporary, target, overwrite: true);
            }
        }
        finally
        {
            foreach (var (temporary, _) in staged)
            {
                File.Delete(temporary); // nothing is there once it was moved
            }
        }

        return [.. changed.Select(f => $"wrote {f.Path}"), .. RemoveStale(files, manifest)];
    }

    /// <summary>Deletes what an earlier run wrote, but for files that were edited since.</summary>
    /// <returns>A line for each file.</returns>
    public ImmutableArray<string> Clean()
    {
        var lines = RemoveStale([], ReadManifest()).ToImmutableArray();
        File.Delete(PathOf(ManifestName));
        if (Directory.Exists(_root))
        {
            foreach (
                var folder in Directory
                    .EnumerateDirectories(_root, "*", SearchOption.AllDirectories)
                    .OrderByDescending(d => d.Length)
                    .Append(_root)
                    .Where(d => !Directory.EnumerateFileSystemEntries(d).Any())
            )
            {
                Directory.Delete(folder);
            }
        }

        return lines;
    }

    /// <summary>Writes one file unless it holds this already, so that its time shows a change; readers see one or the other.</summary>
    public static void WriteIfChanged(string path, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        var temporary = $"{path}.{Environment.ProcessId}{TemporarySuffix}"; // builds of several projects may write at once
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Replaces one file of the user's, atomically; a link stays one.</summary>
    public static void Replace(string path, byte[] content)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(target);
        var (temporary, _) = Stage(target, content, isExecutable: false);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, mode);
        }

        File.Move(temporary, target, overwrite: true);
    }

    private bool IsCurrent(GeneratedFile file)
    {
        var path = PathOf(file.Path);
        return File.Exists(path)
            && File.ReadAllBytes(path).AsSpan().SequenceEqual(Bytes(file))
            && (!file.IsExecutable || IsExecutable(path));
    }

    private void RefuseForeign(string relative, ImmutableSortedDictionary<string, string> manifest)
    {
        var path = PathOf(relative);
        if (Directory.Exists(path))
        {
            throw new MisuseException($"{relative} is a folder in {_root}");
        }

        if (!File.Exists(path))
        {
            return;
        }

        if (!manifest.TryGetValue(relative, out var hash))
        {
            throw new MisuseException($"{relative} in {_root} was not written by deepseek-config; move it, or overwrite it with --force");
        }

        if (Hash(File.ReadAllBytes(path)) != hash)
        {
            throw new MisuseException(
                $"{relative} in {_root} was edited after it was written; "
                    + "move the change into the configuration or a template, or overwrite the file with --force"
            );
        }
    }

    /// <summary>Deletes files of an earlier run that are no longer generated, unless somebody edited them.</summary>
    private IEnumerable<string> RemoveStale(ImmutableArray<GeneratedFile> files, ImmutableSortedDictionary<string, string> manifest)
    {
        var current = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (relative, hash) in manifest)
        {
            var path = PathOf(relative);
            if (current.Contains(relative) || !File.Exists(path))
            {
                continue;
            }

            if (Hash(File.ReadAllBytes(path)) == hash)
            {
                File.Delete(path);
                yield return $"removed {relative}";
            }
            else
            {
                yield return $"kept {relative}: no longer generated, but edited";
            }
        }
    }

    private static (string Temporary, string Target) Stage(string target, byte[] content, bool isExecutable)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? ".");
        var temporary = target + TemporarySuffix;
        File.Delete(temporary);
        File.WriteAllBytes(temporary, content);
        if (isExecutable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                temporary,
                File.GetUnixFileMode(temporary) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            );
        }

        return (temporary, target);
    }

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    /// <summary>The full path; refuses names and links that lead out of the folder.</summary>
    private string PathOf(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(_root, relative));
        if (Path.IsPathRooted(relative) || !path.StartsWith(_root.TrimEnd('/') + "/", StringComparison.Ordinal))
        {
            throw new MisuseException($"{relative} is outside {_root}");
        }

        for (var at = path; at.Length > _root.Length; at = Path.GetDirectoryName(at) ?? _root)
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new MisuseException(
                    $"{Path.GetRelativePath(_root, at)} in {_root} is a symbolic link and could lead outside the folder"
                );
            }
        }

        return path;
    }

    private static byte[] Bytes(GeneratedFile file) => Encoding.UTF8.GetBytes(file.Content);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private ImmutableSortedDictionary<string, string> ReadManifest()
    {
        var path = PathOf(ManifestName);
        if (!File.Exists(path))
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document
                .RootElement.GetProperty("files")
                .EnumerateObject()
                .ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new MisuseException($"{path} is corrupt; delete it and run compile --force");
        }
    }

    private static byte[] ManifestBytes(Dictionary<string, string> hashes)
    {
        using var writer = new StringWriter();
        JsonOutput.WriteDocument(
            writer,
            json =>
            {
                json.WriteNumber("version", 1);
                json.WriteStartObject("files");
                foreach (var (path, hash) in hashes.OrderBy(h => h.Key, StringComparer.Ordinal))
                {
                    json.WriteString(path, hash);
                }

                json.WriteEndObject();
            }
        );
        return Encoding.UTF8.GetBytes(writer.ToString());
    }
}
