using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ConfigKit.Rendering;

namespace ConfigKit.Tests.Rendering;

/// <summary>Views show templates all that they hold, by the names that follow from their properties, and nothing that no template asks for.</summary>
public sealed class ViewTests
{
    private static readonly Lazy<string> Templates = new(() =>
        string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "templates"), "*.sbn", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        )
    );

    public static TheoryData<string> Views =>
        [
            .. typeof(View)
                .Assembly.GetTypes()
                .Where(t => t.IsSubclassOf(typeof(View)) && !t.IsAbstract)
                .Select(t => t.FullName!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Views))]
    public void Every_property_is_a_member_that_a_template_names(string name)
    {
        var type = typeof(View).Assembly.GetType(name)!;
        var expected = Properties(type).Select(p => MemberOf(p.Name)).Order(StringComparer.Ordinal).ToList();
        var members = ((View)Sample(type)!).ToScript().Keys.Order(StringComparer.Ordinal).ToList();

        Assert.Equal(expected, members);
        Assert.All(members, m => Assert.Matches($@"\b{m}\b", Templates.Value));
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    /// <summary>Hugepages1Gi is hugepages_1gi, X1 is x1.</summary>
    private static string MemberOf(string property)
    {
        var member = new StringBuilder();
        for (var i = 0; i < property.Length; i++)
        {
            var startsWord =
                i > 0
                && (
                    (char.IsUpper(property[i]) && !char.IsDigit(property[i - 1]))
                    || (char.IsDigit(property[i]) && char.IsLower(property[i - 1]))
                );
            member.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(property[i]));
        }

        return member.ToString();
    }

    /// <summary>Some value of a type; of a view, one whose properties all have some value.</summary>
    private static object? Sample(Type type)
    {
        if (type == typeof(string))
        {
            return "x";
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            var item = Sample(type.GenericTypeArguments[0]);
            var items = Array.CreateInstance(type.GenericTypeArguments[0], 1);
            items.SetValue(item, 0);
            return typeof(ImmutableArray)
                .GetMethods()
                .Single(m => m.Name == "CreateRange" && m.GetParameters().Length == 1)
                .MakeGenericMethod(type.GenericTypeArguments[0])
                .Invoke(null, [items]);
        }

        if (type.IsValueType || type == typeof(object))
        {
            return RuntimeHelpers.GetUninitializedObject(type);
        }

        var value = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null))
        {
            property.SetValue(value, Sample(property.PropertyType));
        }

        return value;
    }
}
