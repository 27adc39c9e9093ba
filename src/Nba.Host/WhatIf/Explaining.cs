using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Rules;
using Nba.Host.Archives;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.WhatIf;

/// <summary>Why an action does not stand for a customer on a day of a run.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Action">Id of the action.</param>
/// <param name="Rule">The rule that proposes it in the other run.</param>
/// <param name="Subject">Key of the thing that it is about, or null.</param>
/// <param name="Day">The day.</param>
/// <param name="AtEnd">Whether the day's end is asked about; else its morning.</param>
internal readonly record struct WhyQuestion(string Customer, string Action, string Rule, string? Subject, DateOnly Day, bool AtEnd);

/// <summary>The answer.</summary>
/// <param name="Report">What became of the action.</param>
/// <param name="Rule">The lines of that rule about that thing; null where this run's book has no such rule, or the customer no such thing.</param>
internal sealed record WhyAnswer(WhyNotReport Report, RuleExplanation? Rule);

/// <summary>
/// Answers why actions do not stand for a few customers in one of two runs: the days are decided once more for these customers alone, from the states in which both runs began, and the engine is
/// asked on each day that a question names. Not thread-safe.
/// </summary>
internal sealed class Explaining(WhatIfRun run)
{
    /// <summary>Answers questions about one run; a question about an action that its book does not have has no answer.</summary>
    public IReadOnlyDictionary<WhyQuestion, WhyAnswer> Ask(IReadOnlyCollection<WhyQuestion> questions, bool recorded)
    {
        var asked = new Asked(questions, run, recorded);
        if (questions.Count == 0) return asked.Answers;
        var customers = questions.Select(q => q.Customer).ToHashSet(StringComparer.Ordinal);
        using var log = ScratchStore.Empty(run.Log.Store);
        using var target = ScratchStore.Empty(run.Log.Store);
        CopyLog(log.Store, customers);
        CopyStates(target.Store, customers);
        asked.Target = target.Store;
        Replay.Run(log.Store, target.Store, new StageOptions { RecordDecisions = false, Lanes = 1 }, new Excerpt
        {
            Since = run.Since, Until = run.Until, Instead = recorded ? null : run.Rules.At, Books = recorded ? run.Log.Book : run.Rules.Find, Watch = asked,
        });
        asked.DayEnds(run.Period.To.AddDays(1));
        return asked.Answers;
    }

    // A backfill folds the whole past.
    private void CopyLog(Store into, HashSet<string> customers)
    {
        var since = run.Since is { } head && !run.Log.Journal.Any(e => e.Kind == JournalKind.Backfill && e.Number > head.LastEntry) ? head.NextPosition : 0;
        var (book, keys) = (run.Log.Last, new Keys(0));
        var activity = new Activity(book.Vocabulary);
        using var batch = into.NewBatch();
        foreach (var entry in Rows(run.Log.Store, Table.Journal)) batch.Put(entry.Key, entry.Value);
        using var rows = run.Log.Store.Scan(keys.Prefix(Table.Log), new Keys(0).Number(Table.Log, since));
        while (rows.MoveNext())
        {
            var record = EmbeddedLog.Row(rows.Key, rows.Value);
            if (record.Position >= run.Until?.Position) break;
            if (book.Reader.Read(record.Value, record.Arrival, activity, record.IsSent) is null && customers.Contains(activity.Customer.ToString())) batch.Put(rows.Key, rows.Value);
        }
        into.Write(batch);
    }

    private void CopyStates(Store into, HashSet<string> customers)
    {
        using var batch = into.NewBatch();
        foreach (var table in (Table[])[Table.Head, Table.Journal, Table.Waiting])
        {
            foreach (var (key, value) in Rows(run.States, table)) batch.Put(key, value);
        }
        var (keys, bytes) = (new Keys(0), Array.Empty<byte>());
        foreach (var customer in customers)
        {
            if (run.States.TryGet(keys.Text(Table.Customers, customer), ref bytes, out var length)) batch.Put(keys.Text(Table.Customers, customer), bytes.AsSpan(0, length));
        }
        into.Write(batch);
    }

    private static IEnumerable<(byte[] Key, byte[] Value)> Rows(Store store, Table table)
    {
        using var rows = store.Scan(new Keys(0).Prefix(table));
        while (rows.MoveNext()) yield return (rows.Key.ToArray(), rows.Value.ToArray());
    }

    private sealed class Asked(IReadOnlyCollection<WhyQuestion> questions, WhatIfRun run, bool recorded) : ReplayWatch
    {
        private const int MorningMinute = 8 * 60;

        private RuleBook _book = recorded || run.Since is not null ? run.Log.InForceBefore(run.Period.From) : run.Rules.At(run.Log.InForceBefore(run.Period.From).Version);

        public Dictionary<WhyQuestion, WhyAnswer> Answers { get; } = [];

        public Store Target { get; set; } = null!;

        public override void Book(string version) => _book = recorded ? run.Log.Book(version) : run.Rules.Find(version);

        public override void DayBegan(DateOnly day) => Answer(day, atEnd: false, _book.Calendar.AtLocal(day, MorningMinute));

        public override void DayEnds(DateOnly next) => Answer(next.AddDays(-1), atEnd: true, _book.Calendar.StartOf(next).Plus(-1));

        private void Answer(DateOnly day, bool atEnd, Instant now)
        {
            foreach (var question in questions.Where(q => q.Day == day && q.AtEnd == atEnd))
            {
                if (!_book.Rules.Rules.Any(r => r.Action.Id == question.Action) || State(question.Customer) is not { } state) continue;
                var circumstances = PartitionJournal.CircumstancesOf(Target, new Keys(0)) ?? Circumstances.Live;
                using var decider = new CustomerDecider(_book) { Circumstances = circumstances };
                var lines = Lines(decider, state, question, now);
                using var inquiry = new WhyNot(_book);
                Answers[question] = new WhyAnswer(inquiry.Ask(state, circumstances, question.Action, now), lines);
            }
        }

        private RuleExplanation? Lines(CustomerDecider decider, CustomerState state, in WhyQuestion question, Instant now)
        {
            var (rule, subject) = (_book.Rules.Find(question.Rule), question.Subject);
            if (rule is null || (rule.Each is { } each && (subject is null || state.Profile.Find(each, subject) is null))) return null;
            return decider.Explain(state, rule, now, rule.Each is null ? null : subject);
        }

        private CustomerState? State(string customer)
        {
            var (keys, bytes) = (new Keys(0), Array.Empty<byte>());
            if (!Target.TryGet(keys.Text(Table.Customers, customer), ref bytes, out var length)) return null;
            var state = new CustomerState(_book.Vocabulary);
            CustomerRow.Read(_book, customer, bytes.AsSpan(0, length), state);
            return state;
        }
    }
}
