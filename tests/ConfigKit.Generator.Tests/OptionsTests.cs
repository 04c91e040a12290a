using System.Reflection;
using ConfigKit.Runtime;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConfigKit.Generator.Tests;

/// <summary>The generated type in a running program: configuration over compiled values, reload, faults with their place.</summary>
public sealed class OptionsTests : IDisposable
{
    private const string Yaml =
        Project.Minimal
        + """
            serving: {max_model_len: 8192, port: 8000}
            security: {api_key: "${env:KEY}"}
            runtime: {retry: {delay: 200ms}, backends: [{url: "https://a.example.com"}], names: [a, b]}
            runtime_types: {retry.delay: duration, "backends[].url": uri}

            """;

    private const string Code = """
        #nullable enable
        using System;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Options;
        namespace My.Service
        {
            /// <summary>Test.</summary>
            public static class Service
            {
                /// <summary>Test.</summary>
                public static string Show(DeepSeekConfig c) => string.Join("|",
                    c.Model.Name, c.Serving.MaxModelLen, c.Resolved.MaxModelLen, c.Serving.KvCacheDtype, c.Hardware.Memory, c.Security.ApiKey, c.Runtime.Retry.Delay.TotalMilliseconds,
                    c.Runtime.Backends.Count, c.Runtime.Backends[0].Url.Host, string.Join(",", c.Runtime.Names), c.Serving.Speculative?.NumTokens, c.Serving.Env.Count, c.Resolved.ServedModelName);

                /// <summary>Test.</summary>
                public static string FromServices(IConfiguration configuration)
                {
                    var services = new ServiceCollection();
                    services.AddDeepSeekConfig(configuration);
                    using (var provider = services.BuildServiceProvider())
                        return Show(provider.GetRequiredService<IOptions<DeepSeekConfig>>().Value);
                }

                /// <summary>Test.</summary>
                public static IServiceProvider Provider(IConfiguration configuration)
                {
                    var services = new ServiceCollection();
                    services.AddDeepSeekConfig(configuration);
                    return services.BuildServiceProvider();
                }

                /// <summary>Test.</summary>
                public static int Length(IServiceProvider provider) => provider.GetRequiredService<IOptionsMonitor<DeepSeekConfig>>().CurrentValue.Resolved.MaxModelLen;

                /// <summary>Test.</summary>
                public static string FromFile(string path) => Show(DeepSeekConfigExtensions.LoadDeepSeekConfig(path));

                /// <summary>Test.</summary>
                public static string WithoutFaults(int length) => string.Join(";", new DeepSeekConfigValidator().Validate(null, DeepSeekConfig.Default with { Serving = new DeepSeekConfig.ServingSection { MaxModelLen = length } }).Failures ?? new string[0]);
            }
        }
        """;

    private static readonly Lazy<Assembly> Service = new(() => Project.Load(Project.Model(Yaml), Code));
    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_configuration_the_compiled_values_hold() =>
        Assert.Equal(
            "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B|8192|8192|||${env:KEY}|200|1|a.example.com|a,b||0|deepseek-ai/DeepSeek-R1-Distill-Qwen-7B",
            Call("FromServices", new ConfigurationBuilder().Build())
        );

    [Fact]
    public void The_file_and_the_environment_override_them()
    {
        var file = Write(
            "model: {name: R1}\nserving: {max_model_len: 4096, kv_cache_dtype: fp8, speculative: {num_tokens: 2}, env: {A_B: x}}\nhardware: {memory: 2GiB}\nruntime: {names: [c], retry: {delay: 1.5s}}\n"
        );
        var configuration = new ConfigurationBuilder()
            .AddDeepSeekConfigFile(file)
            .AddInMemoryCollection([
                new("DeepSeek:Serving:MaxModelLen", "2048"),
                new("DeepSeek:Runtime:Backends:0:Url", "https://b.example.com"),
                new("DeepSeek:Model:ServedName", "mine"),
            ])
            .Build();

        Assert.Equal("R1|2048|2048|Fp8|2147483648|${env:KEY}|1500|1|b.example.com|c|2|1|mine", Call("FromServices", configuration));
    }

    [Fact]
    public void Automatic_length_keeps_what_was_compiled() =>
        Assert.StartsWith(
            "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B|-1|8192|",
            Call("FromServices", new ConfigurationBuilder().AddInMemoryCollection([new("DeepSeek:Serving:MaxModelLen", "auto")]).Build()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("serving: {max_model_len: many}", "(1,26): serving.max_model_len: \"many\" is not a whole number")]
    [InlineData("serving:\n  max_model_len: 0", "(2,18): serving.max_model_len: 0 is not between 1 and 1000000000")]
    [InlineData("serving: {engine: vlm}", "(1,19): serving.engine: \"vlm\" is not one of vllm, sglang, tensorrt-llm")]
    [InlineData("serving: {max_model_length: 1}", "(1,29): serving.max_model_length: unknown key; known keys: attention_backend, ")]
    [InlineData("runtime: {retry: {delay: 5}}", "(1,26): runtime.retry.delay: \"5\" is not a duration with its unit, such as 30s")]
    [InlineData("security: {api_key: hunter2}", "(1,21): security.api_key: \"…\" is not a reference, ${env:NAME} or ${file:/path}")]
    [InlineData("kubernetes: {namespace: A_B}", "(1,25): kubernetes.namespace: \"A_B\" is not a DNS label")]
    [InlineData("serving: vllm", "(1,10): serving: must be a mapping, not \"vllm\"")]
    [InlineData("a: [", "(2,1): ")]
    [InlineData("- a", "(1,1): the file must be a mapping of sections")]
    public void Faults_name_file_line_and_column(string yaml, string fault)
    {
        var file = Write(yaml + "\n");

        var thrown = Assert.ThrowsAny<Exception>(() => Call("FromFile", file));
        var exception = Assert.IsType<DeepSeekConfigException>(thrown.InnerException ?? thrown);
        Assert.Contains(exception.Faults, f => f.Contains("deepseek-config.yaml" + fault, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_environment_names_its_variable()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DeepSeek:Serving:MaxModelLen", "x")]).Build();

        var exception = Assert.IsType<OptionsValidationException>(
            Assert.Throws<TargetInvocationException>(() => Call("FromServices", configuration)).InnerException
        );
        Assert.Equal(
            "DeepSeek__Serving__MaxModelLen: serving.max_model_len: \"x\" is not a whole number",
            Assert.Single(exception.Failures).Replace("serving__maxmodellen", "Serving__MaxModelLen", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_changed_file_is_read_again()
    {
        var file = Write("serving: {max_model_len: 4096}\n");
        var configuration = new ConfigurationBuilder().AddDeepSeekConfigFile(file).Build();
        var provider = (IServiceProvider)Project.Value(Service.Value, "Service", "Provider", configuration)!;
        Assert.Equal(4096, Project.Value(Service.Value, "Service", "Length", provider));

        File.WriteAllText(file, "serving: {max_model_len: 1024}\n");
        for (var i = 0; i < 100 && !Equals(1024, Project.Value(Service.Value, "Service", "Length", provider)); i++)
        {
            configuration.Reload(); // what the file watcher does, without waiting for it
            await Task.Delay(20);
        }

        Assert.Equal(1024, Project.Value(Service.Value, "Service", "Length", provider));
    }

    [Fact]
    public void The_compiled_json_is_read_too()
    {
        var compilation = ConfigCompiler.Compile(
            new Text.SourceFile("deepseek-config.yaml", Yaml + "targets: [runtime]\n"),
            CompilerOptions.Default
        );
        var file = Write(compilation.Files.Single(f => f.Path == "runtime/deepseek-config.json").Content, "deepseek-config.json");

        Assert.StartsWith("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B|8192|8192|", Call("FromFile", file), StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_file_is_named()
    {
        var thrown = Assert.Throws<TargetInvocationException>(() => Call("FromFile", Path.Combine(_folder, "absent.yaml")));
        Assert.Contains("absent.yaml", Assert.IsType<DeepSeekConfigException>(thrown.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_validator_checks_any_instance()
    {
        Assert.Equal("", Call("WithoutFaults", 4096));
        Assert.Equal("serving.max_model_len: -5 is not between 1 and 1000000000", Call("WithoutFaults", -5));
    }

    [Fact]
    public void Secrets_are_read_where_they_lie()
    {
        var file = Write("s3cret\n", "secret");

        Assert.Equal("s3cret", SecretReference.Parse("${file:" + file + "}").ResolveRequired());
        Assert.Null(SecretReference.Parse("${env:CONFIGKIT_ABSENT_VARIABLE}").Resolve());
        Assert.Equal("${env:A}", SecretReference.Parse("${env:A}").ToString());
        Assert.Null(SecretReference.TryParse("plain"));
        Assert.Throws<FormatException>(() => SecretReference.Parse("plain"));
    }

    private static string Call(string method, object argument) => (string)Project.Value(Service.Value, "Service", method, argument)!;

    private string Write(string text, string name = "deepseek-config.yaml")
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
