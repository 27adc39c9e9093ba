using System.Globalization;

namespace Nba.Kafka.Tests.Soak;

/// <summary>What a soak was asked to be, by variables of the environment.</summary>
internal static class SoakSettings
{
    /// <summary>Whether it was asked for.</summary>
    public static bool IsAsked => Minutes > 0 && Broker.IsNamed;

    /// <summary>How long new rounds begin (NBA_SOAK_MINUTES).</summary>
    public static int Minutes { get; } = Number("NBA_SOAK_MINUTES") ?? 0;

    /// <summary>What chooses disturbances and activities (NBA_SOAK_SEED).</summary>
    public static int Seed { get; } = Number("NBA_SOAK_SEED") ?? 1;

    /// <summary>Where the report goes (NBA_SOAK_REPORT); nowhere when null.</summary>
    public static string? Report { get; } = Environment.GetEnvironmentVariable("NBA_SOAK_REPORT");

    /// <summary>Rounds whose names contain this, all when null (NBA_SOAK_ONLY).</summary>
    public static string? Only { get; } = Environment.GetEnvironmentVariable("NBA_SOAK_ONLY");

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
