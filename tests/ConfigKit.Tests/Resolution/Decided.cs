using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;
using ConfigKit.Text;

namespace ConfigKit.Tests.Resolution;

/// <summary>What the resolver makes of a file, and how tests look at one setting.</summary>
internal static class Decided
{
    /// <param name="sections">Sections beside model, hardware and serving.</param>
    /// <param name="hardware">Further keys of hardware, as lines without indentation.</param>
    /// <param name="serving">Further keys of serving, as lines without indentation.</param>
    /// <param name="model">Further keys of model, as lines without indentation.</param>
    /// <param name="gpu">Its name.</param>
    /// <param name="gpus">GPUs of a node.</param>
    /// <param name="version">Of vLLM.</param>
    public static Deployment From(
        string sections = "",
        string hardware = "",
        string serving = "",
        string model = "",
        string gpu = "h200-sxm",
        int gpus = 8,
        string version = "0.11.0"
    )
    {
        var text =
            $"model:\n  name: deepseek-ai/DeepSeek-R1\n{Lines(model)}"
            + $"hardware:\n  gpu: {gpu}\n  gpus_per_node: {gpus}\n{Lines(hardware)}"
            + $"serving:\n  engine: vllm\n  engine_version: \"{version}\"\n{Lines(serving)}"
            + sections;
        var checkedFile = ConfigCompiler.Check(new SourceFile("deepseek-config.yaml", text + "\n"), CompilerOptions.Default);
        return checkedFile.Deployment ?? throw new InvalidOperationException(checkedFile.Diagnostics[0].Message);
    }

    /// <summary>The user's value, which needs no reason.</summary>
    public static void IsStated<T>(T value, Setting<T> setting)
    {
        Assert.Equal(value, setting.Value);
        Assert.Equal("", setting.Why);
    }

    public static void IsDefault<T>(T value, string why, Setting<T> setting)
    {
        Assert.Equal(value, setting.Value);
        Assert.Equal(why, setting.Why);
    }

    public static void Holds<T>(T[] items, ImmutableArray<T> list) => Assert.Equal(items, list.ToArray());

    private static string Lines(string keys) => string.Concat(keys.Split('\n').Where(k => k.Length > 0).Select(k => $"  {k}\n"));
}
