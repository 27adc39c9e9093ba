using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>Exceptions that the engine threw: what they are, apart from those of disk and transport, and in words that name no customer.</summary>
internal static class EngineFailure
{
    /// <summary>Whether it may be the engine's, and is not one that the whole slot or process ends with.</summary>
    public static bool Is(Exception failure) => failure is not (UndoneException or NotRunnableException or OutOfMemoryException or IOException or StoreUnavailableException or InvalidDataException);

    /// <summary>Its type and where it was thrown. Not its message, which may hold what a customer's activity holds.</summary>
    public static string Words(Exception failure) => $"{failure.GetType().FullName}\n{failure.StackTrace}";

    /// <summary>The engine failed on what time brings. No record is to blame, and each would meet it again: the partition stops.</summary>
    public static NotRunnableException OfTime(long entry, Exception failure) =>
        new($"the engine fails ({failure.GetType().FullName}) on what the journal brings its customers after entry {entry}, or a tick after it; nothing is lost or passed over: the log says where it failed, so mend the program and start it again", failure);
}
