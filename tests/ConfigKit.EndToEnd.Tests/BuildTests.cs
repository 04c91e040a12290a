using System.Text.RegularExpressions;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>A project with the package in it, built as users build.</summary>
[Collection(Packages.Collection)]
public sealed class BuildTests(Packages packages)
{
    private const string TooLong =
        "model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\nserving: {engine: vllm, engine_version: \"0.25.0\",\n  max_model_len: 9000000}\n";

    /// <summary>A file that reports one warning: swapping is likely.</summary>
    private const string Warned = Workspace.Yaml + "host: {swappiness: 60}\n";

    [Fact]
    public void The_type_is_there_and_a_second_build_does_nothing()
    {
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("deepseek-config.yaml", Workspace.Yaml)
        );

        Assert.Equal(1, service.Build().Succeeds().CompileTasks);
        Assert.Equal("8192", service.Run("dotnet", "run", "--no-build").Output.Trim());
        Assert.Equal(0, service.Build("--no-restore").Succeeds().CompileTasks);

        service.Write("deepseek-config.production.yaml", "serving: {max_model_len: 4096}\n");
        service.Write(
            "Program.cs",
            Workspace.Program.Replace("DeepSeekConfig.Default", "DeepSeekConfig.Environments.Production", StringComparison.Ordinal)
        );
        Assert.Equal(1, service.Build("--no-restore").Succeeds().CompileTasks);
        Assert.Equal("4096", service.Run("dotnet", "run", "--no-build").Output.Trim());

        File.Delete(service.PathOf("deepseek-config.production.yaml"));
        service.Write("Program.cs", Workspace.Program);
        Assert.Equal(1, service.Build("--no-restore").Succeeds().CompileTasks);
        Assert.Equal(0, service.Build("--no-restore").Succeeds().CompileTasks);
    }

    [Fact]
    public void A_file_that_was_read_beside_it_counts_as_input()
    {
        var config =
            """{"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_size": 3584, "intermediate_size": 18944, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4, "vocab_size": 152064, "max_position_embeddings": 131072, "torch_dtype": "bfloat16"}""";
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("config.json", config),
            (
                "deepseek-config.yaml",
                Workspace.Yaml.Replace(
                    "name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B",
                    "name: mine, config: ./config.json",
                    StringComparison.Ordinal
                )
            )
        );
        service.Build().Succeeds();
        Assert.Equal(0, service.Build("--no-restore").Succeeds().CompileTasks);

        service.Write("config.json", config + "\n");

        Assert.Equal(1, service.Build("--no-restore").Succeeds().CompileTasks);
    }

    [Fact]
    public void A_bad_file_fails_the_build_at_its_line_with_a_page_behind_its_id()
    {
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("deepseek-config.yaml", TooLong)
        );

        var run = service.Build();

        Assert.Equal(1, run.Exit);
        Assert.Contains(
            $"{service.PathOf("deepseek-config.yaml")}(4,18,4,25): error CK4013: max_model_len 9,000,000 exceeds",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.All(run.Errors, e => Assert.StartsWith("CK", e.Code, StringComparison.Ordinal));
        var error = run.Errors.First(e => e.Code == "CK4013");
        Assert.Equal((4, 18), (error.LineNumber, error.ColumnNumber));

        // A terminal shows the id as a link (OSC 8); the binary log does not hold it.
        var terminal = service.Run("dotnet", "build", "--no-restore", "--nologo", "-tl:on");
        var link = Regex.Match(terminal.Output, @"\x1b\]8;;(file:[^\x1b]*/CK4013\.md)\x1b");
        Assert.True(link.Success && File.Exists(new Uri(link.Groups[1].Value).LocalPath), terminal.Output);

        service.Write("deepseek-config.yaml", Workspace.Yaml);
        service.Build("--no-restore").Succeeds();
    }

    [Fact]
    public void Warnings_are_the_projects_to_raise_or_to_silence()
    {
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("deepseek-config.yaml", Warned)
        );

        var plain = service.Build("-p:TreatWarningsAsErrors=false").Succeeds();
        var id = Assert.Single(plain.Warnings).Code;
        Assert.StartsWith("CK", id, StringComparison.Ordinal);

        foreach (var raise in new[] { "-p:TreatWarningsAsErrors=true", $"-p:WarningsAsErrors={id}" })
        {
            service.Write("deepseek-config.yaml", Warned + "# " + raise + "\n");
            Assert.Equal(
                1,
                service
                    .Build(
                        "--no-restore",
                        raise,
                        raise.StartsWith("-p:W", StringComparison.Ordinal) ? "-p:TreatWarningsAsErrors=false" : raise
                    )
                    .Exit
            );
            Assert.Equal(
                1,
                service
                    .Build(
                        "--no-restore",
                        raise,
                        raise.StartsWith("-p:W", StringComparison.Ordinal) ? "-p:TreatWarningsAsErrors=false" : raise
                    )
                    .Exit
            ); // it fails until it is mended
        }

        Assert.Empty(service.Build("--no-restore", $"-p:NoWarn={id}").Succeeds().Warnings);
    }

    [Fact]
    public void Targets_are_written_with_the_build_and_cleaned_with_it()
    {
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("deepseek-config.yaml", Workspace.Yaml),
            ("deepseek-config.staging.yaml", "serving: {max_model_len: 4096}\n")
        );
        string[] options = ["-p:DeepSeekConfigTargets=\"docker;kubernetes\"", "-p:DeepSeekConfigOutput=deploy files"];

        service.Build(options).Succeeds();
        Assert.Contains("--max-model-len\", \"8192\"", service.Read("deploy files/docker/Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("--max-model-len\", \"4096\"", service.Read("deploy files/staging/docker/Dockerfile"), StringComparison.Ordinal);
        Assert.True(File.Exists(service.PathOf("deploy files/kubernetes/deployment.yaml")));
        Assert.False(Directory.Exists(service.PathOf("deploy files/sysctl")));
        Assert.Equal(0, service.Build(["--no-restore", .. options]).Succeeds().CompileTasks);

        service.Write("deploy files/mine.txt", "mine");
        Packages.Succeeds(service.Run("dotnet", ["clean", "--nologo", .. options]));
        Assert.Equal(
            ["deploy files/mine.txt"],
            Directory
                .EnumerateFiles(service.PathOf("deploy files"), "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(service.Folder, f))
        );
        Assert.False(Directory.Exists(service.PathOf("obj/Debug/net10.0/deepseek-config")));
    }

    [Fact]
    public void Several_frameworks_compile_the_file_once()
    {
        var service = packages.Create(
            (
                "Service.csproj",
                Workspace.Project("<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks><OutputType>Library</OutputType>")
            ),
            (
                "Library.cs",
                "namespace Service { public static class Library { public static int Length => DeepSeekConfig.Constants.MaxModelLen; } }"
            ),
            ("deepseek-config.yaml", Workspace.Yaml)
        );

        Assert.Equal(1, service.Build().Succeeds().CompileTasks);
        Assert.Equal(0, service.Build("--no-restore").Succeeds().CompileTasks);
        Packages.Succeeds(service.Run("dotnet", "clean", "--nologo"));
        Assert.Equal(1, service.Build("--no-restore").Succeeds().CompileTasks);
    }

    [Fact]
    public void Several_files_and_several_projects_go_side_by_side()
    {
        var items =
            "<DeepSeekConfig Include=\"deepseek-config.yaml\" /><DeepSeekConfig Include=\"chat/small.yaml\" Type=\"SmallConfig\" Section=\"Small\" />";
        var service = packages.Create(
            ("app/Service.csproj", Workspace.Project(items: items + "<ProjectReference Include=\"../lib/Lib.csproj\" />")),
            (
                "app/Program.cs",
                "using System; using Service; Console.WriteLine(DeepSeekConfig.Default.Serving.MaxModelLen + \" \" + SmallConfig.Default.Serving.MaxModelLen + \" \" + SmallConfig.SectionName + \" \" + Lib.Type.Length);"
            ),
            ("app/deepseek-config.yaml", Workspace.Yaml),
            ("app/chat/small.yaml", Workspace.Yaml.Replace("8192", "2048", StringComparison.Ordinal)),
            (
                "lib/Lib.csproj",
                Workspace.Project(
                    "<TargetFramework>net10.0</TargetFramework><OutputType>Library</OutputType><RootNamespace>Lib</RootNamespace>"
                )
            ),
            (
                "lib/Type.cs",
                "namespace Lib { public static class Type { public static int Length => DeepSeekConfig.Constants.MaxModelLen; } }"
            ),
            ("lib/deepseek-config.yaml", Workspace.Yaml.Replace("8192", "1024", StringComparison.Ordinal))
        );

        Assert.Equal(3, service.Build("app", "-m").Succeeds().CompileTasks);
        Assert.Equal("8192 2048 Small 1024", service.Run("dotnet", "run", "--project", "app", "--no-build").Output.Trim());

        service.Write("app/Service.csproj", Workspace.Project(items: items.Replace(" Type=\"SmallConfig\"", "", StringComparison.Ordinal)));
        Assert.Contains("give each its own", service.Build("app").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_only_refers_to_such_a_project_compiles_nothing()
    {
        var service = packages.Create(
            (
                "app/App.csproj",
                Workspace
                    .Project()
                    .Replace(
                        "<PackageReference Include=\"ConfigKit\" Version=\"0.1.0\" />",
                        "<ProjectReference Include=\"../lib/Lib.csproj\" />",
                        StringComparison.Ordinal
                    )
            ),
            ("app/Program.cs", "System.Console.WriteLine(Lib.DeepSeekConfig.Default.Serving.MaxModelLen);"),
            ("app/deepseek-config.yaml", "not: checked\n"),
            (
                "lib/Lib.csproj",
                Workspace.Project(
                    "<TargetFramework>net10.0</TargetFramework><OutputType>Library</OutputType><RootNamespace>Lib</RootNamespace>"
                )
            ),
            ("lib/deepseek-config.yaml", Workspace.Yaml)
        );

        Assert.Equal(1, service.Build("app").Succeeds().CompileTasks);
        Assert.Equal("8192", service.Run("dotnet", "run", "--project", "app", "--no-build").Output.Trim());
    }

    [Fact]
    public void A_design_time_build_is_silent_and_uses_what_there_is()
    {
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("deepseek-config.yaml", TooLong)
        );
        Packages.Succeeds(service.Run("dotnet", "restore"));
        string[] design =
        [
            "msbuild",
            "-nologo",
            "-t:Compile",
            "-p:DesignTimeBuild=true",
            "-p:SkipCompilerExecution=true",
            "-p:ProvideCommandLineArgs=true",
        ];

        var bad = service.Run("dotnet", design);
        Assert.Equal(0, bad.Exit);
        Assert.DoesNotContain("CK", bad.Output, StringComparison.Ordinal);

        service.Write("deepseek-config.yaml", Workspace.Yaml);
        Packages.Succeeds(service.Run("dotnet", design));
        Assert.True(File.Exists(service.PathOf("obj/Debug/net10.0/deepseek-config/DeepSeekConfig.json")));
    }

    [Fact]
    public void MSBuild_itself_and_publish_work_too()
    {
        var service = packages.Create(
            ("Service.csproj", Workspace.Project()),
            ("Program.cs", Workspace.Program),
            ("deepseek-config.yaml", Workspace.Yaml)
        );

        Packages.Succeeds(service.Run("dotnet", "msbuild", "-restore", "-nologo"));
        Packages.Succeeds(service.Run("dotnet", "publish", "-o", "out", "--nologo"));
        Assert.Equal("8192", service.Run("dotnet", "out/Service.dll").Output.Trim());
    }

    [Fact]
    public void Without_a_file_and_when_switched_off_nothing_happens()
    {
        var service = packages.Create(("Service.csproj", Workspace.Project()), ("Program.cs", "System.Console.WriteLine();"));
        Assert.Equal(0, service.Build().Succeeds().CompileTasks);

        service.Write("deepseek-config.yaml", TooLong);
        Assert.Equal(0, service.Build("--no-restore", "-p:DeepSeekConfigEnabled=false").Succeeds().CompileTasks);
    }

    /// <summary>Needs what the linker needs; `.ci/run` installs it.</summary>
    [ProgramFact("clang")]
    public void Trimmed_and_native_without_warnings()
    {
        var service = packages.Create(
            (
                "Service.csproj",
                Workspace.Project(
                    "<TargetFramework>net10.0</TargetFramework><LangVersion>latest</LangVersion><PublishAot>true</PublishAot><InvariantGlobalization>true</InvariantGlobalization>",
                    "<PackageReference Include=\"Microsoft.Extensions.DependencyInjection\" Version=\"10.0.0\" />"
                )
            ),
            (
                "Program.cs",
                """
                using System;
                using ConfigKit.Runtime;
                using Microsoft.Extensions.Configuration;
                using Microsoft.Extensions.DependencyInjection;
                using Microsoft.Extensions.Options;
                using Service;
                var configuration = new ConfigurationBuilder().AddDeepSeekConfigFile(Environment.GetCommandLineArgs()[1]).AddEnvironmentVariables().Build();
                var services = new ServiceCollection();
                services.AddDeepSeekConfig(configuration);
                var config = services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<DeepSeekConfig>>().CurrentValue;
                Console.WriteLine(config.Serving.MaxModelLen + " " + config.Resolved.MaxModelLen + " " + config.Serving.Engine + " " + config.Hardware.Gpu?.Name);
                """
            ),
            ("deepseek-config.yaml", Workspace.Yaml)
        );

        var run = service.Run("dotnet", "publish", "-r", "linux-x64", "-o", "out", "--nologo");

        Packages.Succeeds(run);
        Assert.DoesNotContain("warning", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "8192 8192 Vllm h100-sxm",
            service.Run(service.PathOf("out/Service"), service.PathOf("deepseek-config.yaml")).Output.Trim()
        );
        Assert.Equal(
            "4096 4096 Vllm h100-sxm",
            service
                .Run([("DeepSeek__Serving__MaxModelLen", "4096")], service.PathOf("out/Service"), service.PathOf("deepseek-config.yaml"))
                .Output.Trim()
        );
    }
}
