using Microsoft.Extensions.Configuration;
using Nba.Engine.Sources;

namespace Nba.Host.Settings;

/// <summary>Where settings come from, a later one winning: the machine's language, <c>appsettings.json</c> beside the program, environment (<c>NBA__…</c>), command line.</summary>
public static class HostConfiguration
{
    /// <summary>Name of the settings file.</summary>
    public const string FileName = "appsettings.json";

    private static readonly string[] ClientSections =
        [$"{KafkaOptions.Section}:{nameof(KafkaOptions.Client)}:", $"{KafkaOptions.Section}:{nameof(KafkaOptions.ClientFiles)}:"];

    /// <summary>Puts the sources together.</summary>
    /// <param name="commandLine">Keys and values given on the command line; null values are not given.</param>
    /// <param name="directory">Where the settings file lies, if there is one.</param>
    /// <param name="language">The language unless a source names one; null for that of <see cref="HostOptions"/>.</param>
    public static IConfigurationRoot Build(IEnumerable<KeyValuePair<string, string?>> commandLine, string? directory = null, string? language = null)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddInMemoryCollection(language is null ? [] : [new($"{HostOptions.Section}:{nameof(HostOptions.Language)}", language)])
                .AddJsonFile(Path.Combine(directory ?? AppContext.BaseDirectory, FileName), optional: true, reloadOnChange: false)
                .AddInMemoryCollection(Environment())
                .AddInMemoryCollection(commandLine.Where(pair => pair.Value is not null))
                .Build();
        }
        catch (InvalidDataException fault)
        {
            throw new CannotStartException(Sentence.Quoted($"{fault.Message} {fault.InnerException?.Message}".Trim()), fault);
        }
    }

    // Variables of other programs are never settings of ours; ours stand below the one section, but for those of the log.
    private static IEnumerable<KeyValuePair<string, string?>> Environment() =>
        new ConfigurationBuilder().AddEnvironmentVariables("NBA__").Build().AsEnumerable()
            .Where(pair => pair.Value is not null)
            .Select(pair => pair.Key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase) ? pair : new(HostOptions.Section + ":" + WithPoints(pair.Key), pair.Value));

    // A shell's variable cannot have points in its name, and no setting of the client library has an underscore: SASL_PASSWORD is sasl.password.
    private static string WithPoints(string key) => ClientSections.FirstOrDefault(s => key.StartsWith(s, StringComparison.OrdinalIgnoreCase)) is { } section
        ? section + key[section.Length..].Replace('_', '.').ToLowerInvariant()
        : key;
}
