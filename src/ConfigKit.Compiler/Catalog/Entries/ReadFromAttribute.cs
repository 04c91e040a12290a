namespace ConfigKit.Catalog.Entries;

/// <summary>The files of the catalogue that a record is.</summary>
/// <param name="path">Path below catalog/; <c>*</c> stands for what has neither a slash nor a dot.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReadFromAttribute(string path) : Attribute
{
    public string Path => path;
}

/// <summary>A list whose entries are found by name (`id` or `name`, and `aliases`) and made one by one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FoundByNameAttribute : Attribute;
