using System.Globalization;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Stages;
using Nba.Host.Transport;

namespace Nba.Host.Api;

/// <summary>Tells of facts which activities in the log made them. Used by one thread.</summary>
internal sealed class Origins(RuleBook book, string customer, string language, DateOnly today, ActivityLook? look)
{
    private const int Most = 3;

    // No file declares these.
    private static readonly Dictionary<int, (string Zh, string En)> Assigned = new()
    {
        [BuiltIn.FirstId + 1] = ("A 角客户经理", "A-role manager"),
        [BuiltIn.FirstId + 2] = ("B 角客户经理", "B-role manager"),
        [BuiltIn.FirstId + 3] = ("团队", "Team"),
        [BuiltIn.FirstId + 4] = ("网点", "Branch"),
        [BuiltIn.FirstId + 5] = ("信息隔离", "Information barrier"),
    };

    private readonly FactTrail _trail = new(book);
    private readonly Activity _activity = new(book.Vocabulary);

    /// <summary>Whether texts of a person are told too: for the person's own export alone.</summary>
    public bool Whole { get; init; }

    /// <summary>How far the log was looked through; null where there is none.</summary>
    public LogLookAnswer? Log => look is null ? null : new LogLookAnswer(look.Looked, look.All, look is { IsWhole: false, From: { } from } ? Local(from) : null, look.Latest.Count(r => Read(r) is not null));

    /// <summary>A fact in words, with what made it.</summary>
    public FactExplained Of(FactRead read)
    {
        var fact = read.Fact;
        var said = new FactExplained(
            read.Name, Label(fact, language), Value(read), How(fact), read.Key, fact.Fold is { WindowDays: > 0 } fold ? fold.WindowDays : null, read.Rule, read.At is { } at ? read.IsDay ? ActionWords.Day(book.Calendar.DateOf(at).DayNumber) : Local(at) : null);
        if (fact.Origin != FactOrigin.Fold) return said with { From = read.From.Count == 0 ? null : [.. read.From.Select(Of)] };
        if (read.Value != "null" && read.IsDefault) return said with { Unfound = "default" };
        if (read.Value == "null" || look is null) return said;
        var (made, more) = Made(read);
        if (made.Count == 0 && read.At is { } time && look.Near(time)) (made, more) = Made(read);
        if (made.Count > 0) return said with { Activities = made, More = more > 0 ? more : null };
        if (read.At is null && read.Fact.Fold!.Kind is FoldKind.Count or FoldKind.Sum) return said;
        return said with { Unfound = FactTrail.FollowsFromAnswers(read) ? "answers" : look.IsWhole ? null : "not-looked" };
    }

    /// <summary>The latest activities of the customer, latest first.</summary>
    public IReadOnlyList<ActivityAnswer> Latest(int most) => [.. (look?.Latest ?? []).Select(Answer).OfType<ActivityAnswer>().Take(most)];

    /// <summary>The latest activities about one of the customer's things, latest first; null where none is at hand.</summary>
    public IReadOnlyList<ActivityAnswer>? About(EntityType type, string key)
    {
        List<ActivityAnswer> found = [.. (look?.Latest ?? []).Where(r => Read(r) is { } activity && activity.Type.Entity == type && activity.EntityKey == key).Take(Most).Select(r => Answer(r)!)];
        return found.Count == 0 ? null : found;
    }

    /// <summary>The activity at a position; null where it is not at hand.</summary>
    public ActivityAnswer? At(long position) => look?.At(position) is { } record ? Answer(record) : null;

    /// <summary>The same to be read; the caller's until the next call.</summary>
    public Activity? ActivityAt(long position) => look?.At(position) is { } record ? Read(record) : null;

    /// <summary>The activity of an id, where it is among those found; that it happened at a time may help.</summary>
    public (ActivityAnswer Answer, long Position)? Find(ulong idHash, Instant time)
    {
        for (var again = false; look is not null; again = true)
        {
            // Sent again it was passed over.
            foreach (var record in look.Latest.Reverse())
            {
                if (Read(record) is { } activity && activity.IdHash == idHash) return (Answer(record)!, record.Position);
            }
            if (again || !look.Near(time)) return null;
        }
        return null;
    }

    /// <summary>What people call a fact.</summary>
    public static string Label(Fact fact, string language) => Assigned.TryGetValue(fact.Id, out var words) ? language == "zh-CN" ? words.Zh : words.En : language == "zh-CN" ? fact.Zh : fact.En;

    // The latest by event time that is the value, for folds that keep one; else the latest few, and how many more there are.
    private (List<ActivityAnswer> Made, int More) Made(FactRead read)
    {
        var most = read.Fact.Fold!.Kind is FoldKind.Latest or FoldKind.InForce or FoldKind.LastDate or FoldKind.FirstDate or FoldKind.Min or FoldKind.Max ? 1 : Most;
        var found = new List<(Instant Time, LogRecord Record, long Value)>();
        var known = new HashSet<ulong>();
        foreach (var record in look!.Latest.Reverse())
        {
            if (Read(record) is { } activity && _trail.Makes(activity, read) && known.Add(activity.IdHash)) found.Add((activity.Time, record, ValueOf(activity, read.Fact.Fold)));
        }
        var first = read.Fact.Fold.Kind == FoldKind.FirstDate;
        if (first && !look.IsWhole) found.RemoveAll(f => read.At is { } at && book.Calendar.DateOf(f.Time) > book.Calendar.DateOf(at));
        // What has left the window is folded and counts no more.
        if (read.Fact.Fold is { WindowDays: > 0 } fold) found.RemoveAll(f => book.Calendar.DateOf(f.Time) <= today.AddDays(-fold.WindowDays));
        // What is the value, and not a later one that has been there since.
        if (read is { At: { } kept, IsDay: false } && read.Fact.Fold.Kind == FoldKind.Latest) found.RemoveAll(f => f.Time != kept);
        // The least or greatest is the value of one of them.
        if (read.Fact.Fold.Kind is FoldKind.Min or FoldKind.Max && found.Count > 0)
        {
            var extreme = read.Fact.Fold.Kind == FoldKind.Min ? found.Min(f => f.Value) : found.Max(f => f.Value);
            found.RemoveAll(f => f.Value != extreme);
        }
        List<ActivityAnswer> made = [.. (first ? found.OrderBy(f => f.Time) : found.OrderByDescending(f => f.Time)).Take(most).Select(f => Answer(f.Record)!)];
        // A count knows of those too that were not looked for.
        var all = read.Fact.Fold.Kind == FoldKind.Count && int.TryParse(read.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var counted) ? counted : found.Count;
        return (made, most == 1 ? 0 : all - made.Count);
    }

    private static long ValueOf(Activity activity, Fold fold) =>
        fold.Sources.FirstOrDefault(s => s.Event == activity.Type) is { Field: { } field } && activity.Fields.Has(field.Index) ? activity.Fields.Value(field.Index) : 0;

    // A name of a person is nobody's business but of who asks for a queue.
    private string Value(FactRead read) => !Whole && read.Fact is { Personal: true, Type.Kind: ValueKind.Text } && read.Value != "null" ? "…" : read.Value;

    private static string How(Fact fact) => Named((fact.Fold?.Kind.ToString() ?? (fact.Over is { } over ? $"over-{over.Kind}-of-{over.Entity.Name}" : fact.Origin.ToString())));

    private static string Named(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 && name[i - 1] != '-' ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private Activity? Read(in LogRecord record) => book.Reader.Read(record.Value, record.Arrival, _activity, record.IsSent) is null ? _activity : null;

    private ActivityAnswer? Answer(LogRecord record)
    {
        if (Read(record) is not { } activity) return null;
        var (time, arrived) = (Local(activity.Time), Local(record.Arrival));
        return new ActivityAnswer(record.Position, activity.Id, activity.Type.Name, time, arrived == time ? null : arrived, activity.Customer.SequenceEqual(customer) ? null : activity.Customer.ToString());
    }

    private string Local(Instant time) => Moment.Local(time, book.Calendar);
}
