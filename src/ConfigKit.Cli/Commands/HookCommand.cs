using System.CommandLine;
using System.Diagnostics;

namespace ConfigKit.Cli.Commands;

/// <summary>`hook install`: a plain git hook, for those who use no hook manager.</summary>
internal static class HookCommand
{
    private const string Marker = "# written by deepseek-config hook install";

    // -z and xargs -0: any file name may be staged. An absent tool says so and lets nothing pass.
    private const string Script =
        "#!/bin/sh\n"
        + Marker
        + """

            # Checks the deepseek-config files of this commit; skip once with git commit --no-verify.
            if git diff --cached --quiet --diff-filter=ACMR -- '*deepseek-config*.yaml' '*deepseek-config*.yml'; then
              exit 0
            fi
            tool=dotnet-deepseek-config
            command -v "$tool" >/dev/null 2>&1 || tool='dotnet tool run dotnet-deepseek-config'
            git diff --cached --name-only -z --diff-filter=ACMR -- '*deepseek-config*.yaml' '*deepseek-config*.yml' | xargs -0 $tool validate

            """;

    public static Command Create(Terminal terminal)
    {
        var install = new Command("install", "Writes .git/hooks/pre-commit, which validates deepseek-config files before each commit.");
        install.SetAction(_ =>
        {
            var hooks = HooksFolder();
            var path = Path.Combine(hooks, "pre-commit");
            if (File.Exists(path) && !File.ReadAllText(path).Contains(Marker, StringComparison.Ordinal))
            {
                throw new MisuseException(
                    $"{path} exists and wasn't written by deepseek-config; add this line to it: dotnet-deepseek-config validate"
                );
            }

            OutputDirectory.WriteIfChanged(path, Script.ReplaceLineEndings("\n"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(
                    path,
                    File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
                );
            }

            terminal.Out.WriteLine($"wrote {path}");
            return ExitCode.Clean;
        });
        return new Command("hook", "Git hooks.") { install };
    }

    /// <summary>Git alone knows: core.hooksPath, work trees and submodules all move it.</summary>
    private static string HooksFolder()
    {
        try
        {
            using var git =
                Process.Start(
                    new ProcessStartInfo("git", ["rev-parse", "--path-format=absolute", "--git-path", "hooks"])
                    {
                        RedirectStandardOutput = true,
                        RedirectStandardError = true,
                    }
                ) ?? throw new MisuseException("can't start git");
            git.StandardError.ReadToEndAsync();
            var folder = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 && folder.Length > 0 ? folder : throw new MisuseException("not inside a git repository");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new MisuseException("git is not on the PATH");
        }
    }
}
