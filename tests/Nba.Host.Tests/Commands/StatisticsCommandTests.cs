using System.Text;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Readme;
using Nba.Host.Tests.Stages;
using Nba.House;

namespace Nba.Host.Tests.Commands;

/// <summary><c>nba statistics</c> over the store of a small log: late and early replies over the Spring Festival, one sent twice, one refused, a merge.</summary>
[Course(11)]
public sealed class StatisticsCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nba-statistics-").FullName;
    private int _ids;

    public StatisticsCommandTests()
    {
        using var run = Simulation.Open(new StoreOptions { Directory = Path.Combine(_data, "store"), Fsync = false }, SimulatedBank.Rules(), new StageOptions());
        Received(run, "2026-02-13", "a", "Q1", "fee");
        Received(run, "2026-02-13", "b", "Q2", "fee");
        Feed(run, "2026-02-24", "a", "complaint.replied", """{"complaint": "Q1"}""");
        Received(run, "2026-02-26", "c", "Q3", "system", id: "twice");
        Received(run, "2026-02-26", "c", "Q4", "system", id: "twice");
        Feed(run, "2026-02-26", "c", "complaint.received", """{"complaint": "Q5", "class": "nothing"}""");
        Feed(run, "2026-02-26", "b", "complaint.replied", """{"complaint": "Q2"}""");
        Feed(run, "2026-03-02", "a", "customer.merged", """{"into": "b"}""");
        Received(run, "2026-03-02", "a", "Q6", "privacy");
        Feed(run, "2026-03-03", "b", "complaint.closed", """{"complaint": "Q1", "satisfied": true}""");
        Feed(run, "2026-03-03", "c", "suggestion.received", """{"channel": "mobile", "wantsReply": false}""");
        run.Finish();
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task The_tables_are_those_on_record(string language) =>
        Golden.Stored(await NbaProcess.Run("statistics", "--data", _data, "--lang", language), $"statistics-{language}.txt");

    [Fact]
    public async Task As_json_one_of_them_is_what_the_page_gives()
    {
        using var json = JsonDocument.Parse(await NbaProcess.Run("statistics", "complaints", "--data", _data, "--from", "2026-02-14", "--json"));
        var total = json.RootElement.GetProperty("total");

        // As of the last activity, on 3 March: what came in on the 2nd still has its time.
        Assert.Equal((2, 0, 1, 1), (total.GetProperty("received").GetInt32(), total.GetProperty("answered").GetInt32(), total.GetProperty("overdue").GetInt32(), total.GetProperty("repeats").GetInt32()));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_refused_before_the_count()
    {
        var (code, output, errors) = await NbaProcess.End("statistics", "complaint", "--data", _data);

        Assert.Equal((2, "", "the rule book in force declares no statistic 'complaint'; did you mean 'complaints'?\n"), (code, output, errors));
        Assert.Contains(" activities", (await NbaProcess.End("statistics", "complaints", "--data", _data)).Errors, StringComparison.Ordinal);
    }

    private void Received(Simulation run, string day, string customer, string complaint, string word, string? id = null) =>
        Feed(run, day, customer, "complaint.received", $$"""{"complaint": "{{complaint}}", "class": "{{word}}"}""", id);

    // In the order they arrive: all of a day at noon, a moment after the one before.
    private void Feed(Simulation run, string day, string customer, string type, string data, string? id = null)
    {
        var time = At(day).Plus(++_ids);
        run.Feed(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{id ?? $"e{_ids}"}}","source":"test","subject":"{{customer}}","type":"{{type}}","time":"{{time}}","data":{{data}}}"""), time.UnixMilliseconds);
    }

    private static Instant At(string day) => SmallBank.At(day, 12);
}
