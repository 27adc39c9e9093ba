using Nba.Engine.Calendars;

namespace Nba.Engine.Statistics;

/// <summary>Makes the table of one statistic from what was kept of each thing.</summary>
internal sealed class StatisticTabulation(Statistic statistic, BankCalendar calendar, DateOnly today)
{
    /// <summary>The table of the things received in a period. What makes a repeat may lie before it.</summary>
    public StatisticTable Of(Dictionary<ThingKey, CountedThing> things, DateOnly? from, DateOnly? to)
    {
        var (facts, stray) = (new List<ThingFacts>(), 0);
        foreach (var customer in things.GroupBy(t => t.Key.Customer))
        {
            DateOnly? before = null;
            foreach (var (_, thing) in customer.OrderBy(t => t.Value.ReceivedAt).ThenBy(t => t.Key.Thing))
            {
                if (thing.ReceivedAt == CountedThing.Never)
                {
                    stray++;
                    continue;
                }
                var received = Day(thing.ReceivedAt)!.Value;
                if (!(received < from) && !(received > to)) facts.Add(Facts(thing, received, before));
                before = received;
            }
        }
        return new StatisticTable(statistic, from, to, today, Counts(facts),
            Rows(facts.GroupBy(f => (f.Class, Month: (DateOnly?)null))), Rows(facts.GroupBy(f => (Class: (string?)null, Month: (DateOnly?)f.Month))),
            Rows(facts.GroupBy(f => (f.Class, Month: (DateOnly?)f.Month))), stray);
    }

    private ThingFacts Facts(CountedThing thing, DateOnly received, DateOnly? before)
    {
        var (answered, closed) = (Day(thing.AnsweredAt), Day(thing.ClosedAt));
        var due = statistic.Promise is { } promise ? calendar.Add(received, promise.Due) : DateOnly.MaxValue;
        return new ThingFacts
        {
            Class = thing.Class, Month = new DateOnly(received.Year, received.Month, 1), IsClosed = closed is not null, IsAnswered = answered is not null,
            Workdays = answered is { } day ? Math.Max(0, calendar.WorkdaysBetween(received, day)) : 0,
            IsLate = answered > due, IsOverdue = answered is null && closed is null && today > due,
            IsEscalated = EscalateOn(received, due) is { } told && told <= today && !(answered < told) && !(closed < told),
            IsRepeat = before is { } last && received.DayNumber - last.DayNumber < statistic.RepeatDays,
        };
    }

    private DateOnly? EscalateOn(DateOnly received, DateOnly due) =>
        statistic.Promise is not { } promise ? null
        : promise.EscalateFromDue is { } fromDue ? calendar.Add(due, fromDue)
        : promise.EscalateFromReceipt is { } fromReceipt ? calendar.Add(received, fromReceipt) : null;

    private StatisticCounts Counts(IReadOnlyList<ThingFacts> facts)
    {
        var (answers, ends, promise) = (statistic.HasAnswers, statistic.HasEnds, statistic.Promise);
        var workdays = facts.Where(f => f.IsAnswered).Select(f => f.Workdays).Order().ToList();
        int Of(Func<ThingFacts, bool> which) => facts.Count(which);
        return new StatisticCounts
        {
            Received = facts.Count,
            Answered = answers ? workdays.Count : null,
            InTime = promise is null ? null : Of(f => f.IsAnswered && !f.IsLate),
            Late = promise is null ? null : Of(f => f.IsLate),
            Unanswered = answers ? Of(f => !f.IsAnswered && !f.IsClosed) : null,
            Overdue = promise is null ? null : Of(f => f.IsOverdue),
            Open = ends ? Of(f => !f.IsClosed) : null,
            Closed = ends ? Of(f => f.IsClosed) : null,
            ClosedUnanswered = answers && ends ? Of(f => f.IsClosed && !f.IsAnswered) : null,
            MedianWorkdays = workdays.Count == 0 ? null : (workdays[(workdays.Count - 1) / 2] + workdays[workdays.Count / 2]) / 2m,
            WorstWorkdays = workdays.Count == 0 ? null : workdays[^1],
            Escalated = promise is { EscalateFromDue: null, EscalateFromReceipt: null } or null ? null : Of(f => f.IsEscalated),
            Repeats = statistic.RepeatDays == 0 ? null : Of(f => f.IsRepeat),
        };
    }

    private IReadOnlyList<StatisticRow> Rows(IEnumerable<IGrouping<(string? Class, DateOnly? Month), ThingFacts>> groups) =>
        [.. groups.Select(g => new StatisticRow(g.Key.Class, g.Key.Month, Counts([.. g])))
            .OrderBy(r => r.Class is null).ThenBy(r => statistic.Codes?.IndexOf(r.Class ?? "") ?? 0).ThenBy(r => r.Class, StringComparer.Ordinal).ThenBy(r => r.Month)];

    private DateOnly? Day(long time) => time == CountedThing.Never ? null : calendar.DateOf(new Instant(time));

    /// <summary>What the table asks of one thing.</summary>
    private readonly record struct ThingFacts
    {
        public string? Class { get; init; }

        public DateOnly Month { get; init; }

        public bool IsAnswered { get; init; }

        public bool IsClosed { get; init; }

        public int Workdays { get; init; }

        public bool IsLate { get; init; }

        public bool IsOverdue { get; init; }

        public bool IsEscalated { get; init; }

        public bool IsRepeat { get; init; }
    }
}
