using Nba.Engine;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>A late payroll file must not mean forty thousand calls.</summary>
public sealed class LatePayrollTests : IDisposable
{
    private const int Customers = 60;
    private static readonly StageOptions Small = new() { SweepChunk = 7, BatchActivities = 9 };
    private readonly SmallBank _bank = new();

    public LatePayrollTests()
    {
        BankRules.Write(_bank.Rules, "vocabulary.json", BankRules.Vocabulary
            .Replace("\"events\": {", """
                "feeds": {"payroll": {"lagDays": 1}},
                "events": {
                "salary.credited": {"id": 3, "source": "payroll", "fields": {"amount": {"type": "decimal", "required": true}}},
                """, StringComparison.Ordinal)
            .Replace("\"facts\": {", """
                "facts": {
                "lastSalaryOn": {"id": 5, "type": "date", "zh": "最近工资", "en": "Last salary", "fold": {"lastDate": "salary.credited"}},
                "daysSinceSalary": {"id": 6, "type": "integer", "zh": "无工资天数", "en": "Days since salary", "daysSince": "lastSalaryOn"},
                """, StringComparison.Ordinal));
        BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("customer.daysSinceTransfer >= 3", "customer.daysSinceSalary >= 32", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_days_late_it_calls_nobody_and_then_only_the_one_whose_salary_did_not_come()
    {
        using (var run = _bank.Open("live", Small))
        {
            Month(run, "2026-02-10", but: -1);
            Complete(run, "2026-02-10", "2026-02-09");
            for (var day = 11; day <= 28; day++) Complete(run, $"2026-02-{day:00}", $"2026-02-{day - 1:00}");
            for (var day = 2; day <= 11; day++) Complete(run, $"2026-03-{day:00}", $"2026-03-{day - 1:00}");
            // The file of 11 March is due early on the 12th: it comes on the 14th.
            foreach (var late in new[] { "2026-03-13", "2026-03-14", "2026-03-15" })
            {
                run.AdvanceTo(SmallBank.At(late, 1));
                Assert.Empty(SmallBank.Standing(run, "follow-up"));
            }
            Month(run, "2026-03-15", but: 17);
            Complete(run, "2026-03-15", "2026-03-14", hour: 12);
            run.AdvanceTo(SmallBank.At("2026-03-15", 13));
            Assert.Equal(["K17"], SmallBank.Standing(run, "follow-up"));
            run.AdvanceTo(SmallBank.At("2026-03-18"));
            Assert.Equal(["K17"], SmallBank.Standing(run, "follow-up"));

            var marks = EmbeddedLog.Journal(run.Store, 0).Where(e => e.Kind == JournalKind.Watermark).ToList();
            Assert.Equal("2026-03-14 caught-up payroll", marks[^1].Payload);
        }

        Assert.Null(_bank.FirstDifference("live", 1));
        Assert.Null(_bank.FirstDifference("live", 1_000));
    }

    [Fact]
    public void What_is_no_feed_or_lies_ahead_is_refused_with_its_reason()
    {
        using var run = _bank.Open("live", Small);
        _bank.Feed(run, "2026-03-02", "feed.complete", "payrol", """{"upTo": "2026-03-01"}""");
        _bank.Feed(run, "2026-03-02", "feed.complete", "payroll", """{"upTo": "2026-03-03"}""");
        run.Finish();

        Assert.Equal(2, run.Counters.Refused);
        Assert.DoesNotContain(EmbeddedLog.Journal(run.Store, 0), e => e.Kind == JournalKind.Watermark);
        using var letters = run.Store.Scan(new Keys(0).Prefix(Table.DeadLetters));
        Assert.True(letters.MoveNext());
        Assert.Contains("unknown-feed", System.Text.Encoding.UTF8.GetString(letters.Value), StringComparison.Ordinal);
        Assert.Contains("payroll", System.Text.Encoding.UTF8.GetString(letters.Value), StringComparison.Ordinal);
    }

    public void Dispose() => _bank.Dispose();

    private void Month(Simulation run, string day, int but)
    {
        for (var i = 0; i < Customers; i++)
        {
            if (day.StartsWith("2026-02", StringComparison.Ordinal)) _bank.Register(run, day, $"K{i}");
            if (i != but) _bank.Feed(run, day, "salary.credited", $"K{i}", """{"amount": 8000}""", hour: 11);
        }
    }

    private void Complete(Simulation run, string day, string upTo, int hour = 12) => _bank.Feed(run, day, "feed.complete", "payroll", $$"""{"upTo": "{{upTo}}"}""", hour: hour);
}
