using Nba.Engine.Policies;

namespace Nba.Engine;

/// <summary>Answers that speak of interest, as bytes: a part of its own, so that a state without it has none and a program that does not know it keeps it.</summary>
internal static class InterestCodec
{
    public const int Tag = 24;

    public static void Write(InterestLedger interest, StateWriter writer)
    {
        if (interest.IsEmpty) return;
        var start = writer.Begin(Tag);
        writer.Unsigned((ulong)interest.Settled.Count);
        foreach (var count in interest.Settled)
        {
            writer.Fixed64(count.Category);
            writer.Unsigned((ulong)count.Yes);
            writer.Unsigned((ulong)count.No);
        }
        foreach (var answer in interest.Recent)
        {
            writer.Id(answer.Action);
            writer.Fixed64(answer.Category);
            writer.Byte((byte)answer.Sign);
        }
        writer.End(start);
    }

    public static void Read(ref StateReader reader, InterestLedger into)
    {
        for (var n = reader.Unsigned(); n > 0; n--) into.Settled.Add(new InterestCount(reader.Fixed64(), (int)reader.Unsigned(), (int)reader.Unsigned()));
        while (!reader.AtEnd) into.Recent.Add(new InterestAnswer(reader.Id(), reader.Fixed64(), (InterestSign)reader.Byte()));
    }
}
