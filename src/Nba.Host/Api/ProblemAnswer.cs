namespace Nba.Host.Api;

/// <summary>A request that failed (RFC 9457).</summary>
/// <param name="Type">A name for the kind of failure.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What must be and what is.</param>
/// <param name="Reason">Reason code.</param>
public sealed record ProblemAnswer(string Type, string Title, int Status, string Detail, string Reason);
