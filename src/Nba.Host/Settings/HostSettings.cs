using Nba.Engine.Sources;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Settings;

/// <summary>Every setting of a host, read and checked.</summary>
/// <param name="Host">Folders, address, limits.</param>
/// <param name="Store">The store.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Kafka">The cluster, when there is one.</param>
public sealed record HostSettings(HostOptions Host, StoreOptions Store, StageOptions Stage, KafkaOptions Kafka)
{
    /// <summary>The folder of the data directory in which the store lies unless it is given a directory of its own.</summary>
    public const string StoreFolder = "store";

    /// <summary>Stage 2, on a cluster.</summary>
    public QueueOptions Queue { get; init; } = new();

    /// <summary>Who is let in.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>Sealing of what is held of customers.</summary>
    public PrivacyOptions Privacy { get; init; } = new();

    /// <summary>Deliveries.</summary>
    public DeliveryOptions Delivery { get; init; } = new();
}

/// <summary>A setting that cannot be used.</summary>
/// <param name="Key">Its key in the configuration.</param>
/// <param name="Value">What it is; null when it is missing.</param>
/// <param name="Must">What it must be.</param>
public sealed record SettingFault(string Key, string? Value, Sentence Must)
{
    /// <summary>One line: key, value, what it must be, and where it can be set.</summary>
    public Sentence Told => $"{Key} is {(Value is null ? Sentence.Of($"missing") : Sentence.Of($"'{Value}'"))}: it {Must} (environment: {Key.Replace(":", "__", StringComparison.Ordinal).Replace('.', '_').ToUpperInvariant()})";

    /// <summary>That in English.</summary>
    public override string ToString() => Told.ToString();
}

/// <summary>What came of reading the settings: all of them, or every fault at once.</summary>
/// <param name="Settings">The settings; null when there is a fault.</param>
/// <param name="Faults">All faults, by key.</param>
public sealed record SettingsLoad(HostSettings? Settings, IReadOnlyList<SettingFault> Faults)
{
    /// <summary>All faults in one message.</summary>
    public Sentence Message => $"{(Faults.Count == 1 ? Sentence.Of($"1 setting is") : Sentence.Of($"{Faults.Count} settings are"))} wrong:\n  {Sentence.Join($"\n  ", Faults.Select(f => f.Told))}";
}

/// <summary>The host cannot start; the message says why and what to do.</summary>
public sealed class CannotStartException(Sentence words, Exception? cause = null) : Exception(words.ToString(), cause)
{
    /// <summary>That, for whoever says it in another language.</summary>
    public Sentence Words => words;
}
