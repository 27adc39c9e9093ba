using Nba.Engine.Actions;

namespace Nba.Engine;

/// <summary>Who a customer was merged with, and the identities their actions had before, as bytes.</summary>
internal static class MergeCodec
{
    public const int MergedTag = 10, RenamedTag = 11;

    public static void Write(CustomerState state, StateWriter writer)
    {
        if (state.MergedInto is not null || state.Absorbed.Count > 0)
        {
            var start = writer.Begin(MergedTag);
            writer.Text(state.MergedInto);
            foreach (var absorbed in state.Absorbed) writer.Text(absorbed);
            writer.End(start);
        }
        if (state.Actions.Renamed.Count == 0) return;
        var renamed = writer.Begin(RenamedTag);
        foreach (var (old, now) in state.Actions.Renamed)
        {
            writer.Id(old);
            writer.Id(now);
        }
        writer.End(renamed);
    }

    public static void ReadMerged(ref StateReader r, CustomerState into)
    {
        into.MergedInto = r.Text();
        while (!r.AtEnd) into.Absorbed.Add(r.Text()!);
    }

    public static void ReadRenamed(ref StateReader r, ActionSlice actions)
    {
        while (!r.AtEnd) actions.Renamed.Add((r.Id(), r.Id()));
    }
}
