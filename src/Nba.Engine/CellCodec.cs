using System.Collections.Frozen;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Folded facts as bytes: for each that has a value, its stable id, a length, and the parts its fold uses.</summary>
internal static class CellCodec
{
    private const byte HasA = 1, HasB = 2, HasText = 4, HasBuckets = 8;

    public static void Write(IReadOnlyList<Fact> facts, Cell[] cells, List<(int Id, byte[] Bytes)>? unknown, StateWriter writer)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            ref var cell = ref cells[i];
            if (!cell.Has) continue;
            var start = writer.Begin(facts[i].Id);
            Write(ref cell, writer);
            writer.End(start);
        }
        for (var i = 0; i < (unknown?.Count ?? 0); i++)
        {
            var start = writer.Begin(unknown![i].Id);
            writer.Raw(unknown[i].Bytes);
            writer.End(start);
        }
    }

    /// <summary>Reads cells by the ids of a customer's facts; answers those that the vocabulary does not know.</summary>
    public static List<(int Id, byte[] Bytes)>? Read(ref StateReader reader, FrozenDictionary<int, Fact> byId, Cell[] cells)
    {
        List<(int, byte[])>? unknown = null;
        while (!reader.AtEnd)
        {
            var id = (int)reader.Unsigned();
            var part = reader.Part();
            if (byId.TryGetValue(id, out var fact)) ReadCell(reader.Within(part), fact, ref cells[fact.Index]);
            else (unknown ??= []).Add((id, part.ToArray()));
        }
        return unknown;
    }

    /// <summary>Reads cells of an entity.</summary>
    public static List<(int Id, byte[] Bytes)>? Read(ref StateReader reader, IReadOnlyList<Fact> facts, Cell[] cells)
    {
        List<(int, byte[])>? unknown = null;
        while (!reader.AtEnd)
        {
            var id = (int)reader.Unsigned();
            var part = reader.Part();
            var at = 0;
            while (at < facts.Count && facts[at].Id != id) at++;
            if (at < facts.Count) ReadCell(reader.Within(part), facts[at], ref cells[at]);
            else (unknown ??= []).Add((id, part.ToArray()));
        }
        return unknown;
    }

    private static void Write(ref Cell cell, StateWriter writer)
    {
        var buckets = cell.Buckets is { Count: > 0 } ? cell.Buckets : null;
        writer.Byte((byte)((cell.A != 0 ? HasA : 0) | (cell.B != 0 ? HasB : 0) | (cell.Text is not null ? HasText : 0) | (buckets is not null ? HasBuckets : 0)));
        if (cell.A != 0) writer.Signed(cell.A);
        if (cell.B != 0) writer.Signed(cell.B);
        if (cell.Text is not null) writer.Text(cell.Text);
        var last = 0;
        for (var i = 0; i < (buckets?.Count ?? 0); i++)
        {
            var bucket = buckets![i];
            writer.Signed((long)bucket.Key - last);
            writer.Signed(bucket.A);
            writer.Signed(bucket.B);
            last = bucket.Key;
        }
    }

    private static void ReadCell(StateReader reader, Fact fact, ref Cell cell)
    {
        var has = reader.Byte();
        cell.Has = true;
        cell.A = (has & HasA) != 0 ? reader.Signed() : 0;
        cell.B = (has & HasB) != 0 ? reader.Signed() : 0;
        // A name is one customer's own: in the pool it would only push shared words out.
        if ((has & HasText) != 0) cell.Text = fact.Personal ? reader.Text() : reader.Word();
        if ((has & HasBuckets) == 0) return;
        var buckets = cell.MakeBuckets();
        var key = 0L;
        while (!reader.AtEnd)
        {
            key += reader.Signed();
            buckets.Add(new Bucket((int)key, reader.Signed(), reader.Signed()));
        }
    }
}
