using Nba.Engine.Actions;

namespace Nba.Host.WhatIf;

/// <summary>What became of an action under the other rules.</summary>
internal enum Fate
{
    /// <summary>The same in both runs.</summary>
    Same,
    /// <summary>Only under the other rules.</summary>
    Appears,
    /// <summary>Only under the recorded rules.</summary>
    Disappears,
    /// <summary>Shown on an earlier day.</summary>
    Earlier,
    /// <summary>Shown on a later day.</summary>
    Later,
    /// <summary>Gone on an earlier day.</summary>
    Shorter,
    /// <summary>Gone on a later day.</summary>
    Longer,
    /// <summary>With other owners.</summary>
    OtherOwner,
    /// <summary>At another place of a list.</summary>
    OtherPlace,
}

/// <summary>One action of one customer in both runs: in the queues of its owners under the recorded rules, and under the other ones. Immutable once both are filled in.</summary>
internal sealed class ComparedAction(UInt128 id)
{
    private readonly List<(string Owner, TracedAction Trace)> _baseline = [], _alternative = [];

    /// <summary>Its identity.</summary>
    public UInt128 Id => id;

    /// <summary>Owners under the recorded rules.</summary>
    public IReadOnlyList<(string Owner, TracedAction Trace)> Baseline => _baseline;

    /// <summary>Owners under the other rules.</summary>
    public IReadOnlyList<(string Owner, TracedAction Trace)> Alternative => _alternative;

    /// <summary>The action as it first stood: under the recorded rules, where it stood there.</summary>
    public ActionRecord Record => (_baseline.Count > 0 ? _baseline : _alternative)[0].Trace.First;

    /// <summary>What became of it.</summary>
    public Fate Fate { get; private set; }

    /// <summary>The first day on which the runs differ over it, from 0; of those that are the same, 0.</summary>
    public int Day { get; private set; }

    /// <summary>Adds an owner of one run.</summary>
    public void Add(bool baseline, string owner, TracedAction trace) => (baseline ? _baseline : _alternative).Add((owner, trace));

    /// <summary>Compares, once all owners are added.</summary>
    public void Settle(int days) => (Fate, Day) = Found(days);

    private (Fate, int) Found(int days)
    {
        var (begun, begins) = (Begin(_baseline, days), Begin(_alternative, days));
        if (_baseline.Count == 0) return (Fate.Appears, begins);
        if (_alternative.Count == 0) return (Fate.Disappears, begun);
        if (begins != begun) return begins < begun ? (Fate.Earlier, begins) : (Fate.Later, begun);
        if (!_baseline.Select(o => o.Owner).SequenceEqual(_alternative.Select(o => o.Owner)))
            return (Fate.OtherOwner, Enumerable.Range(begun, days - begun).First(day => !On(_baseline, day).SequenceEqual(On(_alternative, day))));
        var (ended, ends) = (End(_baseline), End(_alternative));
        if (ends != ended) return ends < ended ? (Fate.Shorter, ends + 1) : (Fate.Longer, ended + 1);
        for (var day = begun; day <= ended; day++)
        {
            if (!SameOn(day)) return (Fate.OtherPlace, day);
        }
        return (Fate.Same, 0);
    }

    private static int Begin(List<(string Owner, TracedAction Trace)> owners, int days) => owners.Select(o => o.Trace.FirstDay).DefaultIfEmpty(days).Min();

    private static int End(List<(string Owner, TracedAction Trace)> owners) => owners.Max(o => o.Trace.LastDay);

    private static IEnumerable<string> On(List<(string Owner, TracedAction Trace)> owners, int day) => owners.Where(o => o.Trace.IsOn(day)).Select(o => o.Owner);

    // Owners are the same, in the same order.
    private bool SameOn(int day)
    {
        for (var i = 0; i < _baseline.Count; i++)
        {
            var (a, b) = (_baseline[i].Trace, _alternative[i].Trace);
            if (a.IsOn(day) != b.IsOn(day) || a.Place(day) != b.Place(day) || a.IsListed(day) != b.IsListed(day)) return false;
        }
        return true;
    }
}
