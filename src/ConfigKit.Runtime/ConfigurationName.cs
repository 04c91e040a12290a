namespace ConfigKit.Runtime;

/// <summary>
/// The name of a key in Microsoft.Extensions.Configuration: without underscores and hyphens, so that
/// <c>DeepSeek__Serving__MaxModelLen</c> in the environment is <c>serving.max_model_len</c> of the file.
/// </summary>
internal static class ConfigurationName
{
    public static string Of(string key) => new([.. key.Where(c => c is not ('_' or '-' or ':'))]);
}
