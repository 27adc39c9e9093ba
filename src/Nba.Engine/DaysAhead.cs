using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// The first day on which a fact or a line may differ from today though nothing happens. Facts are asked for once a customer. One per decider; not
/// thread-safe.
/// </summary>
internal sealed class DaysAhead(RuleBook book, Frame frame, TodayRows todays)
{
    private const int Never = int.MaxValue;
    private const int MostKept = 4096;

    private readonly int[] _next = new int[book.Vocabulary.Facts.Count];
    private readonly int _segment = book.Vocabulary.Fact(BuiltIn.Segment)?.Index ?? -1;
    private readonly int _kind = book.Vocabulary.Fact(BuiltIn.Kind)?.Index ?? -1;
    private readonly Dictionary<(Condition Line, int Day), int> _byToday = [];
    private Look _look;

    private int Today => _look.Today.DayNumber;

    /// <summary>Begins with a customer, whose facts of today the frame holds.</summary>
    public void Begin(in Look look)
    {
        _look = look;
        Array.Clear(_next);
    }

    /// <summary>The first day on which all lines may hold: tomorrow when they do today, else when the last of those that do not may.</summary>
    public int ToHold(IReadOnlyList<Condition> lines, EntityState? thing)
    {
        var last = 0;
        for (var i = 0; i < lines.Count && last < Never; i++)
        {
            if (!lines[i].Holds(frame)) last = Math.Max(last, OfLine(lines[i], thing));
        }
        return last == 0 ? Today + 1 : last;
    }

    // For a line about a thing the frame holds the thing's facts.
    private int OfLine(Condition line, EntityState? thing)
    {
        if (line.DayCount is { } test && OfCount(test, thing) is { } steps) return Math.Min(steps, BySegment(line));
        var reads = line.Reads;
        if (reads.Today) return reads.Facts.Count + reads.ItemFacts.Count + reads.Params.Count == 0 ? OfToday(line) : Today + 1;
        var next = BySegment(line);
        for (var i = 0; i < reads.Facts.Count; i++) next = Math.Min(next, OfFact(reads.Facts[i]));
        for (var i = 0; i < reads.ItemFacts.Count; i++) next = Math.Min(next, OfItem(thing!, reads.ItemFacts[i]));
        return Math.Max(next, Today + 1);
    }

    // Null when the number counts no days, or none today.
    private int? OfCount(DayCountTest test, EntityState? thing)
    {
        var (row, fact) = test.OfItem ? (frame.Item, thing!.Type.Facts[test.Slot]) : (frame.Customer, book.Vocabulary.Facts[test.Slot]);
        if (fact.Of is not { } of || !row.Has(of.Index) || fact.Origin is FactOrigin.YearsSince or FactOrigin.NextAnniversary or FactOrigin.NextLunarAnniversary) return null;
        var rises = fact.Origin is FactOrigin.DaysSince or FactOrigin.WorkdaysSince;
        if (!row.Has(fact.Index) || (rises && row.Value(of.Index) > Today)) return null;
        var value = row.Value(fact.Index);
        var steps = test.StepsToChange(value, test.Param < 0 ? test.Bound : frame.Param.Value(test.Param), rises);
        // After the day itself an anniversary is a year away again.
        if (fact.Origin is FactOrigin.DaysToAnniversary or FactOrigin.DaysToLunarAnniversary) steps = (int)Math.Min(steps, value + 1);
        return Math.Min(steps == Never ? Never : (int)Math.Min((long)Today + steps, Never), test.OfItem ? OfItem(thing!, of.Index) : OfFact(of.Index));
    }

    private int BySegment(Condition line)
    {
        foreach (var parameter in line.Reads.Params)
        {
            if (_segment >= 0 && book.Vocabulary.Parameters[parameter].BySegment.Count > 0) return OfFact(_segment);
        }
        return Never;
    }

    // The same for every customer of a day.
    private int OfToday(Condition line)
    {
        if (_byToday.TryGetValue((line, Today), out var known)) return known;
        var (today, now, n) = (frame.Today, line.Test(frame), 0);
        do frame.Today = todays.On(Today + ++n);
        while (n < Foresight.MostDays && line.Test(frame) == now);
        frame.Today = today;
        if (_byToday.Count >= MostKept) _byToday.Clear();
        return _byToday[(line, Today)] = Today + n;
    }

    private int OfFact(int slot)
    {
        if (_next[slot] != 0) return _next[slot];
        var fact = book.Vocabulary.Facts[slot];
        var next = fact.Origin switch
        {
            FactOrigin.Fold => OfFold(fact, _look.State.Profile.Cells[slot]),
            FactOrigin.Rule => OfRules(fact),
            FactOrigin.Over => OfThings(fact),
            _ => OfDate(fact, frame.Customer, OfFact(fact.Of!.Index)),
        };
        return _next[slot] = Math.Max(next, Today + 1);
    }

    private int OfItem(EntityState thing, int slot)
    {
        var fact = thing.Type.Facts[slot];
        return Math.Max(Today + 1, fact.Of is { } of ? OfDate(fact, frame.Item, OfItem(thing, of.Index)) : OfFold(fact, thing.Cells[slot]));
    }

    private int OfDate(Fact fact, Row row, int date)
    {
        if (!row.Has(fact.Of!.Index)) return date;
        var on = (int)row.Value(fact.Of.Index);
        if (fact.Origin is FactOrigin.DaysSince or FactOrigin.WorkdaysSince or FactOrigin.YearsSince && on > Today) return Math.Min(date, on);
        return fact.Origin switch
        {
            FactOrigin.YearsSince => Math.Min(date, DateOnly.FromDayNumber(on).AddYears((int)row.Value(fact.Index) + 1).DayNumber),
            FactOrigin.NextAnniversary or FactOrigin.NextLunarAnniversary when row.Has(fact.Index) => (int)Math.Min(date, row.Value(fact.Index) + 1),
            _ => Today + 1,
        };
    }

    private int OfFold(Fact fact, in Cell cell)
    {
        if (!cell.Has || fact.Fold is not { } fold) return Never;
        var stale = fact.FreshForDays == 0 ? Never : fact.FreshForDays + 1;
        switch (fold.Kind)
        {
            case FoldKind.Latest or FoldKind.InForce: return stale == Never ? Never : Stale(book.Calendar.DateOf(new Calendars.Instant(cell.B)).DayNumber + fact.FreshForDays);
            case FoldKind.LastDate or FoldKind.FirstDate: return stale == Never ? Never : Stale((int)cell.A + stale);
            case FoldKind.Members: return Never;
            case FoldKind.Median: return cell.Buckets is { Count: > 0 } ? new DateOnly(_look.Today.Year, _look.Today.Month, 1).AddMonths(1).DayNumber : Never;
            case var _ when fold.WindowDays == 0: return Never;
        }
        var next = Never;
        foreach (var bucket in cell.Buckets ?? [])
        {
            var day = fold.Kind == FoldKind.Distinct ? (int)bucket.A : bucket.Key;
            if (day > Today && fold.Kind != FoldKind.Distinct) next = Math.Min(next, day);
            else if (day + fold.WindowDays > Today) next = Math.Min(next, day + fold.WindowDays);
        }
        return next;
    }

    // What went stale long ago stays so; a day's doubt, for it goes by hours.
    private int Stale(int day) => day > Today ? day : day >= Today - 1 ? Today + 1 : Never;

    // The first rule that holds gives the value: until it holds no longer, or one before it comes to hold.
    private int OfRules(Fact fact)
    {
        var (next, kind) = (_kind >= 0 && _kind != fact.Index ? OfFact(_kind) : Never, book.Facts.KindBit(frame.Customer));
        foreach (var rule in book.Facts.RulesOf(fact))
        {
            if (rule.Kinds != 0 && (rule.Kinds & kind) == 0) continue;
            var holds = true;
            foreach (var line in rule.Conditions) holds &= line.Holds(frame);
            if (!holds)
            {
                next = Math.Min(next, ToHold(rule.Conditions, null));
                continue;
            }
            foreach (var line in rule.Conditions) next = Math.Min(next, OfLine(line, null));
            if (rule.Computed is { } value) next = Math.Min(next, value.Reads.Today ? Today + 1 : value.Reads.Facts.Select(OfFact).DefaultIfEmpty(Never).Min());
            break;
        }
        return next;
    }

    private int OfThings(Fact fact)
    {
        if (book.Facts.OverThings(fact) is not { } aggregate) return Never;
        // First what the lines read of the customer: it may itself go through things of this kind, whose one row is used below.
        foreach (var read in aggregate.Reads) OfFact(read);
        var (next, before, row) = (Never, frame.Item, frame.Thing(aggregate.Over.Entity));
        frame.Item = row;
        foreach (var thing in _look.State.Profile.Entities)
        {
            if (thing.Type != aggregate.Over.Entity || thing.EndedOn is not null) continue;
            book.Facts.FillItem(thing, _look.Today, _look.DayStart, row);
            foreach (var line in aggregate.Where) next = Math.Min(next, OfLine(line, thing));
            if (aggregate.Over.Of is { } of) next = Math.Min(next, OfItem(thing, of.Index));
        }
        frame.Item = before;
        return next;
    }
}
