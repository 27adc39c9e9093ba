using System.Text;
using Nba.Engine.Events;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>How customers are brought up to what was journalled: a chunk at a time, in the order of keys.</summary>
internal sealed partial class Partition
{
    /// <summary>Brings the next chunk of customers up to the last journal entry.</summary>
    public void SweepNext()
    {
        try
        {
            Sweep(_options.SweepChunk);
        }
        catch (Exception failure) when (EngineFailure.Is(failure))
        {
            throw EngineFailure.OfTime(_journal.Head.SweptTo, failure);
        }
    }

    /// <summary>Brings the next customers, in key order, up to the last journal entry.</summary>
    public void Sweep(int customers)
    {
        // The scan reads committed rows: an entry is swept only once the customers made before it are durable with it.
        if (_committed.LastEntry <= _journal.Head.SweptTo) return;
        _journal.BeginSweep(_committed.LastEntry);
        if (_transport.Durable < _lastCommit) _transport.Settle();
        var done = 0;
        byte[]? last = null;
        using (var rows = Rows.Scan(_sweepKeys.Prefix(Table.Customers), _journal.Head.Cursor ?? [], sweep: true))
        {
            while (done < customers && rows.MoveNext())
            {
                if (_journal.Head.Cursor is { } cursor && rows.Key.SequenceEqual(cursor)) continue;
                Gather(rows.Key, rows.Value);
                if (++done == customers) last = rows.Key.ToArray();
            }
        }
        TakeSwept();
        if (last is not null) _journal.Head = _journal.Head with { Cursor = last };
        else EndSweep();
    }

    /// <summary>Sweeps to the end, in commits of a chunk each.</summary>
    public void SweepAll()
    {
        while (IsSweeping)
        {
            Commit();
            Begin();
            Sweep(_options.SweepChunk);
        }
    }

    private void EndSweep()
    {
        _journal.EndSweep();
        _deciding.GiveBack(_journal.Pending);
        _swept.GiveBack(_journal.Pending);
    }

    private void Gather(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored)
    {
        _counters.SweptOne();
        Span<char> id = stackalloc char[Activity.MaxCustomerLength];
        var name = id[..Encoding.UTF8.GetChars(key[Keys.PrefixLength..], id)];
        var kept = _customers.Kept(name);
        var row = kept is null ? stored : kept.Bytes;
        if (CustomerRow.Stamp(row) >= _journal.Head.SweepTarget) return;
        if (_swept.IsFull) TakeSwept();
        _swept.Add(kept?.Customer ?? name.ToString(), row);
    }

    private void TakeSwept()
    {
        foreach (var customer in _swept.Decide(_journal.Pending, _journal.Head.SweptTo, _journal.Head.SweepTarget))
        {
            customer.Given.Drain(_transaction!);
            if (customer.HasChanged) _customers.SaveSwept(customer.Customer, customer.After.Written, _transport.Durable);
        }
    }
}
