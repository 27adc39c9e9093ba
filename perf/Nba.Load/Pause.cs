namespace Nba.Load;

/// <summary>Waits on the rig's own threads, which have nothing else to do, and without spinning: what is measured beside them has only so many processors.</summary>
internal static class Pause
{
    private static readonly ManualResetEvent Never = new(false);

    public static void For(int milliseconds) => Never.WaitOne(milliseconds);
}
