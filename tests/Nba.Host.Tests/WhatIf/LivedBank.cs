using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Demo;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.WhatIf;

/// <summary>Seven weeks of a made-up bank, lived under the shipped rules or others, with a look at every queue each morning that owes nothing to a replay.</summary>
internal sealed class LivedBank : IDisposable
{
    private static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip };

    private static readonly DemoBankOptions Options = new() { Customers = 400, Managers = 3, To = new DateOnly(2025, 4, 14) };

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-lived-").FullName;

    public static DateOnly First => Options.From;

    public static DateOnly Last => Options.To;

    /// <summary>The shipped rules with one file changed.</summary>
    public static RuleBook With(string path, Action<JsonNode> change)
    {
        var files = SimulatedBank.Rules().Files.Select(f =>
        {
            if (f.Path != path) return f;
            var root = JsonNode.Parse(f.Text, documentOptions: Loose)!;
            change(root);
            return new SourceFile(path, root.ToJsonString());
        }).ToList();
        return RuleBook.Load(files) is { Book: { } book } ? book : throw new InvalidOperationException(string.Join('\n', RuleBook.Load(files).Problems));
    }

    /// <summary>The shipped rules with one rule switched off.</summary>
    public static RuleBook Without(string rule)
    {
        var entry = SimulatedBank.Rules().Entries.Single(e => e.Name == rule);
        return With(entry.Place.File, root => root["Rules"]!.AsArray().Single(r => r!["RuleName"]!.ToString() == rule)!["Enabled"] = false);
    }

    /// <summary>Lives the weeks under a book, from a day on under another or with a campaign set otherwise; what each queue shows each morning, by day and owner.</summary>
    public IReadOnlyDictionary<(DateOnly Day, string Owner), IReadOnlySet<UInt128>> Live(string name, RuleBook book, RuleBook? then = null, DateOnly? from = null, CampaignSetting? set = null, string campaign = "")
    {
        var shown = new Dictionary<(DateOnly, string), IReadOnlySet<UInt128>>();
        var (events, at) = (Events(book), 0);
        foreach (var (rules, until) in ((RuleBook, DateOnly)[])[(book, from ?? Last.AddDays(1)), .. then is null ? [] : new[] { (then, Last.AddDays(1)) }])
        {
            if (at > 0 && set is not null) Set(name, campaign, set);
            using var run = Simulation.Open(Place(name), rules, new StageOptions());
            for (var day = at == 0 ? First : from!.Value; day < until; day = day.AddDays(1))
            {
                if (day > First) run.AdvanceTo(rules.Calendar.StartOf(day));
                if (day > First) Look(run.Store, rules, day, shown);
                for (; at < events.Count && events[at].TimeMs < rules.Calendar.StartOf(day.AddDays(1)).UnixMilliseconds; at++) run.Feed(events[at].Json.Span, events[at].TimeMs);
            }
            run.Finish();
        }
        return shown;
    }

    /// <summary>What is recorded of such a life.</summary>
    public Store Open(string name) => Store.OpenReadOnly(Path.Combine(_folder, name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Set(string name, string campaign, CampaignSetting set)
    {
        using var store = Store.Open(Place(name));
        using var batch = store.NewBatch();
        var entry = new CampaignEntry(1, CampaignEntryKind.Change, "po1", new(1), "x") { Change = CampaignChangeKind.RollOut, Settings = new Dictionary<string, CampaignSetting> { [campaign] = set } };
        batch.Put(new Keys(0).Number(Table.Control, 1), CampaignJson.Write(entry));
        store.Write(batch);
    }

    private StoreOptions Place(string name) => new() { Directory = Path.Combine(_folder, name), Fsync = false };

    private static List<DemoEvent> Events(RuleBook book) =>
        [.. new DemoBank(Options, book.Calendar).Events().Select(e => new DemoEvent(e.Json.ToArray(), e.TimeMs))];

    // As a manager would see it, from committed rows.
    private static void Look(Store store, RuleBook book, DateOnly day, Dictionary<(DateOnly, string), IReadOnlySet<UInt128>> shown)
    {
        foreach (var owner in QueueReader.Live(store).Select(r => r.Owner).Distinct().ToList())
        {
            var view = QueueReader.Read(store, book, owner, book.Calendar.AtLocal(day, 8 * 60));
            Assert.DoesNotContain(view.Today.Concat(view.Backlog), e => e.More > 0);
            shown[(day, owner)] = view.Today.Concat(view.Backlog).SelectMany(e => e.Actions).Select(a => a.Record.Id).ToHashSet();
        }
    }
}
