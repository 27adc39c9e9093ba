using System.Runtime.CompilerServices;

namespace Nba.Kafka.Tests.Clients;

/// <summary>A test that needs a broker and a program of others; skipped, with what is missing, where one of the two is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute(string has, string needs, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1) : base(sourceFilePath, sourceLineNumber)
    {
        Skip = $"no broker (NBA_TEST_KAFKA=host:port), or no {needs}";
        SkipType = typeof(ClientTool);
        SkipUnless = has;
    }
}
