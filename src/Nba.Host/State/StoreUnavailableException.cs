using Nba.Engine.Sources;

namespace Nba.Host.State;

/// <summary>The store cannot be opened, read or written. The message says what is wrong and what to do about it.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>States what is wrong and how a person can put it right.</summary>
    /// <param name="problem">What is wrong, naming the directory; a sentence without its full stop.</param>
    /// <param name="remedy">What to do; a sentence without its full stop.</param>
    /// <param name="cause">The error underneath, if there is one.</param>
    public StoreUnavailableException(Sentence problem, Sentence remedy, Exception? cause = null)
        : base($"{problem}. {remedy}.", cause) => (Words, Remedy) = ($"{problem}. {remedy}.", remedy.ToString());

    /// <summary>The message, for whoever says it in another language.</summary>
    public Sentence Words { get; }

    /// <summary>What a person can do about it.</summary>
    public string Remedy { get; }
}
