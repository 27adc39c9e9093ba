using Microsoft.Extensions.Configuration;

namespace Nba.Host.Settings;

/// <summary>Where settings come from, a later one winning: <c>appsettings.json</c> beside the program, environment (<c>NBA__…</c>), command line.</summary>
public static class HostConfiguration
{
    /// <summary>Name of the settings file.</summary>
    public const string FileName = "appsettings.json";

    /// <summary>Puts the sources together.</summary>
    /// <param name="commandLine">Keys and values given on the command line; null values are not given.</param>
    /// <param name="directory">Where the settings file lies, if there is one.</param>
    public static IConfigurationRoot Build(IEnumerable<KeyValuePair<string, string?>> commandLine, string? directory = null)
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(directory ?? AppContext.BaseDirectory, FileName), optional: true, reloadOnChange: false)
                .AddInMemoryCollection(Environment())
                .AddInMemoryCollection(commandLine.Where(pair => pair.Value is not null))
                .Build();
        }
        catch (InvalidDataException fault)
        {
            throw new CannotStartException($"{fault.Message} {fault.InnerException?.Message}".Trim(), fault);
        }
    }

    // Variables of other programs are never settings of ours; ours stand below the one section, but for those of the log.
    private static IEnumerable<KeyValuePair<string, string?>> Environment() =>
        new ConfigurationBuilder().AddEnvironmentVariables("NBA__").Build().AsEnumerable()
            .Where(pair => pair.Value is not null)
            .Select(pair => pair.Key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase) ? pair : new(HostOptions.Section + ":" + pair.Key, pair.Value));
}
