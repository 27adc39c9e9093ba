using Nba.Engine.Sources;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

public sealed class RecordMappingTests
{
    [Fact]
    public void Every_fault_is_reported_with_its_place_its_code_and_the_nearest_name() =>
        Assert.Equal(
            [
                "NBA2201 intake/payments.json:3:14 '$kye' is no part of a record; did you mean '$key'?",
                "NBA1003 intake/payments.json:4:3 'sourse' is no member of this object; did you mean 'source'?",
                "NBA1005 intake/payments.json:5:21 'account..no' is no field: name members with points between, as account.owner",
                "NBA2004 intake/payments.json:6:12 'amuont' is no field of 'transfer.in'; did you mean 'amount'?",
                "NBA2003 intake/payments.json:8:30 'transfer.uot' is no event type that a source may send; did you mean 'transfer.out'?",
                "NBA1004 intake/payments.json:9:30 'transfer.in' needs the field 'amount', and its data does not have it",
            ],
            RecordWords.Problems("""
                {
                  "topic": "core.payments",
                  "subject": "$kye",
                  "sourse": "core",
                  "time": {"field": "account..no"},
                  "data": {"amuont": {"field": "amount"}},
                  "type": {"fields": ["direction"], "events": [
                    {"when": ["D"], "event": "transfer.uot"},
                    {"when": ["C"], "event": "transfer.in"}
                  ]}
                }
                """));

    [Fact]
    public void What_a_mapping_needs_is_named_when_it_is_missing()
    {
        var problems = string.Join('\n', RecordWords.Problems("{}"));
        foreach (var member in new[] { "topic", "subject", "type" }) Assert.Contains($"'{member}' is missing here", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_of_the_banks_own_would_feed_on_itself() =>
        Assert.Equal(["NBA1005 intake/payments.json:1:11 'nba.activity' is a topic of this bank's own, and would feed on itself"], RecordWords.Problems("""{"topic": "nba.activity", "records": "cloudevents"}"""));

    [Fact]
    public void Events_of_the_engine_and_of_feeds_are_not_made_of_records() =>
        Assert.Contains("'feed.complete' is no event type that a source may send", Assert.Single(RecordWords.Problems("""{"topic": "a", "subject": "b", "type": {"events": [{"event": "feed.complete"}]}}""")), StringComparison.Ordinal);

    [Fact]
    public void Cloud_events_need_no_mapping_and_take_none()
    {
        Assert.Null(RecordWords.Mapping("""{"topic": "crm.events", "records": "cloudevents"}""").Rows);
        Assert.StartsWith("NBA1003 intake/payments.json:1:51 'subject' is no member of this object; there are: en, records, topic", Assert.Single(RecordWords.Problems("""{"topic": "crm.events", "records": "cloudevents", "subject": "id"}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gives_one_mapping_a_file_and_no_topic_twice()
    {
        var folder = Directory.CreateTempSubdirectory("nba-intake-");
        try
        {
            foreach (var name in new[] { "b.json", "a.json" }) File.WriteAllText(Path.Combine(folder.FullName, name), """{"topic": "crm.events", "records": "cloudevents"}""");
            File.WriteAllText(Path.Combine(folder.FullName, "c.json"), RecordWords.Payments);
            var problems = new ProblemList();
            var mappings = new RecordMappingReader(RecordWords.Vocabulary, []).Load(folder.FullName, problems);
            Assert.Equal(["crm.events", "core.payments"], mappings.Select(m => m.Topic));
            Assert.Equal($"NBA2009 {folder.FullName}/b.json:1:11 'crm.events' is mapped by {folder.FullName}/a.json already", Assert.Single(problems.Sorted()).ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_fault_that_names_the_setting()
    {
        var problems = new ProblemList();
        Assert.Empty(new RecordMappingReader(RecordWords.Vocabulary, []).Load("no-such-folder", problems));
        Assert.Contains("Nba:Kafka:Intake", Assert.Single(problems.Sorted()).Message, StringComparison.Ordinal);
    }
}
