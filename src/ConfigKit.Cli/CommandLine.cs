using System.CommandLine;
using ConfigKit.Cli.Commands;

namespace ConfigKit.Cli;

/// <summary>The command as a whole.</summary>
internal static class CommandLine
{
    public static int Run(string[] args, Terminal terminal)
    {
        try
        {
            return Invoke(args, terminal);
        }
        catch (MisuseException e)
        {
            terminal.Error.WriteLine("error: " + e.Message);
            return ExitCode.Misuse;
        }
        catch (IOException e) when (IsBrokenPipe(e))
        {
            return ExitCode.Clean;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine("error: " + e.Message);
            return ExitCode.Misuse;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine($"internal error: {e.GetType().Name}: {e.Message}");
            terminal.Error.WriteLine("This is a bug in deepseek-config; please report it with the file that caused it.");
            return ExitCode.Internal;
        }
        finally
        {
            Flush(terminal.Out);
        }
    }

    private static int Invoke(string[] args, Terminal terminal)
    {
        var root = new RootCommand("Validates and compiles deepseek-config.yaml, the configuration of self-hosted DeepSeek models.")
        {
            ValidateCommand.Create(terminal),
            CompileCommand.Create(terminal),
            EstimateCommand.Create(terminal),
            PlanCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            CatalogCommand.Create(terminal),
            InitCommand.Create(terminal),
            ModelCommand.Create(terminal),
            CleanCommand.Create(terminal),
            HookCommand.Create(terminal),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var words = parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            throw new MisuseException(string.Join(" ", words) + " (see --help)");
        }

        return parsed.Invoke(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            }
        );
    }

    // 32 = EPIPE: the reader went away, as `| head` does.
    private static bool IsBrokenPipe(IOException e) => (e.HResult & 0xFFFF) == 32;

    private static void Flush(TextWriter writer)
    {
        try
        {
            writer.Flush();
        }
        catch (IOException)
        {
            // nobody reads any more
        }
    }
}
