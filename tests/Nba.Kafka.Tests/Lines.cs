using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Nba.Kafka.Tests;

/// <summary>Keeps what is logged, from Information on. Thread-safe.</summary>
public sealed class Lines : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines so far, each behind its level.</summary>
    public IReadOnlyList<string> All => [.. _lines];

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
}
