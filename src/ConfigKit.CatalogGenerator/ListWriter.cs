using ConfigKit.Catalog;
using ConfigKit.Generator;
using Microsoft.CodeAnalysis;

namespace ConfigKit.CatalogGenerator;

/// <summary>
/// Writes a list or map of which a run makes the wanted entries alone: a method for each record, and a table from keys to places, in which a
/// run searches.
/// </summary>
internal sealed class ListWriter
{
    private readonly List<string> _members = [];

    /// <param name="list">The list.</param>
    /// <param name="property">The property for it, which says how names match.</param>
    /// <param name="key">How they do.</param>
    /// <param name="values">What writes values.</param>
    /// <param name="texts">The texts of the file.</param>
    private ListWriter(Json list, IPropertySymbol property, NameKey key, ValueWriter values, TextPool texts)
    {
        var item = ((INamedTypeSymbol)property.Type).TypeArguments.Last();
        var isMap = list.Kind == "object";
        var (ids, table, made) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var entry in list.Items)
        {
            var id = isMap ? entry.Name : entry["id"]?.Text ?? entry["name"]?.Text ?? entry.Text;
            table.AddRange(Keys(id, entry, key).Select(k => $"\n{k}\t{made.Count}"));
            made.Add(Made($"{property.Name}{made.Count}()", item, values.Write(entry, item, id)));
            ids.Add(id);
        }

        var pairs = made.Select((value, place) => $"new(Text({texts.Slice(ids[place])}), {value})");
        (List, Member, Empty, Whole) = (
            list.Name,
            property.Name + "List",
            isMap ? ValueWriter.MapOf(item, []) : "[]",
            isMap ? ValueWriter.MapOf(item, pairs)
            : item.IsRecord ? $"[{string.Join(", ", made)}]"
            : values.Write(list, property.Type, property.Name)
        );
        _members.Add(
            $$"""
                public static CatalogEntries {{Member}} => new(
                    NameKey.{{key}},
                    static () => Texts({{texts.Slice(string.Join("\n", ids))}}),
                    static key => CatalogText.Places(Pool.Slice({{texts.Slice(string.Concat(table))}}), key),
                    static place => place switch
                    {
            {{string.Concat(
                made.Select((value, place) => $"            {place} => {value},\n")
            )}}            _ => throw new global::System.ArgumentOutOfRangeException(nameof(place)),
                    });


            """
        );
    }

    /// <summary>The name of the list in JSON.</summary>
    public string List { get; }

    /// <summary>The member that offers the entries.</summary>
    public string Member { get; }

    /// <summary>The members that are written for it.</summary>
    public IEnumerable<string> Members => _members;

    /// <summary>All entries as an expression.</summary>
    public string Whole { get; }

    /// <summary>None of them.</summary>
    public string Empty { get; }

    /// <summary>Null where entries of the property are not found by name.</summary>
    public static ListWriter? Of(IPropertySymbol property, Json list, ValueWriter values, TextPool texts) =>
        property.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "FoundByNameAttribute") is { } found
            ? new(list, property, (NameKey)(int)found.ConstructorArguments[0].Value!, values, texts)
            : null;

    private string Made(string call, ITypeSymbol type, string value)
    {
        if (!type.IsRecord)
        {
            return value;
        }

        _members.Add($"    private static {ValueWriter.NameOf(type)} {call} => {value};\n\n");
        return call;
    }

    /// <summary>The keys of an entry's names and of its product label.</summary>
    private static IEnumerable<string> Keys(string id, Json entry, NameKey key)
    {
        var names = entry.ItemsOf("aliases").Select(a => a.Text).Concat(entry["aliases_in"]?.Members.Select(m => m.Name) ?? []);
        var keys = names.Prepend(id).Select(n => CatalogKey.Of(key, n));
        return (entry["product_label"] is { } label ? keys.Append(CatalogKey.LabelMark + CatalogKey.Of(key, label.Text)) : keys).Distinct();
    }
}
