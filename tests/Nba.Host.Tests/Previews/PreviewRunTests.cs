using System.IO.Hashing;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Demo;
using Nba.Host.Previews;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Previews;

/// <summary>A preview of days is what the same days do to a copy of the store on which nothing else happens.</summary>
public sealed class PreviewRunTests : IDisposable
{
    private const int Days = 40;

    private readonly SimulatedBank _bank = new();

    [Fact]
    public void It_tells_exactly_what_the_days_do_to_every_queue_and_writes_nothing()
    {
        _bank.Live("lived", new StageOptions()).Dispose();
        var hash = Hash(Folder("lived"));

        var told = Previewed("lived", out var day);
        using var advanced = new AdvancedStore(Folder("lived"), Folder("advanced"), SimulatedBank.Rules());
        var model = new QueueChanges(advanced.Store, AdvancedStore.Queues(advanced.Store, day));
        Pass(advanced, model, day);

        Assert.Equal(model.Told(), QueueChanges.Of(told));
        Assert.Equal(hash, Hash(Folder("lived")));
        Assert.Equal([], Enum.GetValues<PreviewKind>().Except([PreviewKind.Appointment, PreviewKind.Held]).Except(told.Select(c => c.Kind)));
    }

    [Fact]
    public void Under_an_edited_book_it_tells_what_the_switch_and_the_days_do()
    {
        _bank.Live("lived", new StageOptions()).Dispose();
        var edited = Edited(
            ("parameters.json", "\"birthdayLeadDays\": {\"type\": \"integer\", \"value\": 3", "\"birthdayLeadDays\": {\"type\": \"integer\", \"value\": 6"),
            ("parameters.json", "\"documentNoticeDays\": {\"type\": \"integer\", \"value\": 60", "\"documentNoticeDays\": {\"type\": \"integer\", \"value\": 30"),
            ("campaigns.json", "\"from\": \"2026-01-05\"", "\"from\": \"2025-01-05\""),
            ("vocabulary.json", "\"fold\": {\"average\": \"balance.reported.balance\", \"window\": \"90d\"}", "\"fold\": {\"average\": \"balance.reported.balance\", \"window\": \"80d\"}"));

        var told = Previewed("lived", out var day, edited);
        using var before = Store.OpenReadOnly(Folder("lived"));
        using var advanced = new AdvancedStore(Folder("lived"), Folder("advanced"), edited);
        var model = new QueueChanges(advanced.Store, AdvancedStore.Queues(before, day));
        model.Now(day);
        Pass(advanced, model, day);

        Assert.Equal(model.Told(), QueueChanges.Of(told));
        Assert.NotEqual(QueueChanges.Of(Previewed("lived", out _)), QueueChanges.Of(told));
    }

    [Fact]
    public void A_store_in_the_middle_of_a_sweep_is_brought_up_to_date_first()
    {
        var book = SimulatedBank.Rules();
        using (var run = Simulation.Open(new StoreOptions { Directory = Folder("broken-off"), Fsync = false }, book, new StageOptions { SweepChunk = 1 }))
        {
            // What is not decided when the run ends is lost with it: only whole batches count.
            foreach (var happened in new DemoBank(new DemoBankOptions { Customers = 120, Managers = 3, To = new DateOnly(2025, 4, 20) }, book.Calendar).Events()) run.Feed(happened.Json.Span, happened.TimeMs);
        }
        using (var store = Store.OpenReadOnly(Folder("broken-off"))) Assert.True(StageHead.Of(store, 0)!.IsSweeping, "the store is no case for this test");

        var told = Previewed("broken-off", out var day);
        using var advanced = new AdvancedStore(Folder("broken-off"), Folder("advanced"), book);
        var model = new QueueChanges(advanced.Store, AdvancedStore.Queues(advanced.Store, day));
        Pass(advanced, model, day);

        Assert.Equal(model.Told(), QueueChanges.Of(told));
    }

    [Fact]
    public void An_hour_that_a_customer_waits_for_comes_too()
    {
        using var bank = new SmallBank();
        using (var run = bank.Open("small"))
        {
            bank.Register(run, "2026-03-02", "c1");
            bank.Feed(run, "2026-03-02", "transfer.out", "c1", """{"amount": 200000}""");
            run.Finish();
            var id = AdvancedStore.Queues(run.Store, new DateOnly(2026, 3, 2)).Keys.Single().Id;
            bank.Feed(run, "2026-03-02", "action.outcome", "c1", $$"""{"action": "{{id:x32}}", "outcome": "snoozed", "untilAt": "2026-03-04T15:00:00+08:00"}""", hour: 11);
            run.Finish();
        }

        using var store = Store.OpenReadOnly(bank.Place("small"));
        var previewed = new PreviewRun(store);
        var told = previewed.Until(previewed.Day.AddDays(9), null, _ => true, lanes: 1);
        using var advanced = new AdvancedStore(bank.Place("small"), bank.Place("advanced"), bank.Book());
        var model = new QueueChanges(advanced.Store, AdvancedStore.Queues(advanced.Store, previewed.Day));
        Pass(advanced, model, previewed.Day, 9);

        Assert.Equal(model.Told(), QueueChanges.Of(told));
        Assert.Contains(told, c => c is { Kind: PreviewKind.Raised, Reason: Reason.Released, Action.Action: "outflow-call" } && c.On == new DateOnly(2026, 3, 4));
    }

    [Fact]
    public void A_fact_that_the_edited_book_begins_to_fold_is_unknown_until_its_window_is_over()
    {
        using var bank = new SmallBank();
        using (var run = bank.Open("small"))
        {
            bank.Register(run, "2026-03-02", "c1");
            run.Finish();
        }
        BankRules.Count(bank.Rules, "< 1");

        using var store = Store.OpenReadOnly(bank.Place("small"));
        var previewed = new PreviewRun(store);
        var told = previewed.Until(previewed.Day.AddDays(100), bank.Book(), _ => true, lanes: 1);
        using var advanced = new AdvancedStore(bank.Place("small"), bank.Place("advanced"), bank.Book());
        var model = new QueueChanges(advanced.Store, AdvancedStore.Queues(store, previewed.Day));
        model.Now(previewed.Day);
        Pass(advanced, model, previewed.Day, 100);

        Assert.Equal(model.Told(), QueueChanges.Of(told));
        Assert.InRange(told.First(c => c.Action.Action == "follow-up").On, previewed.Day.AddDays(85), previewed.Day.AddDays(95));
        Assert.Equal(["customer.transfers90"], PreviewComparison.Of(new PreviewSpan(previewed.Day, previewed.Day, false, null), previewed.Day, previewed.InForce, bank.Book(), []).EmptyFacts);
    }

    [Fact]
    public void The_number_of_lanes_never_shows()
    {
        _bank.Live("lived", new StageOptions()).Dispose();
        using var store = Store.OpenReadOnly(Folder("lived"));
        var run = new PreviewRun(store);
        string[] Told(int lanes) => [.. run.Until(run.Day.AddDays(10), null, _ => true, lanes).Select(c => $"{c.On} {c.Kind} {c.Action.Owner} {c.Action.Id:x32} {c.Reason}")];

        Assert.NotEmpty(Told(1));
        Assert.Equal(Told(1), Told(3));
    }

    [Fact]
    public void A_store_without_a_run_or_a_day_is_told_with_what_to_do()
    {
        using var bank = new SmallBank();
        using (var empty = Store.Open(bank.Options("empty"))) Assert.Contains("begin one with 'nba run' or 'nba simulate'", Assert.Throws<InvalidDataException>(() => new PreviewRun(empty)).Message, StringComparison.Ordinal);
        bank.Open("begun").Dispose();
        using var begun = Store.OpenReadOnly(bank.Place("begun"));
        Assert.Contains("hand events in first", Assert.Throws<InvalidDataException>(() => new PreviewRun(begun)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _bank.Dispose();

    private static void Pass(AdvancedStore advanced, QueueChanges model, DateOnly day, int days = Days)
    {
        for (var passed = 1; passed <= days; passed++)
        {
            advanced.To(day.AddDays(passed));
            model.Next(day.AddDays(passed));
        }
    }

    private static RuleBook Edited(params (string File, string From, string To)[] edits)
    {
        var files = SimulatedBank.Rules().Files.Select(f => edits.Where(e => e.File == f.Path).Aggregate(f, (file, e) =>
        {
            Assert.Contains(e.From, file.Text, StringComparison.Ordinal);
            return new SourceFile(file.Path, file.Text.Replace(e.From, e.To, StringComparison.Ordinal));
        })).ToList();
        var load = RuleBook.Load(files);
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    private List<PreviewedChange> Previewed(string name, out DateOnly day, RuleBook? edited = null)
    {
        using var store = Store.OpenReadOnly(Folder(name));
        var run = new PreviewRun(store);
        day = run.Day;
        return run.Until(day.AddDays(Days), edited, _ => true, lanes: 2);
    }

    private string Folder(string name) => Path.Combine(_bank.Folder, name);

    private static string Hash(string folder)
    {
        var hash = new XxHash128();
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            hash.Append(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.Append(File.ReadAllBytes(file));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
