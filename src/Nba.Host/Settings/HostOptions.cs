using System.ComponentModel.DataAnnotations;

namespace Nba.Host.Settings;

/// <summary>Where the host finds rules and keeps its data, and where it listens.</summary>
public sealed class HostOptions
{
    /// <summary>The section of the configuration that holds these; those of the store and the stage are sections within it.</summary>
    public const string Section = "Nba";

    /// <summary>The folder of the rule files, watched for changes.</summary>
    [Required]
    public string Rules { get; set; } = "rules";

    /// <summary>The directory of everything kept; the store lies in it unless it is given a directory of its own.</summary>
    [Required]
    public string Data { get; set; } = "data";

    /// <summary>Where the pages are served: to this machine alone, unless <see cref="AccessOptions"/> says who is let in; port 0 is any free one.</summary>
    [Listen]
    public string Listen { get; set; } = "127.0.0.1:5080";

    /// <summary>Language of answers that are asked for none.</summary>
    [Required, AllowedValues("zh-CN", "en")]
    public string Language { get; set; } = "zh-CN";

    /// <summary>Largest body of a request, in bytes: bounds what one batch of events takes in memory.</summary>
    [Range(65_536, 268_435_456)]
    public int MaxBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How often the rule files are looked at; a change counts once it has stood for this long.</summary>
    [Range(50, 3_600_000)]
    public int RulesPollMilliseconds { get; set; } = 1000;

    /// <summary>Longest wait for what became of an outcome, before "taken in, not yet decided" is answered.</summary>
    [Range(1, 60_000)]
    public int OutcomeWaitMilliseconds { get; set; } = 2000;

    /// <summary>Chunks of events that may wait for the stage before those who hand more in wait too.</summary>
    [Range(1, 10_000)]
    public int WaitingChunks { get; set; } = 64;

    /// <summary>Longest time a stop may take to decide and write what was handed in.</summary>
    [Range(1, 3600)]
    public int StopSeconds { get; set; } = 30;
}
