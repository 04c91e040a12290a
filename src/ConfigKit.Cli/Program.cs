using ConfigKit.Cli;

return CommandLine.Run(args, Terminal.FromConsole());
