using System.Globalization;
using Nba.Host.Stages;

namespace Nba.Host.Tests.Stages;

/// <summary>Rules that stop firing, fire for all, or whose prompts come to nothing: twenty customers, four of them a day for five days, and silence afterwards.</summary>
public sealed class ReportFindingsTests : IDisposable
{
    private readonly ReportBank _bank = new();
    private readonly Simulation _run;

    public ReportFindingsTests()
    {
        _run = _bank.Open();
        for (var i = 0; i < 20; i++) _bank.Bank.Register(_run, "2026-03-01", Customer(i));
        for (var i = 0; i < 20; i++) _bank.Bank.Feed(_run, string.Create(CultureInfo.InvariantCulture, $"2026-03-0{2 + (i / 4)}"), "transfer.out", Customer(i), """{"amount": 200000}""");
        _run.AdvanceTo(SmallBank.At("2026-03-12", 8));
        // A small one begins the days since the last one anew: the follow-up has lost its reason.
        for (var i = 0; i < 20; i++) _bank.Bank.Feed(_run, "2026-03-12", "transfer.out", Customer(i), """{"amount": 0.5}""");
        _run.AdvanceTo(SmallBank.At("2026-04-10", 8));
    }

    public void Dispose()
    {
        _run.Dispose();
        _bank.Dispose();
    }

    [Fact]
    public void A_rule_that_fired_day_by_day_and_then_no_more_has_stopped()
    {
        var finding = Assert.Single(ReportBank.Of(_run.Store, from: "2026-03-20").Report.Findings, f => f is { Subject: "large-transfer", Kind: "stopped-firing" });

        Assert.Equal((35, 1, new DateOnly(2026, 3, 6), "season"), (finding.SilentDays, finding.LongestGap, finding.LastOn, finding.Remedy));
        Assert.DoesNotContain(ReportBank.Of(_run.Store, to: "2026-03-19").Report.Findings, f => f is { Subject: "large-transfer", Kind: "stopped-firing" });
        Assert.Contains(ReportBank.Of(_run.Store, to: "2026-03-20").Report.Findings, f => f is { Subject: "large-transfer", Kind: "stopped-firing", SilentDays: 14 });
    }

    [Fact]
    public void A_rule_for_every_customer_is_told_from_nine_in_ten_on()
    {
        var finding = Assert.Single(ReportBank.Of(_run.Store).Report.Findings, f => f is { Subject: "large-transfer", Kind: "fires-for-all" });

        Assert.Equal((20, 20), (finding.Customers, finding.For));
        // By the fifth day sixteen of the twenty had one.
        Assert.DoesNotContain(ReportBank.Of(_run.Store, to: "2026-03-05").Report.Findings, f => f.Kind == "fires-for-all");
    }

    [Fact]
    public void Prompts_that_all_expire_and_prompts_that_are_all_withdrawn_are_told_apart()
    {
        // Ten working days each: the last on the 21st.
        var findings = ReportBank.Of(_run.Store, to: "2026-03-31").Report.Findings;

        var expired = Assert.Single(findings, f => f is { Subject: "outflow-call", Kind: "never-accepted" });
        Assert.Equal(("expired", 20, "expired"), (expired.Remedy, expired.Candidates, expired.Stops![0].Reason));
        var withdrawn = Assert.Single(ReportBank.Of(_run.Store, to: "2026-03-13").Report.Findings, f => f is { Subject: "follow-up", Kind: "never-answered" });
        Assert.Equal((20, "no-longer-holds"), (withdrawn.Candidates, withdrawn.Stops![0].Reason));
    }

    private static string Customer(int number) => string.Create(CultureInfo.InvariantCulture, $"C{number:00}");
}
