namespace ConfigKit.Catalog.Entries;

/// <summary>The files of the catalogue that a record is.</summary>
/// <param name="path">Path below catalog/; <c>*</c> stands for what has neither a slash nor a dot.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadFromAttribute(string path) : Attribute
{
    public string Path => path;
}

/// <summary>
/// A list or map whose entries are found by name and made one by one. Names are `id` or `name`, or the name in the map, and `aliases`; for
/// the first one of `product_label` see <see cref="CatalogList{T}.WithLabel"/>.
/// </summary>
/// <param name="key">How names match.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FoundByNameAttribute(NameKey key) : Attribute
{
    public NameKey Key => key;
}
