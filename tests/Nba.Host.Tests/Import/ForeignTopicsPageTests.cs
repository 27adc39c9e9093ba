using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Host.Import;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;
using Nba.House;

namespace Nba.Host.Tests.Import;

/// <summary>What operators are told of foreign topics is so.</summary>
public sealed class ForeignTopicsPageTests
{
    private static readonly string Page = Repository.Read("docs/operations.md").ReplaceLineEndings("\n");
    private static readonly RuleBook Book = RuleFolder.Load(Path.Combine(Repository.Root, "rules")).Book!;

    private static IReadOnlyList<string> Examples => [.. Regex.Matches(Page, "```json mapping\n(.*?)\n```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];

    [Fact]
    public void The_mappings_shown_are_ones_that_the_shipped_rules_take()
    {
        Assert.Equal(2, Examples.Count);
        Assert.All(Examples, e => Assert.Equal("", string.Join('\n', Problems(e))));
    }

    [Fact]
    public void The_record_shown_becomes_an_activity_that_the_shipped_rules_take()
    {
        var record = Regex.Match(Examples[0], "^// [^{]*({.*})$", RegexOptions.Multiline).Groups[1].Value;
        using var mapper = new RecordMapper(Read(Examples[0])!);
        Assert.Null(mapper.Map(RecordWords.Record(record)));
        var made = Assert.Single(mapper.Events);
        Assert.Equal("lin-xia", made.Customer);
        Assert.Null(Book.Reader.Read(made.Json, new Instant(1_772_500_000_000), new Activity(Book.Vocabulary)));
        Assert.Equal(1, Encoding.UTF8.GetString(made.Json.Span).Split("\"id\":\"p-7\"").Length - 1);
    }

    [Fact]
    public void The_fault_shown_is_the_one_that_is_reported() =>
        Assert.Contains($"\n{Assert.Single(Problems(Examples[0].Replace("\"event\": \"transfer.out\"", "\"event\": \"transfer.uot\"", StringComparison.Ordinal)))}\n", Page, StringComparison.Ordinal);

    [Fact]
    public void The_group_and_the_slot_are_named_as_they_are()
    {
        var stage = KafkaClients.IntakeOf("core.payments");
        Assert.Contains($"--group {new KafkaClients(new KafkaOptions(), NullLogger.Instance).Group(stage)}`", Page, StringComparison.Ordinal);
        Assert.Contains($"`{stage}-0`", Page, StringComparison.Ordinal);
    }

    private static RecordMapping? Read(string text) => new RecordMappingReader(Book.Vocabulary, []).Parse(new SourceFile("intake/payments.json", text), [], new ProblemList());

    private static IReadOnlyList<string> Problems(string text)
    {
        var problems = new ProblemList();
        new RecordMappingReader(Book.Vocabulary, []).Parse(new SourceFile("intake/payments.json", text), [], problems);
        return [.. problems.Sorted().Select(p => p.ToString())];
    }
}
