using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>
/// A live bank that is driven turn by turn, so that campaigns can be switched and the process killed in the middle of a sweep. Every day raises each customer's offer of the campaign
/// 'trial', and counts the days in the value of another action, so that an entry decided twice, not at all or under another book shows.
/// </summary>
internal sealed class SweptBank : IDisposable
{
    public const string Offer = "trial-offer";

    private const int MostTurns = 5_000;

    private const string Rules = """
        {"WorkflowName": "daily", "Rules": [
          {"RuleName": "trial", "Expression": ["customer.kind == \"personal\""], "Properties": {"for": ["personal"], "on": ["daily", "transfer.out"],
            "action": {"id": "trial-offer", "campaign": "trial", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 100, "expires": "20wd",
              "again": {"done": "2d", "declined": "policy", "met": "0d", "withdrawn": "0d", "expired": "1d"}}}},
          {"RuleName": "days", "Expression": ["customer.days >= 1"], "Properties": {"for": ["personal"], "on": ["daily"],
            "action": {"id": "days-talk", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": "customer.days * 1000", "expires": "80d",
              "again": {"done": "2d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}}
        ]}
        """;

    private const string Words = """{"title": "T", "reason": "R", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-swept-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
    private readonly StageOptions _options;
    private Store _store;
    private EmbeddedTransport _transport;
    private DecisionStage _stage;
    private int _ids;
    private int _turns;
    private int _copies;

    /// <summary>With so many customers, and more that is said of the campaign.</summary>
    public SweptBank(int customers, StageOptions options, string campaign = "")
    {
        (_options, Book) = (options, Files(campaign: campaign));
        _options.IdleMilliseconds = 1;
        (_store, _transport, _stage) = Open("store");
        Take([.. Enumerable.Range(0, customers).Select(c => Event("customer.registered", Customer(c), """{"name": "Li", "kind": "personal"}"""))]);
        Turns();
    }

    /// <summary>The book last offered.</summary>
    public RuleBook Book { get; private set; }

    public DecisionStage Stage => _stage;

    public Store Store => _store;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public StageHead Head => StageHead.Of(_store, 0)!;

    public static string Customer(int number) => $"C{number:00}";

    /// <summary>The rule files alone, in an edition of their texts.</summary>
    public static RuleBook Files(string edition = "T", string campaign = "") => Loaded(
    [
        new("vocabulary.json", BankRules.Vocabulary.Replace("\"facts\": {", """
            "facts": {
            "registeredOn": {"id": 8, "type": "date", "zh": "建档日", "en": "Registered on", "fold": {"lastDate": "customer.registered"}},
            "days": {"id": 9, "type": "integer", "zh": "建档天数", "en": "Days", "daysSince": "registeredOn"},
            """, StringComparison.Ordinal)),
        new("daily.json", Rules),
        new("texts/daily.json", $$"""{"{{Offer}}": {"zh-CN": {{Words}}, "en": {{Words}} }, "days-talk": {"zh-CN": {{Words}}, "en": {{Words.Replace("\"T\"", $"\"{edition}\"", StringComparison.Ordinal)}} } }"""),
        new("campaigns.json", CampaignBank.Campaigns(campaign).Replace("care", "trial", StringComparison.Ordinal)),
    ]);

    /// <summary>The files with a change over them.</summary>
    public static RuleBook Switched(RuleBook files, long number, CampaignSetting setting) =>
        SwitchedBook.Of(files, new CampaignSwitches(new CampaignChange(number, "po1", new Instant(number), "why", null), new Dictionary<string, CampaignSetting> { ["trial"] = setting })).Book!;

    /// <summary>Puts a book before the stage, which takes it with the end of its next turn where it can.</summary>
    public RuleBook Give(RuleBook book)
    {
        Book = book;
        _stage.Offer(book);
        return book;
    }

    public string Event(string type, string customer, string data) =>
        $$"""{"specversion":"1.0","id":"e{{++_ids}}","source":"t","type":"{{type}}","subject":"{{customer}}","time":"{{_clock.GetUtcNow():yyyy-MM-ddTHH:mm:sszzz}}","data":{{data}}}""";

    /// <summary>Hands in events and lets the stage take them: in the commit of its next turn.</summary>
    public void Take(params string[] events)
    {
        var chunk = new IntakeChunk(1 << 12);
        foreach (var json in events) chunk.Add(Encoding.UTF8.GetBytes(json));
        var taken = _transport.Submit(chunk);
        do Turn();
        while (!taken.IsCompleted);
    }

    public void Turn()
    {
        Assert.True(++_turns < MostTurns, "it does not come to an end");
        Assert.True(_stage.Turn());
        _stage.Settle();
    }

    /// <summary>Turns until nobody is left to be swept.</summary>
    public void Turns()
    {
        do Turn();
        while (_stage.IsSweeping);
    }

    public void Pass(TimeSpan time) => _clock.Advance(time);

    /// <summary>The next day begins, and so many customers are swept.</summary>
    public void BeginDay(int swept)
    {
        Pass(TimeSpan.FromDays(1));
        var before = _stage.Counters.Swept;
        while (_stage.Counters.Swept < before + swept) Turn();
        Assert.True(Head.IsSweeping, "all customers were swept at once");
    }

    /// <summary>The process is killed and comes back, with a book that was offered last.</summary>
    public void Kill()
    {
        var place = Copy();
        Close();
        (_store, _transport, _stage) = Open(place);
        Turn();
    }

    /// <summary>What lies on disk now, as a killed process leaves it; the name of its folder.</summary>
    public string Copy()
    {
        var place = $"copy-{_copies++}";
        _store.Checkpoint(Place(place));
        return place;
    }

    public Store Opened(string place) => Store.Open(new StoreOptions { Directory = Place(place), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });

    /// <summary>How often campaigns were switched that somebody has still to be decided under the book before.</summary>
    public int Switches()
    {
        var (head, journal) = (Head, EmbeddedLog.Journal(_store, 0));
        return head.IsSweeping ? journal.Count(e => e.Kind == JournalKind.Book && e.Number > head.SweptTo + 1) : 0;
    }

    public IReadOnlyList<ActionRecord> Standing(string action)
    {
        List<ActionRecord> found = [];
        using var rows = _store.Scan(new Keys(0).Prefix(Table.Actions));
        while (rows.MoveNext())
        {
            if (ActionRecordCodec.Read(rows.Value) is var record && record.Action == action) found.Add(record);
        }
        return found;
    }

    /// <summary>Decides it all again from what is stored, with nothing else: the first difference, or null. From a copy of earlier on where one is named.</summary>
    public string? Replayed(int chunk, string? since = null)
    {
        using var replayed = Opened(since ?? $"replayed-{_copies++}");
        Replay.Run(_store, replayed, new StageOptions { SweepChunk = chunk, Lanes = 1 }, since: since is null ? null : StageHead.Of(replayed, 0));
        return Replay.Compare(_store, replayed).First;
    }

    public void Dispose()
    {
        Close();
        _folder.Delete(recursive: true);
    }

    private static RuleBook Loaded(IReadOnlyList<SourceFile> files) => RuleBook.Load(files) is var load && load.Book is { } book ? book : throw new InvalidOperationException(string.Join('\n', load.Problems));

    private (Store Store, EmbeddedTransport Transport, DecisionStage Stage) Open(string place)
    {
        var store = Opened(place);
        var transport = new EmbeddedTransport(store, _clock);
        return (store, transport, new DecisionStage(transport, Book, _options, _clock));
    }

    private void Close()
    {
        _stage.Dispose();
        _transport.Dispose();
        _store.Dispose();
    }

    private string Place(string name) => Path.Combine(_folder.FullName, name);
}
