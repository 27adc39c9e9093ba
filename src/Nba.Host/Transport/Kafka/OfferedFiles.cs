using Nba.Engine;

namespace Nba.Host.Transport.Kafka;

/// <summary>Rule files that are offered to be put in force.</summary>
/// <param name="Files">The files.</param>
/// <param name="Named">Version of the files that were named last when they were offered.</param>
internal sealed record OfferedFiles(RuleBook Files, string? Named);
