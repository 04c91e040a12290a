using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ConfigKit.MSBuild;

/// <summary>Runs `deepseek-config model` on one file; its findings become errors and warnings of the build.</summary>
public sealed class CompileDeepSeekConfig : ToolTask
{
    // The tool's --format msbuild: file(line,col,line,col): error CKnnnn: message
    private static readonly Regex Finding = new(
        @"^(?<file>.+)\((?<line>\d+),(?<column>\d+),(?<endLine>\d+),(?<endColumn>\d+)\): "
            + @"(?<severity>error|warning) (?<code>CK\d{4}): (?<message>.*)$",
        RegexOptions.CultureInvariant
    );

    /// <summary>The configuration; overlays beside it are taken too.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>The JSON file to write.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>Receives the names of the further files that were read.</summary>
    [Required]
    public string Inputs { get; set; } = "";

    /// <summary>The tool's assembly.</summary>
    [Required]
    public string Tool { get; set; } = "";

    /// <summary>The dotnet host that runs it.</summary>
    public string DotNetHost { get; set; } = "";

    /// <summary>Targets to compile, such as docker and kubernetes.</summary>
    public string[] Targets { get; set; } = [];

    /// <summary>Folder of the targets.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Folder with a page for each diagnostic.</summary>
    public string HelpFolder { get; set; } = "";

    /// <summary>Whether nothing is reported: in builds that an editor makes to look at the project.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether each warning is an error, as for the C# compiler.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Ids of warnings that are errors.</summary>
    public string WarningsAsErrors { get; set; } = "";

    /// <summary>Ids of warnings that stay warnings.</summary>
    public string WarningsNotAsErrors { get; set; } = "";

    /// <summary>Ids of warnings that are not reported.</summary>
    public string NoWarn { get; set; } = "";

    protected override string ToolName => Path.DirectorySeparatorChar == '\\' ? "dotnet.exe" : "dotnet";

    protected override Encoding StandardOutputEncoding => new UTF8Encoding(false);

    protected override Encoding StandardErrorEncoding => new UTF8Encoding(false);

    protected override MessageImportance StandardErrorLoggingImportance => MessageImportance.High;

    protected override string GenerateFullPathToTool() => DotNetHost.Length > 0 ? DotNetHost : ToolName;

    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        line.AppendSwitch("exec");
        line.AppendFileNameIfNotNull(Tool);
        line.AppendSwitch("model");
        line.AppendFileNameIfNotNull(Source);
        line.AppendSwitch("--all-overlays --format msbuild");
        line.AppendSwitchIfNotNull("--output ", Model);
        line.AppendSwitchIfNotNull("--inputs ", Inputs);
        foreach (var target in Targets)
        {
            line.AppendSwitchIfNotNull("--target ", target);
        }

        if (Targets.Length > 0)
        {
            line.AppendSwitchIfNotNull("--directory ", Directory.TrimEnd('/', '\\'));
        }

        return line.ToString();
    }

    protected override void LogEventsFromTextOutput(string singleLine, MessageImportance messageImportance)
    {
        if (IsSilent)
        {
            return;
        }

        if (Finding.Match(singleLine) is { Success: true } match)
        {
            Report(match);
        }
        else if (
            singleLine.StartsWith("error: ", StringComparison.Ordinal)
            || singleLine.StartsWith("internal error: ", StringComparison.Ordinal)
        )
        {
            Log.LogError(null, null, null, Source, 0, 0, 0, 0, singleLine.Substring(singleLine.IndexOf(' ') + 1));
        }
        else
        {
            Log.LogMessage(MessageImportance.Low, singleLine);
        }
    }

    public override bool Execute() => base.Execute() && !Log.HasLoggedErrors;

    /// <summary>What failed was reported by the lines before; a second message would only hide it.</summary>
    protected override bool HandleTaskExecutionErrors()
    {
        if (!IsSilent && !Log.HasLoggedErrors)
        {
            Log.LogError($"deepseek-config ended with exit code {ExitCode} and said no more");
        }

        return false;
    }

    /// <summary>MSBuild itself raises warnings of tasks by other properties than C# does; users know those of C#.</summary>
    private bool IsRaised(string code) =>
        !Lists(NoWarn, code) && !Lists(WarningsNotAsErrors, code) && (TreatWarningsAsErrors || Lists(WarningsAsErrors, code));

    private static bool Lists(string ids, string code) =>
        ids.Split(';', ',', ' ').Any(id => string.Equals(id.Trim(), code, StringComparison.OrdinalIgnoreCase));

    private void Report(Match match)
    {
        var (code, file, message) = (match.Groups["code"].Value, match.Groups["file"].Value, match.Groups["message"].Value);
        var page = Path.Combine(HelpFolder, code + ".md");
        var link = HelpFolder.Length > 0 && File.Exists(page) ? new Uri(page).AbsoluteUri : null;
        if (match.Groups["severity"].Value == "error" || IsRaised(code))
        {
            Log.LogError(
                null,
                code,
                null,
                link,
                file,
                Number("line"),
                Number("column"),
                Number("endLine"),
                Number("endColumn"),
                "{0}",
                message
            );
        }
        else if (!Lists(NoWarn, code))
        {
            Log.LogWarning(
                null,
                code,
                null,
                link,
                file,
                Number("line"),
                Number("column"),
                Number("endLine"),
                Number("endColumn"),
                "{0}",
                message
            );
        }

        int Number(string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);
    }
}
