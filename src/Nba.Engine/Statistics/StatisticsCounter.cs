using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Statistics;

/// <summary>
/// Counts the statistics of a book over activities: those that were taken in, in any order. One that comes again under the same id counts once, and what
/// customers had before they turned out to be one is the one's. Keeps only the counted things, a hash for each of their activities and who was merged. Not
/// thread-safe.
/// </summary>
public sealed class StatisticsCounter
{
    private readonly StatisticsBook _book;
    private readonly BankCalendar _calendar;
    private readonly Dictionary<EventType, (int Statistic, StatisticStep Step)[]> _steps;
    private readonly Dictionary<ThingKey, CountedThing>[] _things;
    private readonly Dictionary<UInt128, UInt128> _into = [];
    private readonly HashSet<(UInt128 Customer, ulong Id)> _seen = [];
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly Frame _frame = new();

    /// <summary>A counter of all statistics of a book, with nothing counted.</summary>
    public StatisticsCounter(StatisticsBook book, BankCalendar calendar)
    {
        (_book, _calendar) = (book, calendar);
        _things = [.. book.All.Select(_ => new Dictionary<ThingKey, CountedThing>())];
        _steps = book.All.SelectMany(s => s.Steps.Select(step => (s.Index, step))).GroupBy(s => s.step.Event).ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>Whether such an activity says anything of what is counted; the others need not be handed in.</summary>
    public bool Counts(EventType type) => _steps.ContainsKey(type) || type.Name == BuiltIn.Merged;

    /// <summary>Counts an activity that was taken in.</summary>
    public void Count(Activity activity)
    {
        var customer = Hash(activity.Customer);
        if (activity.Type.Name == BuiltIn.Merged) Merge(customer, Hash(activity.Fields.Text(activity.Type.Field("into")!.Index)));
        if (!_steps.TryGetValue(activity.Type, out var steps) || !_seen.Add((customer, activity.IdHash))) return;
        _frame.Event = activity.Fields;
        foreach (var (statistic, step) in steps)
        {
            if (!step.Where.All(w => w.Holds(_frame))) continue;
            var thing = _book.All[statistic].IsOfThings ? Hash(activity.EntityKey) : activity.IdHash;
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_things[statistic], new ThingKey(customer, thing), out _);
            Take(slot ??= new CountedThing(), activity, step);
        }
    }

    /// <summary>What was counted so far.</summary>
    /// <param name="statistic">One of the book.</param>
    /// <param name="from">First day of receipt that counts, in the bank's zone; null for no first.</param>
    /// <param name="to">Last day of receipt that counts; null for no last.</param>
    /// <param name="today">The day as of which something is overdue.</param>
    public StatisticTable Table(Statistic statistic, DateOnly? from, DateOnly? to, DateOnly today)
    {
        var things = new Dictionary<ThingKey, CountedThing>();
        foreach (var (key, thing) in _things[statistic.Index])
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(things, key with { Customer = Root(key.Customer) }, out _);
            (slot ??= new CountedThing()).Absorb(thing);
        }
        return new StatisticTabulation(statistic, _calendar, today).Of(things, from, to);
    }

    private void Take(CountedThing thing, Activity activity, StatisticStep step)
    {
        var time = activity.Time.UnixMilliseconds;
        if (step.Moment != StatisticMoment.Class) thing.Take(step.Moment, time);
        else if (step.Field is not { } field) Classify(thing, step, step.Constant, null, time);
        else if (activity.Fields.Has(field.Index)) Classify(thing, step, activity.Fields.Value(field.Index), activity.Fields.Text(field.Index), time);
    }

    private void Classify(CountedThing thing, StatisticStep step, long code, string? text, long time)
    {
        if (step.Type!.Codes is { } codes) thing.Classify(codes.Values[(int)code], code, time);
        else if (text is not null) thing.Classify(One(text), 0, time);
    }

    // A text that many things have is kept once.
    private string One(string word)
    {
        if (_words.TryGetValue(word, out var kept)) return kept;
        _words.Add(word);
        return word;
    }

    private void Merge(UInt128 gone, UInt128 stays)
    {
        var (from, into) = (Root(gone), Root(stays));
        if (from != into) _into[from] = into;
    }

    private UInt128 Root(UInt128 customer)
    {
        var root = customer;
        while (_into.TryGetValue(root, out var next)) root = next;
        while (customer != root) (_into[customer], customer) = (root, _into[customer]);
        return root;
    }

    private static UInt128 Hash(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text));
}
