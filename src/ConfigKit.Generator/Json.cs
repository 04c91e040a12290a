using System.Globalization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ConfigKit.Generator;

/// <summary>A JSON value. .NET Standard 2.0 reads JSON as XML elements; this is the only place that knows.</summary>
internal sealed class Json(XElement element)
{
    public static Json Parse(string text)
    {
        using var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), XmlDictionaryReaderQuotas.Max);
        return new Json(XElement.Load(reader));
    }

    /// <summary>object, array, string, number, boolean or null.</summary>
    public string Kind => element.Attribute("type")?.Value ?? "string";

    /// <summary>The name that it has in an object; one that is no XML name stands in an attribute.</summary>
    public string Name => element.Name.NamespaceName == "item" ? element.Attribute("item")?.Value ?? "" : element.Name.LocalName;

    public string Text => element.Value;

    public bool Flag => element.Value == "true";

    public double Number => double.Parse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture);

    public IEnumerable<Json> Items => element.Elements().Select(e => new Json(e));

    public IEnumerable<(string Name, Json Value)> Members => Items.Select(i => (i.Name, i));

    public Json? this[string name] => Members.Where(m => m.Name == name).Select(m => m.Value).FirstOrDefault();

    public string TextOf(string name) => this[name]?.Text ?? "";

    public IEnumerable<Json> ItemsOf(string name) => this[name]?.Items ?? [];

    /// <summary>The value as JSON again.</summary>
    public override string ToString()
    {
        using var stream = new MemoryStream();
        using (var writer = JsonReaderWriterFactory.CreateJsonWriter(stream, Encoding.UTF8, ownsStream: false))
        {
            new XElement("root", element.Attributes(), element.Nodes()).WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
