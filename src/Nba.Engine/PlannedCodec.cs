using Nba.Engine.Profiles;

namespace Nba.Engine;

/// <summary>Assignments to come as bytes.</summary>
internal static class PlannedCodec
{
    public const int Tag = 21;

    public static void Write(List<PlannedValue> planned, StateWriter writer)
    {
        if (planned.Count == 0) return;
        var start = writer.Begin(Tag);
        foreach (var value in planned)
        {
            writer.Unsigned((ulong)value.From);
            writer.Signed(value.Time);
            writer.Unsigned((ulong)value.FactId);
            writer.Text(value.Text);
        }
        writer.End(start);
    }

    public static void Read(ref StateReader reader, List<PlannedValue> into)
    {
        while (!reader.AtEnd) into.Add(new PlannedValue((int)reader.Unsigned(), reader.Signed(), (int)reader.Unsigned(), reader.Word()!));
    }
}
