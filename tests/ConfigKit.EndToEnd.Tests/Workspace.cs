using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace ConfigKit.EndToEnd.Tests;

/// <summary>A folder of a user's.</summary>
public sealed class Workspace(string folder, Packages packages)
{
    public const string Yaml = """
        model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
        hardware: {gpu: h100-sxm, gpus_per_node: 1}
        serving: {engine: vllm, engine_version: "0.25.0", max_model_len: 8192}

        """;

    public const string Program = """
        using System;
        using Service;
        Console.WriteLine(DeepSeekConfig.Default.Serving.MaxModelLen);
        """;

    public string Folder => folder;

    public static string Project(string properties = "<TargetFramework>net10.0</TargetFramework>", string items = "") =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <RootNamespace>Service</RootNamespace>
                <Nullable>enable</Nullable>
                <LangVersion>9.0</LangVersion>
                <TreatWarningsAsErrors Condition="'$(TreatWarningsAsErrors)' == ''">true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ConfigKit" Version="0.1.0" />
                {items}
              </ItemGroup>
            </Project>
            """;

    public string PathOf(string name) => Path.Combine(folder, name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name)) ?? folder);
        File.WriteAllText(PathOf(name), text);
    }

    public (int Exit, string Output) Run(string program, params string[] arguments) => packages.Run(folder, program, arguments);

    public (int Exit, string Output) Run((string Name, string? Value)[] environment, string program, params string[] arguments) =>
        packages.Run(folder, environment, program, arguments);

    /// <summary>Builds, and tells what happened from the binary log.</summary>
    public BuildRun Build(params string[] arguments)
    {
        var log = PathOf("build.binlog");
        var (exit, output) = Run("dotnet", ["build", .. arguments, "--nologo", $"-bl:{log}"]);
        return BuildRun.Read(exit, output, log);
    }
}

/// <summary>One run of MSBuild.</summary>
public sealed record BuildRun(
    int Exit,
    string Output,
    IReadOnlyList<BuildErrorEventArgs> Errors,
    IReadOnlyList<BuildWarningEventArgs> Warnings,
    int CompileTasks
)
{
    public static BuildRun Read(int exit, string output, string log)
    {
        var events = BinaryLog.ReadRecords(log).Select(r => r.Args).ToList();
        return new BuildRun(
            exit,
            output,
            [.. events.OfType<BuildErrorEventArgs>()],
            [.. events.OfType<BuildWarningEventArgs>()],
            events.OfType<TaskStartedEventArgs>().Count(t => t.TaskName == "CompileDeepSeekConfig")
        );
    }

    public BuildRun Succeeds()
    {
        Assert.True(Exit == 0, Output);
        return this;
    }
}
