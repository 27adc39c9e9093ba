using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Nba.Engine.Campaigns;
using Nba.Engine.Reports;
using Nba.Host.Api;
using Nba.Host.Stages;

namespace Nba.Host.Tests.Stages;

/// <summary>What came of a small bank's March, counted by hand: eight customers, four large transfers, and what their manager answered.</summary>
public sealed class ReportReaderTests : IDisposable
{
    private static readonly string[] Customers = ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"];

    private readonly ReportBank _bank = new();
    private readonly Simulation _run;

    public ReportReaderTests()
    {
        _run = _bank.Open();
        foreach (var customer in Customers) _bank.Bank.Register(_run, "2026-03-02", customer);
        foreach (var customer in Customers[..4]) _bank.Bank.Feed(_run, "2026-03-03", "transfer.out", customer, """{"amount": 200000}""");
        _run.AdvanceTo(SmallBank.At("2026-03-04", 8));
        _bank.Answer(_run, "2026-03-04", "K2", "outflow-call", "declined", ", \"reason\": \"not-interested\", \"by\": \"customer\"");
        _bank.Answer(_run, "2026-03-04", "K3", "outflow-call", "accepted");
        _bank.Bank.Feed(_run, "2026-03-05", "contact.made", "K5", """{"purpose": "care", "channel": "phone"}""");
        _bank.Bank.Feed(_run, "2026-03-05", "contact.made", "K6", """{"purpose": "sales", "channel": "phone"}""");
        _bank.Answer(_run, "2026-03-05", "K1", "outflow-call", "done");
        _run.AdvanceTo(SmallBank.At("2026-03-07", 8));
        _bank.Answer(_run, "2026-03-07", "K1", "follow-up", "snoozed", ", \"until\": \"2026-03-10\"");
        _bank.Answer(_run, "2026-03-07", "K2", "follow-up", "no-answer");
        _bank.Bank.Feed(_run, "2026-03-08", "product.opened", "K1", """{"product": "gold-card"}""");
        _bank.Bank.Feed(_run, "2026-03-08", "product.opened", "K8", """{"product": "gold-card"}""");
        _run.AdvanceTo(SmallBank.At("2026-03-20", 8));
    }

    public void Dispose()
    {
        _run.Dispose();
        _bank.Dispose();
    }

    [Fact]
    public void Prompts_are_counted_by_what_became_of_them()
    {
        var actions = ReportBank.Of(_run.Store).Report.Prompts.Actions;

        var outflow = Assert.Single(actions, a => a.Key == "outflow-call");
        Assert.Equal((4, 1, 1, 1, 1, 0, 0), (outflow.Given, outflow.Done, outflow.Accepted, outflow.Declined, outflow.Expired, outflow.Withdrawn, outflow.Open));
        Assert.Equal((1, 1m, (2, 4)), (outflow.DeclinedByCustomer, outflow.MedianDays, (outflow.Precision.Count, outflow.Precision.Of)));
        Assert.Equal([new("not-interested", 1)], outflow.DeclineReasons);
        var followUp = Assert.Single(actions, a => a.Key == "follow-up");
        Assert.Equal((4, 4, 1, 1, null), (followUp.Given, followUp.Open, followUp.Snoozed, followUp.NoAnswer, followUp.MedianDays));
    }

    [Fact]
    public void Every_heading_adds_up_to_all_prompts()
    {
        var report = ReportBank.Of(_run.Store).Report;

        Assert.All([report.Prompts.Managers, report.Prompts.Branches, report.Prompts.Purposes, report.Prompts.Families, report.Prompts.Categories, report.Prompts.Actions, [.. report.Rules.Select(r => r.Prompts)]],
            rows => Assert.Equal(report.Total.Given, rows.Sum(r => r.Given)));
        Assert.All(report.Prompts.Actions, a => Assert.Equal(a.Given, a.Done + a.Accepted + a.Declined + a.Met + a.Expired + a.Withdrawn + a.Open));
    }

    [Fact]
    public void What_comes_after_the_last_day_does_not_count_and_what_was_raised_before_the_first_is_not_given()
    {
        var early = ReportBank.Of(_run.Store, to: "2026-03-04").Report;
        var late = ReportBank.Of(_run.Store, from: "2026-03-05").Report;

        var outflow = Assert.Single(early.Prompts.Actions, a => a.Key == "outflow-call");
        Assert.Equal((4, 0, 1, 1, 2), (outflow.Given, outflow.Done, outflow.Accepted, outflow.Declined, outflow.Open));
        Assert.DoesNotContain(late.Prompts.Actions, a => a.Key == "outflow-call");
        Assert.DoesNotContain(late.Findings, f => f.Subject == "large-transfer");
        Assert.Equal(4, Assert.Single(late.Prompts.Actions, a => a.Key == "follow-up").Given);
    }

    [Fact]
    public void Seeded_silences_are_each_found_with_place_figures_and_remedy()
    {
        var answer = ReportBank.Of(_run.Store);

        var never = ReportBank.About(answer, "never-holds");
        Assert.Equal(("never-fired", "ask-why-not", 8), (never.Kind, never.Remedy, never.For));
        Assert.StartsWith("seeded.json:2:", Assert.Single(never.Places), StringComparison.Ordinal);
        var untold = ReportBank.About(answer, "never-told");
        Assert.Equal(("never-fired", "event-never-came", "never.sent"), (untold.Kind, untold.Remedy, Assert.Single(untold.About!)));
        // Until the winner is answered, which lets the loser through.
        var loses = ReportBank.About(ReportBank.Of(_run.Store, to: "2026-03-03"), "loses");
        Assert.Equal(("always-loses", "conflict", 4), (loses.Kind, loses.Remedy, loses.Candidates));
        Assert.Equal(["outflow", "outflow-call"], loses.About);
        Assert.Equal([new StopCount("lost-conflict", "outflow-call", 4)], loses.Stops);
        var spring = ReportBank.About(answer, "spring");
        Assert.Equal(("campaign-silent", "campaign-share-zero", 4), (spring.Kind, spring.Remedy, spring.Candidates));
        Assert.Equal(("campaign-silent", "campaign-without-rules"), (ReportBank.About(answer, "lonely").Kind, ReportBank.About(answer, "lonely").Remedy));
        Assert.Equal(("always-loses", "campaign"), (ReportBank.About(answer, "in-past").Kind, ReportBank.About(answer, "in-past").Remedy));
        Assert.DoesNotContain(answer.Report.Findings, f => f.Subject is "past" or "autumn" or "large-transfer" or "follow-up");
    }

    [Fact]
    public void A_rule_that_did_not_fire_in_the_period_says_when_it_last_did()
    {
        var finding = ReportBank.About(ReportBank.Of(_run.Store, from: "2026-03-10"), "in-spring");

        Assert.Equal(("not-in-period", new DateOnly(2026, 3, 3)), (finding.Kind, finding.LastOn!.Value));
    }

    [Fact]
    public void Only_a_care_contact_takes_a_customer_off_the_list()
    {
        var care = ReportBank.Of(_run.Store).Report.Care;

        Assert.Equal(["K1", "K2", "K3", "K4", "K6", "K7", "K8"], care.Customers.Select(c => c.Customer));
        Assert.Equal([new CareRow("", 8, 7)], care.Managers);
    }

    [Fact]
    public void Arms_are_those_that_anyone_can_recompute_and_takers_are_counted_in_both()
    {
        var row = Assert.Single(ReportBank.Of(_run.Store).Report.HoldOuts);

        var held = Customers.Where(c => Place(c, "autumn", "hold-out") < 50).ToList();
        var reached = Customers[..4].ToList();
        Assert.Equal(("autumn", "hold-out", 50, held.Count, 8 - held.Count), (row.Name, row.Purpose, row.Percent, row.KeptOut, row.Others));
        Assert.Equal((reached.Count(held.Contains), reached.Count(c => !held.Contains(c)), 0), (row.HeldReached, row.RestReached, row.Strays));
        // K8 took the card too, but nothing of the campaign ever came up for K8.
        Assert.Equal((held.Contains("K1") ? 1 : 0, held.Contains("K1") ? 0 : 1), (row.HeldTook!.Count, row.RestTook!.Count));
        Assert.Equal("too-few", row.Verdict);
        Assert.Equal(["gold-card"], row.Products);
        Assert.InRange(row.HeldReached, 1, 3);
    }

    [Fact]
    public void The_published_rule_of_places_is_the_one_in_use()
    {
        for (var i = 0; i < 1000; i++)
        {
            var customer = $"客户{i}";
            Assert.Equal(CampaignBook.Share("travel-season", "hold-out", customer), Place(customer, "travel-season", "hold-out"));
        }
    }

    [Fact]
    public void A_period_outside_the_log_is_told_with_the_days_there_are()
    {
        var books = new BookCache(_run.Store);
        var queries = new ReportQueries(new Queries(_run.Store, books, TimeProvider.System), new ReportReader(_run.Store, books.Find));

        Assert.Equal("the log holds 2026-03-02 to 2026-03-20: choose days of these", queries.Objection(new Period(new DateOnly(2027, 1, 1), null))?.ToString());
        Assert.Null(queries.Objection(new Period(new DateOnly(2020, 1, 1), null)));
    }

    // As ReportQueries.PlaceRule says it, written down once more.
    private static int Place(string customer, string name, string purpose) => (int)(Hash(customer, Hash(name, Hash(purpose, 0))) % 100);

    private static ulong Hash(string text, ulong seed)
    {
        Assert.True(BitConverter.IsLittleEndian);
        return BinaryPrimitives.ReadUInt64BigEndian(XxHash3.Hash(Encoding.Unicode.GetBytes(text), (long)seed));
    }
}
