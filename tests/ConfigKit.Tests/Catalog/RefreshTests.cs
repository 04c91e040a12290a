using System.Text.Json.Nodes;
using ConfigKit.Tests.Targets;

namespace ConfigKit.Tests.Catalog;

/// <summary>catalog/refresh, run on small trees in the layouts of the engines' wheels.</summary>
public sealed class RefreshTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("refresh");

    public void Dispose() => _folder.Delete(recursive: true);

    [ProgramFact("python3")]
    public void A_release_of_vllm_is_added_to_what_is_known()
    {
        Write("wheel/vllm-0.99.0.dist-info/METADATA", "");
        Write("wheel/vllm/entrypoints/common/cli_args.py", RefreshTrees.VllmArguments);
        Write("wheel/vllm/config/__init__.py", RefreshTrees.VllmConfig);
        Write("wheel/vllm/config/utils.py", RefreshTrees.VllmDecorator);
        Write("wheel/vllm/envs.py", RefreshTrees.VllmVariables);
        Write("wheel/vllm/tool_parsers/__init__.py", "_TOOL_PARSERS_TO_REGISTER = {\"deepseek_v4\": (\"a\", \"B\")}\n");
        Write(
            "catalog/vllm.flags.json",
            """{"engine": "vllm", "releases": ["0.98.0"], "flags": {"--gone": {}, "--share": {"type": "float", "default": 0.9}}}"""
        );

        Run();

        var flags = Rows("vllm.flags.json", "flags");
        Assert.Equal("""{"in":"..0.99.0"}""", flags["--gone"]!.ToJsonString());
        Assert.Equal("""{"type":"float","default_from":{"0.98.0":0.9,"0.99.0":0.92}}""", flags["--share"]!.ToJsonString());
        Assert.Equal("""{"in":"0.99.0","type":"bool","default":true}""", flags["--eager"]!.ToJsonString());
        Assert.Equal("""{"in":"0.99.0","default":"auto","choices":["auto","fp8"]}""", flags["--cache-dtype"]!.ToJsonString());
        Assert.Equal(["VLLM_KEY"], Rows("vllm.env.json", "names").Select(n => n.Key));
        Assert.Equal("""{"deepseek_v4":""}""", Rows("vllm.words.json", "sets")["tool_call_parsers"]!.ToJsonString());
    }

    /// <summary>Since 0.5.20 the fields lie in classes of arg_groups/fields, which server_args.py puts together.</summary>
    [ProgramFact("python3")]
    public void Fields_of_sglang_are_collected_from_their_groups()
    {
        Write("wheel/sglang-0.5.99.dist-info/METADATA", "");
        Write("wheel/sglang/srt/server_args.py", RefreshTrees.SglangArguments);
        Write("wheel/sglang/srt/arg_groups/fields/parallel.py", RefreshTrees.SglangFields);
        Write("wheel/sglang/srt/environ.py", RefreshTrees.SglangVariables);
        Write("wheel/sglang/srt/metrics.py", "Counter(name=\"sglang:answers_total\", documentation=\"Answers.\")\n");
        Write("wheel/sglang/srt/entrypoints/http_server.py", "@app.get(\"/ready\")\ndef ready():\n    pass\n");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "catalog"));

        Run();

        var flags = Rows("sglang.flags.json", "flags");
        Assert.Equal("""{"type":"int","default":1,"aliases":["--tensor-parallel-size"]}""", flags["--tp-size"]!.ToJsonString());
        Assert.Equal("""{"choices":["dsv4","fa3","triton"]}""", flags["--attention-backend"]!.ToJsonString());
        Assert.Equal("""{"default":[]}""", flags["--media"]!.ToJsonString());
        Assert.Equal(
            """{"type":"switch","default":false,"deprecated":"--cuda-graph=off"}""",
            flags["--disable-cuda-graph"]!.ToJsonString()
        );
        Assert.Equal(["SGLANG_CACHE_DIR"], Rows("sglang.env.json", "names").Select(n => n.Key));
        Assert.Equal("counter", Rows("sglang.metrics.json", "metrics")["sglang:answers_total"]!.ToString());
        Assert.Equal(["/ready"], Rows("sglang.metrics.json", "routes").Select(r => r.Key));
    }

    [ProgramFact("python3")]
    public void A_folder_without_an_engine_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "wheel"));

        var (exit, output) = Programs.Run("python3", Arguments());

        Assert.NotEqual(0, exit);
        Assert.Contains("holds neither vllm/ nor sglang/", output, StringComparison.Ordinal);
    }

    private void Run()
    {
        var (exit, output) = Programs.Run("python3", Arguments());
        Assert.True(exit == 0, output);
        Assert.DoesNotContain("did not come out", output, StringComparison.Ordinal);
    }

    private string[] Arguments() =>
        [
            Path.Combine(Repository.Root, "catalog", "refresh", "refresh.py"),
            Path.Combine(_folder.FullName, "wheel"),
            "--catalog",
            Path.Combine(_folder.FullName, "catalog"),
        ];

    private JsonObject Rows(string file, string member) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "catalog", file)))![member]!.AsObject();

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
