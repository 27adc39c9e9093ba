namespace Nba.Load;

/// <summary>Waits on the rig's own threads, which have nothing else to do.</summary>
internal static class Pause
{
    private static readonly ManualResetEventSlim Never = new();

    public static void For(int milliseconds) => Never.Wait(milliseconds);
}
