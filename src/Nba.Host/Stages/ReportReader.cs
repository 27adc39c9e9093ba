using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Reports;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// Reads a period out of a store for a report: the log once, for answers and products taken, then customer by customer their state and decision records.
/// Thread-safe: each call reads anew.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="books">Rule books by version; null for one that was never in force.</param>
public sealed class ReportReader(Store store, Func<string, RuleBook?> books)
{
    private const int Partition = 0;
    private const int TellEvery = 4096;

    /// <summary>First and last day of what the log holds, in the bank's zone; null for an empty log.</summary>
    public (DateOnly From, DateOnly To)? Days(RuleBook book, StageHead head)
    {
        var first = new PastLog(store, Partition).Between(0, head.NextPosition).Select(r => (Instant?)r.Arrival).FirstOrDefault();
        return first is { } began ? (book.Calendar.DateOf(began), book.Calendar.DateOf(AsOf(book, head))) : null;
    }

    /// <summary>The moment a store stands at: its last activity, or a day or hour that began since.</summary>
    public static Instant AsOf(RuleBook book, StageHead head) =>
        new(Math.Max(Math.Max(head.LastNow, head.Hour), head.Day > 0 ? book.Calendar.StartOf(DateOnly.FromDayNumber(head.Day)).UnixMilliseconds : 0));

    /// <summary>The report on a period that lies within the log.</summary>
    /// <param name="book">The book in force.</param>
    /// <param name="head">Where the store stands.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="careDays">Days without a care contact that make a customer overlooked.</param>
    /// <param name="read">Is told how many of how many rows are read; null for nobody.</param>
    /// <param name="stop">Gives up.</param>
    public Report Read(RuleBook book, StageHead head, DateOnly from, DateOnly to, int careDays, Action<long, long>? read = null, CancellationToken stop = default)
    {
        var (log, asOf) = (new ReportLog(store, book), AsOf(book, head));
        var total = head.NextPosition * 2;
        log.Read(head.NextPosition, book.Calendar.EndOf(to), at => Tell(at), stop);
        var counter = new ReportCounter(new ReportScope(from, to, asOf.UnixMilliseconds, book.Calendar, BooksOf(book, from, to), careDays, log.Types, log.SeesAdoptions));
        var census = new Census(book, asOf);
        var state = new CustomerState(book.Vocabulary);
        var done = 0L;
        using var rows = store.Scan(new Keys(Partition).Prefix(Table.Customers), sweep: true);
        while (rows.MoveNext())
        {
            stop.ThrowIfCancellationRequested();
            var customer = Encoding.UTF8.GetString(rows.Key[Keys.PrefixLength..]);
            if (!log.Knows(customer)) continue;
            CustomerRow.Read(book, customer, rows.Value, state);
            counter.Add(new CustomerHistory(census.Of(state, to), DecisionsOf(customer), log.AnswersOf(customer), log.AdoptionsOf(customer)));
            // How many customers there are is not known beforehand, how many were seen in the log is.
            done++;
            Tell(head.NextPosition + (head.NextPosition * done / Math.Max(done, log.Customers)));
        }
        read?.Invoke(total, total);
        return counter.Result();

        void Tell(long at)
        {
            if (at % TellEvery == 0 || at > head.NextPosition) read?.Invoke(at, total);
        }
    }

    private List<RecordedDecision> DecisionsOf(string customer)
    {
        var keys = new Keys(Partition);
        var length = keys.TextPrefix(Table.Decisions, customer).Length + 4;
        List<RecordedDecision> decisions = [];
        using var rows = store.Scan(keys.TextPrefix(Table.Decisions, customer), sweep: true);
        while (rows.MoveNext())
        {
            if (rows.Key.Length == length) decisions.Add(RecordedDecision.Read(rows.Value));
        }
        return decisions;
    }

    // As the journal says which book came into force when.
    private List<ReportedBook> BooksOf(RuleBook last, DateOnly from, DateOnly to)
    {
        var entries = EmbeddedLog.Journal(store, Partition).Where(e => e.Kind == JournalKind.Book).Select(e => (Day: last.Calendar.DateOf(e.Now), e.Payload)).ToList();
        List<ReportedBook> reported = [];
        for (var i = 0; i < entries.Count; i++)
        {
            var (begins, ends) = (i == 0 ? from : entries[i].Day, i + 1 < entries.Count ? entries[i + 1].Day : to);
            if (ends < from || begins > to || books(entries[i].Payload) is not { } book) continue;
            reported.Add(Of(book, begins > from ? begins : from, ends < to ? ends : to));
        }
        return reported.Count == 0 ? [Of(last, from, to)] : reported;
    }

    private static ReportedBook Of(RuleBook book, DateOnly from, DateOnly to) =>
        new(book.Version, from, to, book.Rules, book.Bundles, book.Campaigns, book.Directory, book.Vocabulary.Fact(Engine.Catalogue.ProductBook.HoldingsFact)?.Type.Codes);
}
