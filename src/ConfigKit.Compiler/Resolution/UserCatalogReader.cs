using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ConfigKit.Binding;
using ConfigKit.Catalog;
using ConfigKit.Catalog.Entries;
using ConfigKit.Diagnostics;
using ConfigKit.Engines;
using ConfigKit.Text;
using FluentValidation;

namespace ConfigKit.Resolution;

/// <summary>Reads the files of `catalog` with the readers and validators of our own.</summary>
internal sealed partial class UserCatalogReader(SpanTable spans, Func<string, string?> readText, DiagnosticBag diagnostics)
{
    private bool _hasFaults;

    /// <summary>Null when a file can't be used.</summary>
    public UserCatalog? Read(ImmutableArray<string> paths)
    {
        var all = UserCatalog.Empty;
        for (var i = 0; i < (paths.IsDefault ? 0 : paths.Length); i++)
        {
            if (readText(paths[i]) is { } text)
            {
                all = all.With(Read(new SourceFile(paths[i], text), all));
            }
            else
            {
                _hasFaults = true;
                diagnostics.Report(
                    ResolutionDiagnostics.InvalidCatalog,
                    spans.Find($"catalog[{i}]"),
                    $"`{paths[i]}` can't be read",
                    "catalog",
                    "give a JSON file, relative to this file"
                );
            }
        }

        return _hasFaults ? null : all;
    }

    private UserCatalog Read(SourceFile file, UserCatalog earlier)
    {
        try
        {
            if (JsonSerializer.Deserialize(file.Text, CatalogJson.Default.UserCatalogFile) is { } entries)
            {
                return Judged(entries, file, earlier);
            }

            Report(file, new SourceSpan(0, 0), "the file holds null");
        }
        catch (JsonException e)
        {
            var start = JsonPlaces.OffsetOf(file, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            Report(file, new SourceSpan(start, start), Words(e));
        }

        return UserCatalog.Empty;
    }

    private UserCatalog Judged(UserCatalogFile entries, SourceFile file, UserCatalog earlier)
    {
        if (entries.Vendor is null && !entries.Accelerators.IsEmpty)
        {
            Report(file, JsonPlaces.Find(file, "accelerators", 0), "`vendor` is missing, which says who makes the accelerators");
        }

        var vendor = entries.Vendor ?? GpuVendor.Nvidia;
        var own = new UserCatalog(
            entries.Families,
            entries.Models,
            [.. entries.Accelerators.Select(e => Accelerators.FromEntry(e, vendor))],
            entries.Engines
        );
        var whole = earlier.With(own);
        for (var i = 0; i < own.Models.Length; i++)
        {
            Model(own.Models[i], file, JsonPlaces.Find(file, "models", i), whole);
        }

        for (var i = 0; i < own.Accelerators.Length; i++)
        {
            Gpu(entries.Accelerators[i], own.Accelerators[i], file, JsonPlaces.Find(file, "accelerators", i));
        }

        for (var i = 0; i < own.Engines.Length; i++)
        {
            Release(own.Engines[i], file, JsonPlaces.Find(file, "engines", i), whole);
        }

        return own;
    }

    private void Model(ModelEntry entry, SourceFile file, SourceSpan span, UserCatalog whole)
    {
        var taken = entry.Aliases.Append(entry.Id).Select(n => (Name: n, Ours: Models.Find(n)?.Id)).FirstOrDefault(n => n.Ours is not null);
        CheckReplaced(entry.Replace, taken.Name, taken.Ours, file, span);
        if (ChainFault(entry, whole) is { } fault)
        {
            Report(file, span, fault);
        }
        else if (Models.Find(entry.Id, whole) is { } checkpoint)
        {
            Validate(new CheckpointValidator(), checkpoint, entry.Id, file, span);
        }
    }

    /// <summary>Why an entry and those that it rests on give no config; null: they do.</summary>
    private static string? ChainFault(ModelEntry entry, UserCatalog whole)
    {
        var at = entry;
        for (var steps = 0; steps <= whole.Models.Length; steps++)
        {
            if (at.Config is not null)
            {
                return null;
            }

            if (at.Base is not { } id)
            {
                return $"{at.Id} has neither config nor base";
            }

            // An entry that replaces one of ours may rest on it.
            if (id == at.Id || whole.Model(n => n == id) is not { } below)
            {
                return Models.Ids().Contains(id) ? null : $"{at.Id} rests on {id}, which is not there";
            }

            at = below;
        }

        return $"{entry.Id} rests on itself";
    }

    private void Gpu(AcceleratorEntry entry, Accelerator gpu, SourceFile file, SourceSpan span)
    {
        var names = entry.Aliases.Append(entry.Id).Select(n => (Name: n, Ours: Accelerators.Find(n)?.Id));
        var taken = names.FirstOrDefault(n => n.Ours is not null);
        CheckReplaced(entry.Replace, taken.Name, taken.Ours, file, span);
        Validate(new AcceleratorValidator(), gpu, entry.Id, file, span);
    }

    private void Release(EngineEntry entry, SourceFile file, SourceSpan span, UserCatalog whole)
    {
        if (EngineList.All.FirstOrDefault(e => e.Name == entry.Engine) is not { } engine)
        {
            Report(
                file,
                span,
                $"no engine is called \"{entry.Engine}\"; there are {string.Join(", ", EngineList.All.Select(e => e.Name))}"
            );
            return;
        }

        CheckReplaced(entry.Replace, entry.Engine, entry.Engine, file, span);
        Validate(new EngineReleaseValidator(), EngineCatalog.Release(engine, null, out _, whole), entry.Engine, file, span);
    }

    private void CheckReplaced(bool isReplacement, string? name, string? ours, SourceFile file, SourceSpan span)
    {
        if (ours is not null && !isReplacement)
        {
            Report(file, span, $"\"{name}\" is a name of {ours}, an entry of ConfigKit", "add `\"replace\": true`, or choose another name");
        }
    }

    private void Validate<T>(AbstractValidator<T> validator, T record, string name, SourceFile file, SourceSpan span)
    {
        foreach (var failure in validator.Validate(record).Errors)
        {
            Report(file, span, $"{name}: {failure.PropertyName}: {failure.ErrorMessage}");
        }
    }

    private void Report(SourceFile file, SourceSpan span, string message, string help = "see catalog/README.md for the format")
    {
        _hasFaults = true;
        diagnostics.Add(new Diagnostic(ResolutionDiagnostics.InvalidCatalog, message, file, span, "catalog", help));
    }

    /// <summary>The reader's messages name types of .NET; what remains is the field.</summary>
    private static string Words(JsonException e)
    {
        var path = e.Path is { Length: > 1 } stated ? stated.TrimStart('$', '.') + ": " : "";
        return UnknownField().Match(e.Message) is { Success: true } unknown ? $"{path}unknown field `{unknown.Groups[1].Value}`"
            : MissingFields().Match(e.Message) is { Success: true } missing
                ? $"{path}missing {missing.Groups[1].Value.Replace("'", "`", StringComparison.Ordinal)}"
            : e.Message.StartsWith("not one of ", StringComparison.Ordinal) ? path + e.Message.Split(" Path: ")[0]
            : e.Message.Contains("could not be converted", StringComparison.Ordinal) ? $"{path}the value has another type"
            : $"it is not JSON: {e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0]}";
    }

    [GeneratedRegex("^The JSON property '([^']*)' could not be mapped")]
    private static partial Regex UnknownField();

    [GeneratedRegex("missing required properties including: ([^.]*)\\.")]
    private static partial Regex MissingFields();
}
