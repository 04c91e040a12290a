using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Triton's model repository, read by protoc, and its start in a made-up image.</summary>
public sealed class TritonTests
{
    /// <summary>protoc refuses unknown fields, wrong types and members that an enumeration lacks.</summary>
    [TritonTheory]
    [InlineData("", true)]
    [InlineData("KIND_MODEL>KIND_MODELL", false)]
    [InlineData("instance_group>instance_groups", false)]
    [InlineData("string_value: \"yes\">string_value: 1", false)]
    public void Configuration_passes_protoc(string fault, bool isRead)
    {
        using var written = Written.Example("r1-8xb200-triton");
        written.Put("model_config.proto", TritonSchema.Proto());
        var text = File.ReadAllText(written["triton/model_repository/deepseek-r1/config.pbtxt"]);
        if (fault.Length > 0)
        {
            Assert.Contains(fault.Split('>')[0], text, StringComparison.Ordinal);
            text = text.Replace(fault.Split('>')[0], fault.Split('>')[1], StringComparison.Ordinal);
        }

        var source = written.Put("config.pbtxt", text);
        var run = Programs.Run(
            "bash",
            "-c",
            $"protoc --proto_path='{written.Folder}' --encode=inference.ModelConfig model_config.proto <'{source}' | protoc --proto_path='{written.Folder}' --decode=inference.ModelConfig model_config.proto; exit ${{PIPESTATUS[0]}}"
        );
        Assert.True(run.Exit == 0 == isRead, run.Output);
        if (isRead)
        {
            Assert.Contains("name: \"deepseek-r1\"\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("kind: KIND_MODEL\n", run.Output, StringComparison.Ordinal);
        }
    }

    [ProgramFact("bash")]
    public void Start_puts_settings_beside_the_model_of_the_image()
    {
        using var written = Written.Example("r1-8xb200-triton");
        written.Put("image/model.py", "model\n");
        written.Put("image/helpers.py", "helpers\n");
        written.Program(
            "tritonserver",
            "echo \"$@\"; for a; do case $a in --model-repository=*) ls \"${a#*=}/deepseek-r1\" \"${a#*=}/deepseek-r1/1\" ;; esac; done"
        );
        var run = Programs.Run(
            "env",
            $"PATH={written["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            "LLMAPI_FOLDER=" + written["image"],
            "bash",
            written["triton/start.sh"]
        );

        Assert.True(run.Exit == 0, run.Output);
        Assert.Contains("--http-port=8000 --grpc-port=8001 --metrics-port=8002", run.Output, StringComparison.Ordinal);
        Assert.Contains("helpers.py\nmodel.py\nmodel.yaml\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Programs.Run("env", "LLMAPI_FOLDER=/nowhere", "bash", written["triton/start.sh"]).Exit);
    }

    [ProgramFact("bash", "shellcheck")]
    public void Start_passes_shellcheck()
    {
        using var written = Written.Example("r1-8xb200-triton");
        var run = Programs.Run("shellcheck", "--severity=style", written["triton/start.sh"]);

        Assert.True(run.Exit == 0, run.Output);
    }

    /// <summary>The same options for trtllm-serve in its image, on the node itself and behind Triton.</summary>
    [Fact]
    public void Options_agree_between_targets()
    {
        var compilation = ConfigCompiler.Compile(
            new SourceFile(
                "deepseek-config.yaml",
                "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {engine: tensorrt-llm, engine_version: \"1.2.1\", max_model_len: 8192, kv_cache_dtype: fp8, block_size: 64, enable_prefix_caching: false, enforce_eager: true, attention_backend: TRTLLM, speculative: {method: ngram, num_tokens: 4}}\ntriton: {}\nsystemd: {}\n"
            ),
            CompilerOptions.Default
        );
        using var written = Written.Of(compilation);
        var options = File.ReadAllText(written["docker/trtllm.yaml"]);

        Assert.Equal(options, File.ReadAllText(written["systemd/etc/deepseek/trtllm.yaml"]));
        Assert.Contains(options, File.ReadAllText(written["triton/model_repository/deepseek-r1/1/model.yaml"]), StringComparison.Ordinal);
        Assert.Contains(
            "COPY trtllm.yaml /etc/deepseek/trtllm.yaml\n",
            File.ReadAllText(written["docker/Dockerfile"]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--extra_llm_api_options /etc/deepseek/trtllm.yaml",
            File.ReadAllText(written["systemd/etc/systemd/system/deepseek-r1.service"]),
            StringComparison.Ordinal
        );
        Assert.Contains("cuda_graph_config: null\n", options, StringComparison.Ordinal);
        Assert.Contains("speculative_config:\n  decoding_type: NGram\n  max_draft_len: 4\n", options, StringComparison.Ordinal);
        Assert.DoesNotContain(compilation.Diagnostics, d => d.Id == "CK7009");
    }
}
