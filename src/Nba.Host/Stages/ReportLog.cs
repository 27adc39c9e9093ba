using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Catalogue;
using Nba.Engine.Events;
using Nba.Engine.Reports;
using Nba.Engine.Vocabulary;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>What a report needs of the log: who is known by a day, answers, products taken, and how many activities of each type came. Not thread-safe.</summary>
internal sealed class ReportLog
{
    private const int Partition = 0;

    private readonly Store _store;
    private readonly RuleBook _book;
    private readonly Keys _keys = new(Partition);
    private readonly Dictionary<string, Seen> _customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen>.AlternateLookup<ReadOnlySpan<char>> _byId;
    private readonly long[] _types;
    private readonly IReadOnlyList<FoldSource> _taking;
    private byte[] _letter = [];
    private bool _isWhole = true;

    public ReportLog(Store store, RuleBook book)
    {
        (_store, _book, _types) = (store, book, new long[book.Vocabulary.Events.Count]);
        _byId = _customers.GetAlternateLookup<ReadOnlySpan<char>>();
        // With a condition on the fold an activity alone does not say whether it counts.
        var fold = book.Vocabulary.Fact(ProductBook.HoldingsFact)?.Fold;
        SeesAdoptions = fold is { Kind: FoldKind.Members, Where: null };
        _taking = SeesAdoptions ? [.. fold!.Sources.Where(s => !s.Removes)] : [];
    }

    /// <summary>Whether the book says which activities take a product.</summary>
    public bool SeesAdoptions { get; }

    /// <summary>Activities by type.</summary>
    public IReadOnlyDictionary<string, long> Types => _book.Vocabulary.Events.ToDictionary(e => e.Name, e => _types[e.Index], StringComparer.Ordinal);

    /// <summary>How many customers were seen.</summary>
    public int Customers => _customers.Count;

    /// <summary>Whether the customer was known by then: a log whose beginning is gone does not tell, and everybody counts.</summary>
    public bool Knows(string customer) => !_isWhole || _customers.ContainsKey(customer);

    public IReadOnlyList<RecordedAnswer> AnswersOf(string customer) => _customers.GetValueOrDefault(customer)?.Answers ?? [];

    public IReadOnlyList<Adoption> AdoptionsOf(string customer) => _customers.GetValueOrDefault(customer)?.Adoptions ?? [];

    /// <summary>Reads the log up to a position and a moment.</summary>
    public void Read(long end, Instant before, Action<long> at, CancellationToken stop)
    {
        var (activity, first) = (new Activity(_book.Vocabulary), true);
        foreach (var record in new PastLog(_store, Partition).Between(0, end))
        {
            stop.ThrowIfCancellationRequested();
            if (record.Arrival >= before) return;
            if (first) (_isWhole, first) = (record.Position == 0, false);
            if (_book.Reader.Read(record.Value, record.Arrival, activity, record.IsSent) is null) Take(activity, record.Position, record.Arrival.UnixMilliseconds);
            at(record.Position + 1);
        }
    }

    private void Take(Activity activity, long position, long arrival)
    {
        if (activity.Type.Name == BuiltIn.FeedComplete) return;
        if (!_byId.TryGetValue(activity.Customer, out var seen) && !WasRefused(position)) _customers[activity.Customer.ToString()] = seen = new Seen();
        if (seen is null) return;
        _types[activity.Type.Index]++;
        if (activity.Type.Name == BuiltIn.Outcome)
        {
            if (Answer(activity, position, arrival) is { } answer && !WasRefused(position)) seen.Answers.Add(answer);
            return;
        }
        foreach (var source in _taking)
        {
            if (source.Event != activity.Type || activity.IsHistory || WasRefused(position)) continue;
            if (source.Field is { } field ? activity.Fields.Has(field.Index) : source.Constant is not null)
                seen.Adoptions.Add(new Adoption(arrival, (int)(source.Field is { } filled ? activity.Fields.Value(filled.Index) : source.Constant!.Value)));
        }
    }

    private static RecordedAnswer? Answer(Activity activity, long position, long arrival)
    {
        if (Text(activity, "action") is not { } text || !ActionIdentity.TryParse(text, out var id) || Code(activity, "outcome") is not { } outcome) return null;
        return new RecordedAnswer(
            id, position, arrival, BuiltIn.Outcomes.Values[outcome], Code(activity, "reason") is { } reason ? BuiltIn.DeclineReasons.Values[reason] : null,
            Code(activity, "by") == BuiltIn.Deciders.IndexOf("customer"));
    }

    private static int? Code(Activity activity, string field) => activity.Type.Field(field) is { } declared && activity.Fields.Has(declared.Index) ? (int)activity.Fields.Value(declared.Index) : null;

    private static string? Text(Activity activity, string field) => activity.Type.Field(field) is { } declared ? activity.Fields.Text(declared.Index) : null;

    // What was refused or set aside when it came was never taken in.
    private bool WasRefused(long position) => _store.TryGet(_keys.Number(Table.DeadLetters, position), ref _letter, out _);

    private sealed class Seen
    {
        public List<RecordedAnswer> Answers { get; } = [];

        public List<Adoption> Adoptions { get; } = [];
    }
}
