using Nba.Host.Commands;
using Nba.Host.Previews;

namespace Nba.Host.Tests.Commands;

/// <summary>Which days <c>nba preview</c> is about, and what it says to those that cannot be meant.</summary>
public sealed class PreviewRequestTests
{
    private static readonly DateOnly Stands = new(2026, 2, 27);
    private static readonly PreviewRequest Plain = new(null, null, null, null, null, false, false, null, null);

    [Theory]
    [InlineData(null, null, "2026-02-28", "2026-03-29")]
    [InlineData("1", null, "2026-02-28", "2026-02-28")]
    [InlineData("400", null, "2026-02-28", "2027-04-03")]
    [InlineData("3", "2026-03-10", "2026-03-10", "2026-03-12")]
    [InlineData("1", "2026-02-27", "2026-02-27", "2026-02-27")]
    public void Days_begin_after_the_one_on_which_the_store_stands_unless_said(string? days, string? from, string first, string last)
    {
        var (span, wrong) = (Plain with { Days = days, From = from }).Span(Stands);

        Assert.Null(wrong);
        Assert.Equal((first, last, false), (PreviewWords.Day(span!.From), PreviewWords.Day(span.To), span.GreetingsOnly));
    }

    [Fact]
    public void A_month_is_its_greeting_plan_also_while_it_goes_on()
    {
        Assert.Equal((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), true), Of("2026-03"));
        Assert.Equal((new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 28), true), Of("2026-02"));
    }

    [Theory]
    [InlineData("0", null, null, "--days must be a whole number from 1 to 400, not '0'")]
    [InlineData("401", null, null, "--days must be a whole number from 1 to 400")]
    [InlineData("-3", null, null, "--days must be a whole number from 1 to 400")]
    [InlineData(null, "2026-02-26", null, "lies before 2026-02-27, the day on which the store stands")]
    [InlineData(null, "March", null, "--from must be a day, as 2026-02-28, not 'March'")]
    [InlineData("30", "2027-04-01", null, "2027-04-30 is more than 400 days after 2026-02-27")]
    [InlineData(null, null, "2026-01", "2026-01 is over on 2026-02-27")]
    [InlineData(null, null, "2028-01", "is more than 400 days after")]
    [InlineData(null, null, "March", "--month must be a month, as 2026-02, not 'March'")]
    public void Days_that_cannot_be_meant_are_told_with_what_can(string? days, string? from, string? month, string told)
    {
        var (span, wrong) = (Plain with { Days = days, From = from, Month = month }).Span(Stands);

        Assert.Null(span);
        Assert.Contains(told, wrong?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_meant_together_is_told()
    {
        Assert.Null(Plain.Contradiction);
        Assert.Contains("leave out --days", (Plain with { Month = "2026-03", Days = "3" }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Contains("--days 30", (Plain with { Month = "2026-03", Against = "rules" }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Contains("without it", (Plain with { Against = "rules", Csv = "x.csv" }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Contains("--against DIR", (Plain with { Markdown = true }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Contains("not both", (Plain with { Markdown = true, Json = true, Against = "rules" }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Contains("name a file", (Plain with { Json = true, Csv = "-" }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Contains("--manager ID", (Plain with { Ics = "all.ics" }).Contradiction?.ToString(), StringComparison.Ordinal);
        Assert.Null((Plain with { Ics = "one.ics", Manager = "rm01" }).Contradiction);
    }

    private static (DateOnly, DateOnly, bool) Of(string month) => (Plain with { Month = month }).Span(Stands).Span is { } span ? (span.From, span.To, span.GreetingsOnly) : default;
}
