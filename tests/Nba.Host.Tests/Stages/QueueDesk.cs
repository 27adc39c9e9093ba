using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Transport;

namespace Nba.Host.Tests.Stages;

/// <summary>Stage 2 of a small bank with seven owners in three partitions over a transport in memory, at noon of 2 March 2026 unless told.</summary>
internal sealed class QueueDesk
{
    public const int Today = 739_676;
    public static readonly string[] Owners = ["anna", "bo|1", "岑", "dora", "egon", "f", "gu"];

    private const int Partitions = 3;
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private static int _partitions;

    private readonly QueueOptions _options;
    private readonly QueueWriter _write;
    private QueueStage _stage;
    private RuleBook _book;

    public QueueDesk(Store store, int seed = 1, double undone = 0, QueueOptions? options = null, RuleBook? book = null, QueueWriter? write = null)
    {
        Transport = new MemoryTransport(store, Interlocked.Add(ref _partitions, Partitions), Partitions, new Random(seed), undone);
        (_options, _book, _write) = (options ?? new QueueOptions(), book ?? Usual, write ?? new QueueEvents("en").Write);
        _stage = Stage();
    }

    public static RuleBook Usual { get; } = Book();

    public MemoryTransport Transport { get; }

    public FakeTimeProvider Clock { get; } = new(Noon);

    public QueueCounters Counters => _stage.Counters;

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// The bank's book: anna has two entries a day, others four; the campaign spring is on or off, with a share of so many contacts for each owner.
    /// </summary>
    public static RuleBook Book(bool spring = true, int share = 3, int capacity = 2)
    {
        var people = string.Join(", ", Owners[1..].Select(o => $"\"{o}\": {{\"name\": \"of {o}\"}}"));
        var shares = string.Join(", ", Owners.Select(o => $"\"{o}\": {share}"));
        var load = RuleBook.Load(
        [
            new SourceFile("vocabulary.json", BankRules.Vocabulary),
            new SourceFile("care.json", BankRules.Care),
            new SourceFile("texts/care.json", BankRules.Texts),
            new SourceFile("directory.json", $$"""{"capacity": 4, "people": {"anna": {"name": "Anna", "capacity": {{capacity}} }, {{people}} } }"""),
            new SourceFile("campaigns.json", $$"""
                {"feature_management": {"feature_flags": [{"id": "spring", "enabled": {{(spring ? "true" : "false")}} }] },
                 "campaigns": {"spring": {"zh": "春", "en": "Spring", "budget": {"contacts": 99, "perOwner": { {{shares}} } } } } }
                """),
        ]);
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    /// <summary>A record as such a bank has them.</summary>
    public static ActionRecord Record(string owner, int id, int sequence = 1, long score = 1) => new()
    {
        Owner = owner, Id = (UInt128)(uint)id, Sequence = sequence, Version = sequence, Customer = $"c{id}", Reason = Reason.Raised,
        Action = "outflow-call", Purpose = Purpose.Service, Score = new Score(0, 0, 0, 0, score), RaisedOn = Today, OccurredOn = Today,
        Rules = ["large-transfer"],
    };

    public static byte[] Json(ActionRecord record, Instant? arrival = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ActionEvents.Write(record, arrival, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public QueueDesk Give(params ReadOnlySpan<ActionRecord> records)
    {
        foreach (var record in records) Transport.Append(Array.IndexOf(Owners, record.Owner) % Partitions, Json(record));
        return this;
    }

    public void Offer(RuleBook book) => _stage.Offer(_book = book);

    /// <summary>The worker dies and another takes its place.</summary>
    public void Restart()
    {
        Transport.Restart();
        _stage = Stage();
    }

    public void Turn() => Assert.True(_stage.Turn());

    /// <summary>Turns until everything is taken, ranked and durable.</summary>
    public QueueDesk Run()
    {
        for (var turns = 0; turns < 20_000; turns++)
        {
            Turn();
            if (Transport.IsDone && !_stage.IsSweeping && _stage.Turn() && Transport.IsDone && !_stage.IsSweeping) return this;
        }
        throw new InvalidOperationException("stage 2 did not come to rest");
    }

    /// <summary>What was last published of an owner's queue, or null.</summary>
    public JsonElement? Last(string owner) =>
        Transport.Published.FindLast(p => p.Owner == owner).Json is { } json ? JsonDocument.Parse(json).RootElement.GetProperty("data") : null;

    /// <summary>How often it was published.</summary>
    public int Times(string owner) => Transport.Published.Count(p => p.Owner == owner);

    /// <summary>Entries of today's list, then of the backlog: customers, and identities of the actions shown.</summary>
    public string Shown(string owner)
    {
        if (Last(owner) is not { } data) return "nothing";
        return $"{Lines(data.GetProperty("today"))} / {Lines(data.GetProperty("backlog"))} / {data.GetProperty("withheld").GetInt32()}";
    }

    private static string Lines(JsonElement entries) => string.Join(", ", entries.EnumerateArray().Select(entry =>
    {
        var actions = entry.GetProperty("actions").EnumerateArray().Select(a => Convert.ToInt64(a.GetProperty("id").GetString(), 16));
        return $"{entry.GetProperty("customer").GetString()} {string.Join('+', actions)}";
    }));

    private QueueStage Stage() => new(Transport, _book, _options, _write, Clock);
}
