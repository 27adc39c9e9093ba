using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Moq;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>The book of all workers, where one of them can't load it.</summary>
public sealed partial class ControlTests : IDisposable
{
    private const string Unloadable = "0123456789abcdef";

    private readonly CalmBank _bank = new(1, new Prompt());

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_worker_goes_by_the_last_book_that_it_can_load_and_says_which_it_cannot()
    {
        Name(SimRules.Book.Version, BookShelf.Write(SimRules.Book));
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();

        Assert.Equal(SimRules.Book.Version, control.Begin(own: null, out _).Version);

        Assert.Contains(Unloadable, control.CannotLoad, StringComparison.Ordinal);
        Assert.Contains(BookShelf.Remedy.ToString(), control.CannotLoad, StringComparison.Ordinal);
        Assert.Single(_bank.Lines.All, l => l.Contains(Unloadable, StringComparison.Ordinal));
    }

    [Fact]
    public void What_it_goes_by_meanwhile_stays_named_where_it_was()
    {
        Name(SimRules.Book.Version, BookShelf.Write(SimRules.Book));
        Name(SimRules.Other.Version, BookShelf.Write(SimRules.Other));
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();

        Assert.Equal(SimRules.Other.Version, control.Begin(SimRules.Book, out _).Version);
        Assert.Equal((0, 1, 2), (control.NamedAt(SimRules.Book.Version), control.NamedAt(SimRules.Other.Version), control.NamedAt(Unloadable)));
    }

    [Fact]
    public void While_it_cannot_load_the_files_an_entry_puts_nothing_in_force_from_here()
    {
        var files = WithCampaign("");
        Name(files.Version, BookShelf.Write(files));
        using var control = Open();
        control.Begin(own: null, out _);
        Name(Unloadable, "[]"u8.ToArray());
        Set(1, new CampaignSetting { Enabled = false });
        control.Follow();
        control.Follow();

        Assert.Equal((files.Version, 0), (control.Current.Version, control.NamedAt(files.Version)));
        Assert.Contains(Unloadable, control.CannotLoad, StringComparison.Ordinal);
        Assert.Contains("changes nothing", control.Write(Entry(2, new CampaignSetting { Enabled = true }))!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_an_entry_that_it_cannot_read_it_names_nothing()
    {
        var files = WithCampaign("");
        Name(files.Version, BookShelf.Write(files));
        using var control = Open();
        control.Begin(own: null, out _);
        Append("campaign/1", """{"number":1,"kind":"change","by":"po1","at":1,"why":"x","later":true}"""u8.ToArray());
        Name(SimRules.Other.Version, BookShelf.Write(SimRules.Other));
        control.Follow();
        control.Follow();

        Assert.Equal((files.Version, -1), (control.Current.Version, control.NamedAt(SimRules.Other.Version)));
        Assert.Contains("newer version", control.CannotLoad, StringComparison.Ordinal);
        Assert.Contains("names no rule files", Assert.Single(control.Offer(SimRules.Book)).Message, StringComparison.Ordinal);
        using var again = Open();
        Assert.Equal(files.Version, again.Begin(SimRules.Book, out var problems).Version);
        Assert.Contains("names no rule files", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_journal_is_read_once_however_often_effects_are_asked_for()
    {
        Journal(1, "aa");
        Journal(2, "bb");
        var records = 0;
        var clients = new Mock<ISlotClients>();
        clients.Setup(c => c.Watermarks()).Returns(_bank.Watermarks);
        clients.Setup(c => c.Reader()).Returns(() => Counted(_bank.Reader(), () => records++));
        var effects = new JournalEffects(_bank.Topics, clients.Object);
        IEnumerable<long> Asked() => effects.Read(book => book == "aa" ? 7 : 0).Select(e => e.Entry);

        Assert.Equal([1], Asked());
        Journal(3, "aa");
        Assert.Equal([1, 3], Asked());

        Assert.Equal(3, records);
    }

    [Fact]
    public void A_worker_with_nothing_that_loads_does_not_start()
    {
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();

        Assert.Contains(Unloadable, Assert.Throws<CannotStartException>(() => control.Begin(own: null, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_a_book_that_loads_is_named_all_is_well()
    {
        Name(SimRules.Book.Version, BookShelf.Write(SimRules.Book));
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();
        control.Begin(own: null, out _);
        var changed = new TaskCompletionSource<RuleBook>(TaskCreationOptions.RunContinuationsAsynchronously);
        control.Changed += changed.SetResult;
        Name(SimRules.Other.Version, BookShelf.Write(SimRules.Other));
        await control.StartAsync(TestContext.Current.CancellationToken);

        var book = await changed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((SimRules.Other.Version, null), (book.Version, control.CannotLoad));
        await control.StopAsync(TestContext.Current.CancellationToken);
    }

    private Control Open(Func<IProducer<byte[], byte[]>>? producers = null) => new(_bank.Topics, _bank, producers ?? (() => throw new InvalidOperationException("nothing is published here")), new Again(_bank.Time, TimeSpan.FromMinutes(1), _bank.Time.Advance), TimeSpan.FromSeconds(1), _bank.Lines);

    private static void Turn(Control control, int times)
    {
        for (var turn = 0; turn < times; turn++) control.Follow();
    }

    // One campaign; with a word, of two filters, and whether any one or all of them must hold.
    private static RuleBook WithCampaign(string requires)
    {
        var (conditions, window) = requires.Length == 0 ? ("", "") : ($"\"requirement_type\": \"{requires}\", ", """, {"name": "Window", "parameters": {"from": "2026-01-01"}}""");
        var campaigns = $$"""
            {"feature_management": {"feature_flags": [{"id": "care", "enabled": true, "conditions": { {{conditions}}"client_filters": [{"name": "Percentage", "parameters": {"value": 90} }{{window}}] } }] },
             "campaigns": {"care": {"zh": "关怀", "en": "Care"} } }
            """;
        var load = RuleBook.Load([.. SimRules.Book.Files, new SourceFile("campaigns.json", campaigns)]);
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    private static IConsumer<byte[], byte[]> Counted(IConsumer<byte[], byte[]> reader, Action read)
    {
        var counted = new Mock<IConsumer<byte[], byte[]>>();
        counted.Setup(c => c.Assign(It.IsAny<TopicPartitionOffset>())).Callback<TopicPartitionOffset>(reader.Assign);
        counted.Setup(c => c.Consume(It.IsAny<TimeSpan>())).Returns((TimeSpan wait) =>
        {
            var result = reader.Consume(wait);
            if (result is { IsPartitionEOF: false }) read();
            return result;
        });
        return counted.Object;
    }

    private static CampaignEntry Entry(long number, CampaignSetting setting, string? files = null) =>
        new(number, CampaignEntryKind.Change, "po1", new(number), "x") { Change = CampaignChangeKind.RollOut, Settings = new Dictionary<string, CampaignSetting> { ["care"] = setting }, Files = files };

    private void Set(long number, CampaignSetting setting, string? files = null) => Append($"campaign/{number}", CampaignJson.Write(Entry(number, setting, files)));

    private void Name(string version, byte[] files) => Append("book/" + version, ChangelogRecord.Value(Table.Books, files));

    private void Append(string key, byte[] value) => _bank.Cluster.Log(_bank.Topics.Control.Name, 0).Append(Encoding.UTF8.GetBytes(key), value, null, _bank.Cluster.Now, null);

    private void Journal(long number, string book) => _bank.Cluster.Log(_bank.Topics.Journal.Name, 0).Append(
        [1], JsonSerializer.SerializeToUtf8Bytes(new JournalEntry(number, number, JournalKind.Book, new(number), book), JournalJson.Default.JournalEntry), null, _bank.Cluster.Now, null);

    /// <summary>Messages come at once.</summary>
    private sealed class Prompt : Random
    {
        public override int Next(int maxValue) => maxValue - 1;
    }
}
