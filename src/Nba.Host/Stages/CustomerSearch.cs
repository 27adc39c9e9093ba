using System.Text;
using Nba.Engine.Calendars;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// Finds the activities of some customers in a log by their subject. There is no index of them, which every activity would have to pay for: rows are looked through by several threads,
/// and what does not hold the bytes of an id is passed over unread. Not thread-safe.
/// </summary>
/// <param name="store">The store that has the log.</param>
/// <param name="customers">Ids of the customers.</param>
internal sealed class CustomerSearch(Store store, IReadOnlyCollection<string> customers)
{
    private const int MostLanes = 4;
    private const int Told = 1 << 16;
    private readonly byte[][] _quoted = [.. customers.Select(c => Encoding.UTF8.GetBytes($"\"{c}\""))];
    private readonly byte[][] _ids = [.. customers.Select(Encoding.UTF8.GetBytes)];
    private readonly HashSet<UInt128> _keys = [.. customers.Select(c => KeyRing.IdOf(Encoding.UTF8.GetBytes(c)))];

    /// <summary>Is told how many rows were looked through, by any thread.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Those from a position on and before another that had arrived by a moment, in order.</summary>
    public IReadOnlyList<LogRecord> Between(long first, long end, Instant until)
    {
        var lanes = (int)Math.Clamp((end - first) / Told, 1, Math.Min(MostLanes, Environment.ProcessorCount));
        var found = new List<LogRecord>[lanes];
        long looked = 0;
        Parallel.For(0, lanes, lane =>
        {
            var (from, to) = (first + ((end - first) * lane / lanes), first + ((end - first) * (lane + 1) / lanes));
            found[lane] = Lane(from, to, until, () => Progress?.Invoke(Interlocked.Add(ref looked, Told)));
        });
        return [.. found.SelectMany(f => f)];
    }

    private List<LogRecord> Lane(long first, long end, Instant until, Action told)
    {
        var found = new List<LogRecord>();
        var count = 0;
        using var rows = store.Scan(new Keys(0).Prefix(Table.Log), new Keys(0).Number(Table.Log, first), sweep: true);
        while (rows.MoveNext() && EmbeddedLog.PositionOf(rows.Key) < end)
        {
            if (++count % Told == 0) told();
            // Of a sealed row the key says whose it is.
            if (rows.SealedWith is { } key && !_keys.Contains(key)) continue;
            var value = rows.Value;
            if (EmbeddedLog.ArrivalOf(value) > until) break;
            if (MayBe(value) && IsOne(value[EmbeddedLog.HeadLength..])) found.Add(EmbeddedLog.Row(rows.Key, value));
        }
        return found;
    }

    // An id may be written with escapes; whatever has any is read.
    private bool MayBe(ReadOnlySpan<byte> row)
    {
        foreach (var id in _quoted)
        {
            if (row.IndexOf(id) >= 0) return true;
        }
        return row[EmbeddedLog.HeadLength..].Contains((byte)'\\');
    }

    private bool IsOne(ReadOnlySpan<byte> json)
    {
        Span<byte> subject = stackalloc byte[RowSeal.LongestId];
        subject = subject[..EventSubject.Of(json, subject)];
        foreach (var id in _ids)
        {
            if (subject.SequenceEqual(id)) return true;
        }
        return false;
    }
}
