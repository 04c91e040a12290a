using System.Diagnostics;
using Xunit.Abstractions;

namespace ConfigKit.Tests.Emit;

/// <summary>The real programs that read generated files.</summary>
internal static class Programs
{
    /// <summary>Whether CI promises that every program is there: then an absent one fails the test.</summary>
    private static bool AreRequired => Environment.GetEnvironmentVariable("CONFIGKIT_REQUIRE_PROGRAMS") == "1";

    /// <summary>Runs a program; null, said loudly, when it is not installed.</summary>
    public static (int Exit, string Output)? TryRun(ITestOutputHelper log, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception) when (!AreRequired)
        {
            Say(log, $"SKIPPED: {program} is not installed, so what it reads was not checked");
            return null;
        }
    }

    /// <summary>Shown with the results of the test, and on standard output of the run.</summary>
    public static void Say(ITestOutputHelper log, string line)
    {
        log.WriteLine(line);
        Console.WriteLine(line);
    }
}
