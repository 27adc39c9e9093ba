using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>One source of one fold, ready to run.</summary>
internal sealed record FoldStep(Fact Fact, Fold Fold, FoldSource Source, IReadOnlyList<Condition> Where)
{
    /// <summary>Whether running it twice with the same activity changes nothing.</summary>
    public bool Repeatable => Fold.Kind is FoldKind.Latest or FoldKind.Min or FoldKind.Max or FoldKind.LastDate or FoldKind.FirstDate or FoldKind.Members;
}

/// <summary>
/// Folds activities into profiles. Every fold is a function of the set of activities: late and permuted ones give the same result. Immutable; one per
/// book; safe from any thread.
/// </summary>
public sealed class Folding
{
    private readonly FoldStep[][] _customer;
    private readonly FoldStep[][] _item;

    internal Folding(FoldStep[][] customer, FoldStep[][] item) => (_customer, _item) = (customer, item);

    /// <summary>Compiles the folds of a vocabulary.</summary>
    internal static Folding Compile(VocabularyBook vocabulary, ExpressionCompiler compiler)
    {
        var customer = Steps(vocabulary, vocabulary.Facts, compiler);
        var item = new FoldStep[vocabulary.Events.Count][];
        Array.Fill(item, []);
        foreach (var entity in vocabulary.Entities)
        {
            var steps = Steps(vocabulary, entity.Facts, compiler);
            for (var i = 0; i < item.Length; i++) item[i] = [.. item[i], .. steps[i]];
        }
        return new Folding(customer, item);
    }

    /// <summary>Applies an activity on its event day; <paramref name="repeatableOnly"/> for one that may have been applied before.</summary>
    internal void Apply(Activity activity, DateOnly day, Profile profile, Frame frame, bool repeatableOnly)
    {
        frame.Event = activity.Fields;
        foreach (var step in _customer[activity.Type.Index])
        {
            if ((!repeatableOnly || step.Repeatable) && AllHold(step.Where, frame)) Fold(step, activity, day, ref profile.Cells[step.Fact.Index]);
        }
        if (activity.Type.Entity is not { } entityType || activity.EntityKey is not { } key) return;
        var entity = profile.FindOrAdd(entityType, key);
        foreach (var step in _item[activity.Type.Index])
        {
            if ((!repeatableOnly || step.Repeatable) && AllHold(step.Where, frame)) Fold(step, activity, day, ref entity.Cells[step.Fact.Index]);
        }
        if (activity.Type.EndsEntity) entity.EndedOn = Math.Max(entity.EndedOn ?? 0, day.DayNumber);
    }

    /// <summary>Applies an activity of the past to some facts alone; it makes no thing that is not there.</summary>
    internal void Refold(Activity activity, DateOnly day, Profile profile, Frame frame, IReadOnlySet<Fact> only)
    {
        frame.Event = activity.Fields;
        foreach (var step in _customer[activity.Type.Index])
        {
            if (only.Contains(step.Fact) && AllHold(step.Where, frame)) Fold(step, activity, day, ref profile.Cells[step.Fact.Index]);
        }
        if (activity.Type.Entity is not { } type || activity.EntityKey is not { } key || profile.Find(type, key) is not { } entity) return;
        foreach (var step in _item[activity.Type.Index])
        {
            if (only.Contains(step.Fact) && AllHold(step.Where, frame)) Fold(step, activity, day, ref entity.Cells[step.Fact.Index]);
        }
    }

    /// <summary>Whether an activity folds into a fact: one of the customer, or of the thing that it speaks of.</summary>
    internal bool Feeds(Activity activity, Fact fact, bool ofThing, Frame frame)
    {
        frame.Event = activity.Fields;
        foreach (var step in (ofThing ? _item : _customer)[activity.Type.Index])
        {
            if (step.Fact == fact && (step.Source.Field is not { } field || activity.Fields.Has(field.Index)) && AllHold(step.Where, frame)) return true;
        }
        return false;
    }

    /// <summary>Drops things that ended long ago and buckets that left their windows; the same on every day it is first called.</summary>
    internal static bool Forget(Profile profile, VocabularyBook vocabulary, DateOnly today)
    {
        var changed = false;
        for (var i = profile.Entities.Count - 1; i >= 0; i--)
        {
            var entity = profile.Entities[i];
            if (entity.EndedOn is not { } ended || ended + entity.Type.KeepDays >= today.DayNumber) continue;
            profile.RemoveAt(i);
            changed = true;
        }
        changed |= Trim(vocabulary.Facts, profile.Cells, today);
        for (var i = 0; i < profile.Entities.Count; i++) changed |= Trim(profile.Entities[i].Type.Facts, profile.Entities[i].Cells, today);
        return changed;
    }

    private static bool Trim(IReadOnlyList<Fact> facts, Cell[] cells, DateOnly today)
    {
        var changed = false;
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].Fold is { } fold && cells[i].Buckets is { Count: > 0 } buckets) changed |= Trim(fold, buckets, today);
        }
        return changed;
    }

    private static bool Trim(Fold fold, List<Bucket> buckets, DateOnly today)
    {
        var first = fold.Kind == FoldKind.Median ? MonthOf(today) - fold.Periods : fold.WindowDays > 0 && fold.Kind != FoldKind.Distinct ? today.DayNumber - fold.WindowDays + 1 : int.MinValue;
        var gone = 0;
        while (gone < buckets.Count && buckets[gone].Key < first) gone++;
        // A baseline remembers one month before its periods: months without activity count, from the first on.
        if (fold.Kind == FoldKind.Median) gone--;
        if (gone > 0) buckets.RemoveRange(0, gone);
        return gone > 0;
    }

    private static void Fold(FoldStep step, Activity activity, DateOnly day, ref Cell cell)
    {
        var (fold, source) = (step.Fold, step.Source);
        string? text = null;
        long value = 0;
        if (source.Field is { } field)
        {
            if (!activity.Fields.Has(field.Index)) return;
            (value, text) = (activity.Fields.Value(field.Index), activity.Fields.Text(field.Index));
        }
        else if (source.Constant is { } constant) value = constant;
        switch (fold.Kind)
        {
            case FoldKind.Latest: Latest(ref cell, activity.Time.UnixMilliseconds, value, text); break;
            case FoldKind.LastDate: cell.A = cell.Has ? Math.Max(cell.A, day.DayNumber) : day.DayNumber; break;
            case FoldKind.FirstDate: cell.A = cell.Has ? Math.Min(cell.A, day.DayNumber) : day.DayNumber; break;
            case FoldKind.Members: Member(ref cell, (int)value, activity.Time.UnixMilliseconds, source.Removes); break;
            case FoldKind.Median: AddTo(ref cell, MonthOf(day), value, 1); break;
            case FoldKind.Distinct: Distinct(ref cell, text is null ? value : StableHash(text), day); break;
            case FoldKind.Min or FoldKind.Max when fold.WindowDays > 0: Extreme(ref cell, day.DayNumber, value, fold.Kind == FoldKind.Min); break;
            case FoldKind.Min: cell.A = cell.Has ? Math.Min(cell.A, value) : value; break;
            case FoldKind.Max: cell.A = cell.Has ? Math.Max(cell.A, value) : value; break;
            case FoldKind.Count when fold.WindowDays == 0: cell.A++; break;
            case FoldKind.Sum or FoldKind.Average when fold.WindowDays == 0: (cell.A, cell.B) = (cell.A + value, cell.B + 1); break;
            default: AddTo(ref cell, day.DayNumber, fold.Kind == FoldKind.Count ? 1 : value, 1); break;
        }
        cell.Has = true;
    }

    // At equal event times the larger value wins, so that the order of two contradictory activities never shows.
    internal static void Latest(ref Cell cell, long time, long value, string? text)
    {
        if (cell.Has && (time < cell.B || (time == cell.B && (text is null ? value <= cell.A : string.CompareOrdinal(text, cell.Text) <= 0)))) return;
        (cell.A, cell.B, cell.Text) = (value, time, text);
    }

    internal static void AddTo(ref Cell cell, int key, long a, long b)
    {
        var buckets = cell.MakeBuckets();
        var at = cell.Find(key);
        if (at >= 0) buckets[at] = new Bucket(key, buckets[at].A + a, buckets[at].B + b);
        else buckets.Insert(~at, new Bucket(key, a, b));
    }

    internal static void Extreme(ref Cell cell, int day, long value, bool least)
    {
        var buckets = cell.MakeBuckets();
        var at = cell.Find(day);
        if (at < 0) buckets.Insert(~at, new Bucket(day, value, 1));
        else buckets[at] = new Bucket(day, least ? Math.Min(value, buckets[at].A) : Math.Max(value, buckets[at].A), 1);
    }

    internal static void Member(ref Cell cell, int code, long time, bool removed)
    {
        var buckets = cell.MakeBuckets();
        var at = cell.Find(code);
        var bucket = new Bucket(code, time, removed ? 1 : 0);
        if (at < 0) buckets.Insert(~at, bucket);
        else if (time > buckets[at].A || (time == buckets[at].A && removed)) buckets[at] = bucket;
    }

    // Buckets of a distinct fold: key = 32-bit hash of the value, A = last day it was seen; capped at 16 by dropping the oldest.
    private static void Distinct(ref Cell cell, long value, DateOnly day) => Seen(ref cell, unchecked((int)(value ^ (value >> 32))), day.DayNumber);

    internal static void Seen(ref Cell cell, int key, long day)
    {
        var buckets = cell.MakeBuckets();
        var at = cell.Find(key);
        if (at >= 0) buckets[at] = new Bucket(key, Math.Max(buckets[at].A, day), 1);
        else buckets.Insert(~at, new Bucket(key, day, 1));
        if (buckets.Count > FactReadout.DistinctCap) buckets.Remove(buckets.OrderBy(b => b.A).ThenBy(b => b.Key).First());
    }

    internal static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static long StableHash(string text) => (long)System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));

    private static bool AllHold(IReadOnlyList<Condition> where, Frame frame)
    {
        for (var i = 0; i < where.Count; i++)
        {
            if (!where[i].Holds(frame)) return false;
        }
        return true;
    }

    private static FoldStep[][] Steps(VocabularyBook vocabulary, IReadOnlyList<Fact> facts, ExpressionCompiler compiler)
    {
        var steps = new List<FoldStep>[vocabulary.Events.Count];
        for (var i = 0; i < steps.Length; i++) steps[i] = [];
        foreach (var fact in facts)
        {
            if (fact.Fold is not { Kind: not FoldKind.InForce } fold) continue;
            foreach (var source in fold.Sources)
            {
                var where = fold.Where is null ? [] : compiler.Conditions([fold.Where], new Scope([source.Event], null));
                steps[source.Event.Index].Add(new FoldStep(fact, fold, source, where));
            }
        }
        return [.. steps.Select(s => s.ToArray())];
    }
}
