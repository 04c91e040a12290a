namespace ConfigKit.Generator;

/// <summary>Writes the validator, the registration with Microsoft.Extensions.Options and the loader without services.</summary>
internal static class ServicesWriter
{
    private const string Options = "global::Microsoft.Extensions.Options.";
    private const string Configuration = "global::Microsoft.Extensions.Configuration.IConfiguration";
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.IServiceCollection";
    private const string Runtime = "global::ConfigKit.Runtime.";

    public static void Write(CodeWriter writer, ModelType root, ModelText model)
    {
        WriteValidator(writer, root);
        writer.Line();
        writer.Summary($"Offers {root.Name} to a program.");
        writer.Open($"public static class {root.Name}Extensions");
        writer.Summary(
            $"Offers {root.Name} as IOptions, IOptionsSnapshot and IOptionsMonitor: the compiled values, then those of the "
                + $"configuration's section {model.Section}, checked at the start and at each change."
        );
        writer.Line("/// <param name=\"services\">The services to add to.</param>");
        writer.Line("/// <param name=\"configuration\">The whole configuration.</param>");
        writer.Line("/// <param name=\"environment\">Name of the environment, whose overlay the values start from.</param>");
        writer.Line("/// <returns>For further settings of the options.</returns>");
        writer.Line(
            $"public static {Options}OptionsBuilder<{root.FullName}> Add{root.Name}"
                + $"(this {Services} services, {Configuration} configuration, string? environment = null) =>"
        );
        writer.Line(
            $"    {Runtime}DeepSeekOptions.Add<{root.FullName}>(services, configuration, {root.FullName}.SectionName, "
                + $"{Binding(root)}, new {root.FullName}Validator(configuration));"
        );
        writer.Line();
        writer.Summary($"Loads {root.Name} from its YAML file or the compiled JSON, environment variables over it; without services.");
        writer.Line("/// <param name=\"path\">The file.</param>");
        writer.Line("/// <param name=\"environment\">Name of the environment, whose overlay holds where the file states nothing.</param>");
        writer.Line("/// <returns>The values.</returns>");
        writer.Line(
            $"/// <exception cref=\"{Runtime}DeepSeekConfigException\">"
                + "The file is not there, can't be read, or holds values that are not allowed.</exception>"
        );
        writer.Line($"public static {root.FullName} Load{root.Name}(string path, string? environment = null) =>");
        writer.Line(
            $"    {Runtime}DeepSeekOptions.Load<{root.FullName}>(path, {root.FullName}.SectionName, "
                + $"{Binding(root)}, configuration => new {root.FullName}Validator(configuration));"
        );
        writer.Close();
    }

    private static string Binding(ModelType root) => $"reader => {root.FullName}.Bind(reader, {root.FullName}.ForEnvironment(environment))";

    private static void WriteValidator(CodeWriter writer, ModelType root)
    {
        writer.Summary($"Checks each value of {root.Name} against what the schema allows.");
        writer.Open($"public sealed class {root.Name}Validator : {Options}IValidateOptions<{root.FullName}>");
        writer.Line($"private readonly {Configuration}? _configuration;");
        writer.Line();
        writer.Summary("A validator that names file and line of a value that comes from a file.");
        writer.Line("/// <param name=\"configuration\">Where values come from; null: nowhere.</param>");
        writer.Line($"public {root.Name}Validator({Configuration}? configuration = null) => _configuration = configuration;");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Open($"public {Options}ValidateOptionsResult Validate(string? name, {root.FullName} options)");
        writer.Line($"var check = new {Runtime}ConfigCheck(_configuration, {root.FullName}.SectionName);");
        writer.Line($"{root.FullName}.Check(check, \"\", options);");
        writer.Line(
            $"return check.Faults.Count == 0 ? {Options}ValidateOptionsResult.Success : {Options}ValidateOptionsResult.Fail(check.Faults);"
        );
        writer.Close();
        writer.Close();
    }
}
