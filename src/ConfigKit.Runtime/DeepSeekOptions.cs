using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConfigKit.Runtime;

/// <summary>A configuration that can't be used; the message holds a line for each fault.</summary>
public sealed class DeepSeekConfigException : Exception
{
    /// <summary>An exception of these faults.</summary>
    /// <param name="faults">A line each, with file, line and column where known.</param>
    public DeepSeekConfigException(IReadOnlyList<string> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    /// <summary>A line each.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>What generated code calls to offer a configuration record through Microsoft.Extensions.Options.</summary>
public static class DeepSeekOptions
{
    /// <summary>
    /// Offers IOptions, IOptionsSnapshot and IOptionsMonitor of a record, bound anew whenever the configuration changes and checked
    /// at the start.
    /// </summary>
    /// <typeparam name="T">The generated record.</typeparam>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="section">The section that the keys stand in.</param>
    /// <param name="bind">Binds the record.</param>
    /// <param name="validator">Checks the bound record.</param>
    /// <returns>For further settings of the options.</returns>
    public static OptionsBuilder<T> Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        IServiceCollection services,
        IConfiguration configuration,
        string section,
        Func<ConfigReader, T> bind,
        IValidateOptions<T> validator
    )
        where T : class
    {
        services.AddSingleton(validator);
        services.AddSingleton<IOptionsChangeTokenSource<T>>(new ConfigurationChangeTokenSource<T>(Options.DefaultName, configuration));
        services.AddTransient<IOptionsFactory<T>>(provider => new Factory<T>(
            () => Bind(configuration, section, bind),
            provider.GetServices<IValidateOptions<T>>()
        ));
        return services.AddOptions<T>().ValidateOnStart();
    }

    /// <summary>Loads a record once, without services: a file, then environment variables over it.</summary>
    /// <typeparam name="T">The generated record.</typeparam>
    /// <param name="path">The YAML file, or the compiled JSON.</param>
    /// <param name="section">The section of the environment variables, such as <c>DeepSeek</c>.</param>
    /// <param name="bind">Binds the record.</param>
    /// <param name="validator">Makes the check of the bound record.</param>
    /// <returns>The record.</returns>
    /// <exception cref="DeepSeekConfigException">The file is not there, can't be read, or holds values that are not allowed.</exception>
    public static T Load<T>(string path, string section, Func<ConfigReader, T> bind, Func<IConfiguration, IValidateOptions<T>> validator)
        where T : class
    {
        IConfigurationRoot configuration;
        try
        {
            configuration = new ConfigurationBuilder()
                .AddDeepSeekConfigFile(Path.GetFullPath(path), reloadOnChange: false, section: section)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or FileNotFoundException)
        {
            throw new DeepSeekConfigException([(e is InvalidDataException ? e.InnerException ?? e : e).Message]);
        }

        try
        {
            var value = Bind(configuration, section, bind);
            var result = validator(configuration).Validate(Options.DefaultName, value);
            return result.Failed ? throw new DeepSeekConfigException([.. result.Failures]) : value;
        }
        catch (OptionsValidationException e)
        {
            throw new DeepSeekConfigException([.. e.Failures]);
        }
    }

    private static T Bind<T>(IConfiguration configuration, string section, Func<ConfigReader, T> bind)
        where T : class
    {
        var reader = new ConfigReader(configuration, section);
        var value = bind(reader);
        return reader.Faults.Count > 0 ? throw new OptionsValidationException(Options.DefaultName, typeof(T), reader.Faults) : value;
    }

    private sealed class Factory<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        Func<T> bind,
        IEnumerable<IValidateOptions<T>> validators
    ) : IOptionsFactory<T>
        where T : class
    {
        public T Create(string name)
        {
            var value = bind();
            var failures = validators.Select(v => v.Validate(name, value)).Where(r => r.Failed).SelectMany(r => r.Failures ?? []).ToList();
            return failures.Count > 0 ? throw new OptionsValidationException(name, typeof(T), failures) : value;
        }
    }
}
