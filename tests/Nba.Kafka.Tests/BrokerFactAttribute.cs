using System.Runtime.CompilerServices;

namespace Nba.Kafka.Tests;

/// <summary>A test that only a broker can pass; skipped where none is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrokerFactAttribute : FactAttribute
{
    public BrokerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "no broker: set NBA_TEST_KAFKA=host:port";
        SkipType = typeof(Broker);
        SkipUnless = nameof(Broker.IsNamed);
    }
}

/// <summary>A test that starts a broker of its own; skipped where no script for that is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnBrokerFactAttribute : FactAttribute
{
    public OwnBrokerFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "no broker of its own: set NBA_TEST_KAFKA_HOME to the folder of its start script";
        SkipType = typeof(OwnBroker);
        SkipUnless = nameof(OwnBroker.CanStart);
    }
}
