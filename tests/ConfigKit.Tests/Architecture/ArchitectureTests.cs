namespace ConfigKit.Tests.Architecture;

/// <summary>The law of docs/architecture.md, held by resolved symbols: a folder of the compiler uses earlier ones alone.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Order =
    [
        "Text",
        "Diagnostics",
        "Syntax",
        "Binding",
        "Model",
        "Typing",
        "Catalog",
        "Engines",
        "Resolution",
        "Estimation",
        "Changes",
        "Rules",
        "Rendering",
        "Targets",
        "Compilation.cs",
        "ServiceModel",
        "Search",
        "ConfigCompiler.cs",
    ];

    [Fact]
    public void A_folder_uses_no_later_one()
    {
        string[] wrong =
        [
            .. CompilerSources.Uses.SelectMany(f => f.Value.Where(used => Rank(used) > Rank(f.Key)).Select(used => $"{f.Key} uses {used}")),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Service_model_and_search_stand_side_by_side() =>
        Assert.DoesNotContain(
            CompilerSources.Uses.Where(f => f.Key.StartsWith("Search/", StringComparison.Ordinal)).SelectMany(f => f.Value),
            used => used.StartsWith("ServiceModel/", StringComparison.Ordinal)
        );

    // What is one thing in several files: an engine is its release, its settings and what is written from both; a model's
    // weights are what its size is the sum of. This list may only shrink.
    private static readonly string[] Knots =
    [
        "Engines/Arguments/EngineSetting.cs <-> Engines/Arguments/Notation.cs <-> Engines/Arguments/SettingTable.cs <-> Engines/Engine.cs"
            + " <-> Engines/EngineLaunch.cs <-> Engines/EngineRelease.cs <-> Engines/LlmApiOptions.cs",
        "Estimation/ModelSize.cs <-> Estimation/ModelWeights.cs",
    ];

    /// <summary>Files of one partial type count as one.</summary>
    [Fact]
    public void No_files_use_each_other_in_a_circle()
    {
        var circles = Circles(
            CompilerSources.Uses.ToDictionary(f => f.Key, f => f.Value.Select(Whole).Where(u => u != Whole(f.Key)).ToArray())
        );
        var found = circles.Select(c => string.Join(" <-> ", c)).Order(StringComparer.Ordinal).ToArray();
        Assert.True(Knots.SequenceEqual(found), string.Join("\n", found));
    }

    [Fact]
    public void Every_file_lies_in_a_folder_that_has_a_place() => Assert.All(CompilerSources.Uses.Keys, f => Rank(f));

    private static int Rank(string file)
    {
        var place = file.Split('/')[0];
        var rank = Array.IndexOf(Order, place);
        Assert.True(rank >= 0, $"{place} has no place in the order of the folders");
        return rank;
    }

    /// <summary>SectionReader.Scalars.cs is a part of SectionReader.cs.</summary>
    private static string Whole(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return file[..^name.Length] + name[..name.IndexOf('.')] + ".cs";
    }

    /// <summary>The strongly connected components of more than one file (Tarjan).</summary>
    private static List<string[]> Circles(Dictionary<string, string[]> uses)
    {
        var (index, low) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        var (stack, found) = (new Stack<string>(), new List<string[]>());
        foreach (var file in uses.Keys.Where(f => !index.ContainsKey(f)))
        {
            Visit(file);
        }

        return found;

        void Visit(string file)
        {
            index[file] = low[file] = index.Count;
            stack.Push(file);
            foreach (var used in uses[file])
            {
                if (!index.ContainsKey(used))
                {
                    Visit(used);
                    low[file] = Math.Min(low[file], low[used]);
                }
                else if (stack.Contains(used))
                {
                    low[file] = Math.Min(low[file], index[used]);
                }
            }

            if (low[file] != index[file])
            {
                return;
            }

            var circle = new List<string>();
            do
            {
                circle.Add(stack.Pop());
            } while (circle[^1] != file);

            if (circle.Count > 1)
            {
                found.Add([.. circle.Order(StringComparer.Ordinal)]);
            }
        }
    }
}
