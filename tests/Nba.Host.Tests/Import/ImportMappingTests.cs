using Nba.Engine.Sources;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

public sealed class ImportMappingTests
{
    [Fact]
    public void Every_fault_is_reported_with_its_line_and_column()
    {
        var problems = Problems("""
            {
              "source": "core",
              "subject": "id",
              "time": {"column": "at", "format": "dd.MM.yyyy HH:mm"},
              "delimeter": ";",
              "data": {"amount": {"column": "sum", "type": "decimel"}, "kind": {"type": "text"}},
              "type": {"columns": ["what", "how"], "otherwise": "ignor", "events": [{"when": ["sent"], "event": "offer.sent"}]}
            }
            """);

        Assert.Equal(
            [
                "mapping.json:4:38 a time with its own format needs a 'zone': whose clock does it show?",
                "mapping.json:5:3 'delimeter' is no member of this object; did you mean 'delimiter'?",
                "mapping.json:6:48 'decimel' is not one of text, integer, decimal, boolean, date, instant; did you mean 'decimal'?",
                "mapping.json:6:68 a field has either a 'column' or a 'constant'",
                "mapping.json:7:53 'ignor' is not one of refuse, ignore; did you mean 'ignore'?",
                "mapping.json:7:82 'when' has one value for each of the 2 columns of 'type', * for any; this has 1",
            ],
            problems.Select(p => p[8..]));
    }

    [Fact]
    public void An_empty_mapping_says_what_it_needs()
    {
        var problems = string.Join('\n', Problems("{}"));

        foreach (var member in new[] { "source", "subject", "time", "type" }) Assert.Contains($"'{member}' is missing here", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_that_is_none_and_a_format_that_is_none_are_faults()
    {
        var problems = string.Join('\n', Problems("""
            {"source": "a", "subject": "b", "time": {"column": "c", "format": "%", "zone": "Asia/Peking"},
             "type": {"columns": [], "events": [{"when": [], "event": "x"}]}}
            """));

        Assert.Contains("'Asia/Peking' is no time zone", problems, StringComparison.Ordinal);
        Assert.Contains("'%' is no format", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void An_events_own_time_says_how_many_days_after_its_column()
    {
        var problems = string.Join('\n', Problems("""
            {"source": "a", "subject": "b", "time": {"column": "c", "after": "1d"},
             "type": {"columns": [], "events": [{"when": [], "event": "x", "time": {"column": "d", "after": "15wd"}}]}}
            """));

        Assert.Contains("'after' is no member of this object", problems, StringComparison.Ordinal);
        Assert.Contains("'15wd' is no number of days; write as 15d", problems, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Problems(string text)
    {
        var problems = new ProblemList();
        Assert.Null(ImportMapping.Parse(new SourceFile("mapping.json", text), problems));
        return [.. problems.Sorted().Select(p => p.ToString())];
    }
}
