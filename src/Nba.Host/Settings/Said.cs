using Nba.Engine.Sources;
using Nba.Host.State;

namespace Nba.Host.Settings;

/// <summary>Failures whose message is meant for the person at the terminal, who may read another language than English: they carry its words with them.</summary>
internal static class Said
{
    private const string Key = "words";

    /// <summary>Stored or handed-in data cannot be used as it is.</summary>
    public static InvalidDataException Unusable(Sentence words, Exception? cause = null) => With(new InvalidDataException(words.ToString(), cause), words);

    /// <summary>What was asked for is not possible here.</summary>
    public static InvalidOperationException Refused(Sentence words, Exception? cause = null) => With(new InvalidOperationException(words.ToString(), cause), words);

    /// <summary>What a failure says; in its own language where it carries no words.</summary>
    public static Sentence WordsOf(Exception failure) => failure is CannotStartException start ? start.Words : failure is StoreUnavailableException store ? store.Words : failure.Data[Key] as Sentence ?? Sentence.Quoted(failure.Message);

    private static T With<T>(T failure, Sentence words) where T : Exception
    {
        failure.Data[Key] = words;
        return failure;
    }
}
