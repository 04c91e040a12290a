using System.Globalization;
using ConfigKit.Binding;

namespace ConfigKit.Cli.Output;

/// <summary>What was decided for each key that the file leaves out, and why; in the order of the reference.</summary>
internal static class DefaultsOutput
{
    public static void Write(Compilation compilation, TextWriter output)
    {
        if (compilation.Deployment is not { } d)
        {
            return;
        }

        output.WriteLine($"defaults chosen for {compilation.Source.Path}:");
        var decided = d.Decisions.ToLookup(m => m.Key, StringComparer.Ordinal);
        foreach (var key in ConfigCompiler.Keys.SelectMany(WithChildren))
        {
            foreach (var decision in decided[key.Path])
            {
                output.WriteLine($"  {key.Path}: {Text(key, decision.Value)}  ({decision.Why})");
            }
        }
    }

    private static string Text(KeyInfo key, object value) =>
        key.Write?.Invoke(value) ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<KeyInfo> WithChildren(KeyInfo key) => key.Children.SelectMany(WithChildren).Prepend(key);
}
