using System.Diagnostics;

namespace ConfigKit.Tests.Targets;

/// <summary>The real programs that read generated files.</summary>
internal static class Programs
{
    /// <summary>
    /// Why a test can't run here: a program that is not on the path, or a variable (written <c>$NAME</c>) that is not
    /// set; null when all is there, or when CI promises that it is, so that an absence fails.
    /// </summary>
    public static string? Missing(params IEnumerable<string> needs)
    {
        if (Environment.GetEnvironmentVariable("CONFIGKIT_REQUIRE_PROGRAMS") == "1")
        {
            return null;
        }

        var missing = needs.FirstOrDefault(n =>
            n.StartsWith('$') ? string.IsNullOrEmpty(Environment.GetEnvironmentVariable(n[1..])) : !IsOnPath(n)
        );
        return missing is null ? null : $"{missing} is absent here, so what it reads was not checked";
    }

    public static (int Exit, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    /// <summary>Lets a script that a test wrote be run.</summary>
    public static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                path,
                File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
            );
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>A test that needs programs; without them it counts as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] needs) => Skip = Programs.Missing(needs);
}

/// <summary>The same for a test with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(params string[] needs) => Skip = Programs.Missing(needs);
}
