using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Tests.Stages;

/// <summary>
/// The contract of a transport over lists in memory, with rows in a store: several partitions, commits that become durable together and later, and sometimes
/// do not happen. Partitions are numbered from the first one given, so that many can share a store.
/// </summary>
internal sealed class MemoryTransport : ITransport
{
    private readonly Store _store;
    private readonly Random _random;
    private readonly double _undone;
    private readonly Slice[] _slices;
    private readonly Queue<PollResult> _told = new();
    private readonly List<MemoryTransaction> _begun = [];
    private int _generation;

    /// <summary>Over a store; so many partitions; a share of all commits that do not happen.</summary>
    public MemoryTransport(Store store, int first, int partitions, Random random, double undone = 0)
    {
        (_store, _random, _undone) = (store, random, undone);
        _slices = [.. Enumerable.Range(first, partitions).Select(n => new Slice(n))];
        Restart();
    }

    /// <summary>What was published, durably, in order.</summary>
    public List<(string Owner, string Json)> Published { get; } = [];

    /// <summary>Dead letters, durably written.</summary>
    public List<string> Letters { get; } = [];

    /// <summary>How often commits did not happen.</summary>
    public int Undone { get; private set; }

    /// <summary>Whether partitions say that they are caught up once they are.</summary>
    public bool SaysCaughtUp { get; set; } = true;

    /// <summary>Whether everything was taken and is durable.</summary>
    public bool IsDone => _begun.Count == 0 && _told.Count == 0 && _slices.All(s => s.Committed == s.Log.Count);

    public long Durable { get; private set; }

    /// <summary>Number of the partition of that place.</summary>
    public int Number(int place) => _slices[place].Number;

    /// <summary>A record arrives in the partition of that place.</summary>
    public void Append(int place, byte[] value) => _slices[place].Log.Add(value);

    /// <summary>The worker died and comes back: what was not durable did not happen.</summary>
    public void Restart()
    {
        _begun.Clear();
        _told.Clear();
        _generation++;
        foreach (var slice in _slices)
        {
            slice.Polled = slice.Committed;
            slice.IsOpen = false;
            _told.Enqueue(new PollResult(PollKind.Assigned, slice.Number, _generation));
        }
    }

    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait)
    {
        if (_told.Count == 0 && (_slices.All(s => s.Polled == s.Log.Count) || _random.Next(3) == 0)) Settle();
        if (_told.TryDequeue(out var told)) return told;
        var slice = _slices[_random.Next(_slices.Length)];
        var end = slice.Polled + Math.Min(slice.Log.Count - slice.Polled, 1 + _random.Next(atMost));
        for (; slice.Polled < end; slice.Polled++) into.Add(new LogRecord(slice.Polled, new Instant(slice.Polled), slice.Log[slice.Polled], null, null));
        return new PollResult(PollKind.Records, slice.Number, _generation);
    }

    public ITransaction Begin(int partition, int generation)
    {
        var slice = _slices.Single(s => s.Number == partition);
        Assert.Equal(_generation, generation);
        Assert.False(slice.IsOpen, "one open transaction a partition");
        slice.IsOpen = true;
        return new MemoryTransaction(this, slice);
    }

    public Store Reader(int partition) => _store;

    public bool IsCaughtUp(int partition) => SaysCaughtUp && _slices.Single(s => s.Number == partition) is var slice && slice.Polled == slice.Log.Count;

    public bool Belongs(int partition, ReadOnlySpan<char> customer) => true;

    public bool TryHold(int partition) => false;

    public void Settle()
    {
        if (_begun.Count == 0) return;
        Fail();
        using var batch = _store.NewBatch();
        foreach (var transaction in _begun) transaction.Write(batch);
        _store.Write(batch);
        _begun.Clear();
        Durable++;
    }

    public void Dispose()
    {
    }

    private void Fail()
    {
        if (_random.NextDouble() >= _undone) return;
        Undone++;
        var lost = _slices.Select(s => new PollResult(PollKind.Revoked, s.Number, _generation)).ToList();
        Restart();
        foreach (var assigned in _told.ToList()) lost.Add(assigned);
        _told.Clear();
        lost.ForEach(_told.Enqueue);
        throw new UndoneException("the test said so");
    }

    private sealed class Slice(int number)
    {
        public int Number => number;

        public List<byte[]> Log { get; } = [];

        public int Polled { get; set; }

        public int Committed { get; set; }

        public bool IsOpen { get; set; }
    }

    private sealed class MemoryTransaction(MemoryTransport transport, Slice slice) : ITransaction
    {
        private readonly List<(Table Table, byte[] Key, byte[]? Value)> _rows = [];
        private long _next = -1;

        // Everything begun becomes durable together, and what is begun after that with the next.
        public long Number => transport.Durable + 1;

        public void Consume(in LogRecord record) => _next = record.Position + 1;

        public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter) => Keep(Table.DeadLetters, key, letter.ToArray());

        public void Journal(JournalEntry entry) => Assert.Fail("stage 2 has no journal");

        public bool TrySend(SentActivity activity) => false;

        public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Keep(table, key, value.ToArray());

        public void Delete(Table table, ReadOnlySpan<byte> key) => Keep(table, key, null);

        public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last) => Assert.Fail("stage 2 retires nothing");

        public void Commit()
        {
            slice.IsOpen = false;
            transport._begun.Add(this);
            transport.Fail();
        }

        public void Abort()
        {
            slice.IsOpen = false;
            Assert.Equal(-1, _next);
        }

        public void Write(StoreBatch batch)
        {
            if (_next >= 0) slice.Committed = (int)_next;
            foreach (var (table, key, value) in _rows)
            {
                var text = Encoding.UTF8.GetString(value ?? []);
                if (table == Table.Published) transport.Published.Add((Encoding.UTF8.GetString(key.AsSpan(Keys.PrefixLength)), text));
                else if (table == Table.DeadLetters) transport.Letters.Add(text);
                else if (value is null) batch.Delete(key);
                else batch.Put(key, value);
            }
        }

        private void Keep(Table table, ReadOnlySpan<byte> key, byte[]? value)
        {
            Assert.Equal([(byte)(slice.Number >> 8), (byte)slice.Number, (byte)table], key[..Keys.PrefixLength].ToArray());
            _rows.Add((table, key.ToArray(), value));
        }
    }
}
