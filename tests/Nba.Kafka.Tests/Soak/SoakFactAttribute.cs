using System.Runtime.CompilerServices;

namespace Nba.Kafka.Tests.Soak;

/// <summary>A test that goes on for as long as one likes; skipped where nobody asks for it. <c>./build.sh soak</c> does.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SoakFactAttribute : FactAttribute
{
    public SoakFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "no soak asked for: ./build.sh soak --minutes N";
        SkipType = typeof(SoakSettings);
        SkipUnless = nameof(SoakSettings.IsAsked);
    }
}
