using Nba.Engine.Sources;
using Nba.Engine.Tests.Root;

namespace Nba.Engine.Tests.Statistics;

public sealed class StatisticsBookTests
{
    private const string Good = """
        "zh": "投诉", "en": "Complaints", "entity": "complaint", "opened": "receivedOn", "answered": "repliedOn", "class": "class", "promise": "complaint-reply"
        """;

    [Fact]
    public void The_promise_is_what_the_rules_of_its_action_count()
    {
        var complaints = ShippedBook.Book.Statistics.Find("complaints")!;

        Assert.Equal(("complaint-reply", "3wd", "-1wd"), (complaints.Promise!.Action, complaints.Promise.Due.ToString(), complaints.Promise.EscalateFromDue?.ToString()));
        Assert.Equal(("收费", "Fees", "unheard"), (complaints.ClassName("fee", "zh-CN"), complaints.ClassName("fee", "en"), complaints.ClassName("unheard", "en")));
    }

    [Fact]
    public void The_note_speaks_of_the_days_that_make_a_repeat_in_both_languages()
    {
        var complaints = ShippedBook.Book.Statistics.Find("complaints")!;

        Assert.Contains($"within {complaints.RepeatDays} days", complaints.Note!.In("en"), StringComparison.Ordinal);
        Assert.Contains($"{complaints.RepeatDays} 天内", complaints.Note!.In("zh-CN"), StringComparison.Ordinal);
        Assert.Null(ShippedBook.Book.Statistics.Find("suggestions")!.Note);
    }

    [Fact]
    public void It_follows_the_rule_when_that_changes()
    {
        var book = Load(Good, ("service-recovery.json", "item.receivedOn + 3wd\", \"escalate\": \"due-1wd\"", "item.receivedOn + 15d\", \"escalate\": \"item.receivedOn + 10d\"")).Book!;
        var promise = book.Statistics.Find("it")!.Promise!;

        Assert.Equal(("15d", null, "10d"), (promise.Due.ToString(), promise.EscalateFromDue?.ToString(), promise.EscalateFromReceipt?.ToString()));
    }

    [Fact]
    public void A_book_without_the_file_counts_nothing() => Assert.Empty(TestBook.Default.Statistics.All);

    [Fact]
    public void Every_fault_is_told_at_once_with_its_place_and_the_nearest_name()
    {
        var problems = RuleBook.Load([.. Files(), new SourceFile("statistics.json", """
            {
              "a": {"zh": "甲", "en": "A", "entity": "complaintt", "opened": "receivedOn", "class": "class"},
              "b": {"zh": "乙", "en": "B", "entity": "complaint", "opened": "recievedOn", "closed": "satisfied", "class": "receivedOn"},
              "c": {"zh": "丙", "entity": "complaint", "opened": "receivedOn", "answered": "repliedOn", "class": "class", "promise": "complaint-replies", "repeatDays": 0, "names": {"fees": {"zh": "费", "en": "Fees"}}},
              "d": {"zh": "丁", "en": "D", "event": "suggestion.recieved", "class": "channel"},
              "e": {"zh": "戊", "en": "E", "event": "suggestion.received", "class": "chanel", "promise": "complaint-reply"},
              "f": {"zh": "己", "en": "F", "entity": "complaint", "event": "suggestion.received", "class": "channel"},
              "g": {"zh": "庚", "en": "G", "entity": "complaint", "opened": "acceptedOn", "answered": "repliedOn", "class": "class", "promise": "complaint-reply"},
              "h": {"zh": "辛", "en": "H", "event": "suggestion.received", "class": "channel", "note": {"zh": "注", "fr": "note"}}
            }
            """)]).Problems;

        Assert.Equal(
            [
                "NBA2006 statistics.json:2:41 'complaintt' is no entity of the vocabulary; did you mean 'complaint'?",
                "NBA2005 statistics.json:3:64 'recievedOn' is no fact of 'complaint'; did you mean 'receivedOn'?",
                "NBA2010 statistics.json:3:88 'satisfied' must be a day folded by firstDate or lastDate, so that it says which activities are meant",
                "NBA2010 statistics.json:3:110 'receivedOn' must be a word or text folded by latest to be a class",
                "NBA1004 statistics.json:4:8 'en' is missing here",
                "NBA2208 statistics.json:4:121 'complaint-replies' is no action that a rule in force proposes; did you mean 'complaint-reply'?",
                "NBA1005 statistics.json:4:156 a whole number from 1 to 3650 must stand here, not 0",
                "NBA2007 statistics.json:4:169 'fees' is no word of the code list 'complaintClass'; did you mean 'fee'?",
                "NBA2003 statistics.json:5:40 'suggestion.recieved' is no event type of the vocabulary; did you mean 'suggestion.received'?",
                "NBA2004 statistics.json:6:72 'chanel' is no field of 'suggestion.received'; did you mean 'channel'?",
                "NBA1003 statistics.json:6:82 'promise' is no member of this object; there are: class, en, entity, event, names, note, repeatDays, zh",
                "NBA1004 statistics.json:7:8 a statistic counts either the things of an 'entity' or the activities of an 'event'",
                "NBA2202 statistics.json:8:132 every rule that proposes 'complaint-reply' must have the same 'due', some days or working days after item.acceptedOn, to be a promise",
                "NBA1004 statistics.json:9:91 'en' is missing here",
                "NBA1003 statistics.json:9:103 'fr' is no member of this object; there are: en, zh",
            ],
            problems.Where(p => p.File == "statistics.json").Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("complaint-reply", "complaint-answer", "; due some days after item.receivedOn are: complaint-acceptance, complaint-classification, complaint-overdue-decision, complaint-reply, complaint-report, complaint-submission")]
    [InlineData("complaint-reply", "complaintreply", "; did you mean 'complaint-reply'?")]
    [InlineData("\"receivedOn\", \"answered\": \"repliedOn\", \"class\": \"class\", \"promise\": \"complaint-reply\"",
        "\"closedOn\", \"answered\": \"repliedOn\", \"class\": \"class\", \"promise\": \"any\"", "; no rule has an action with a 'due' of some days after item.closedOn, so leave 'promise' out")]
    public void A_promise_of_an_action_that_there_is_not_is_told_with_the_actions_that_there_are(string from, string to, string hint)
    {
        var statistic = Good.Replace(from, to, StringComparison.Ordinal);
        var name = statistic[(statistic.LastIndexOf(": \"", StringComparison.Ordinal) + 3)..].TrimEnd().Trim('"');
        var line = $$"""{"it": { {{statistic}} } }""";

        Assert.Equal(
            $"NBA2208 statistics.json:1:{line.IndexOf($"\"{name}\"", StringComparison.Ordinal) + 1} '{name}' is no action that a rule in force proposes{hint}",
            Assert.Single(Load(statistic).Problems).ToString());
    }

    private static RuleBookLoad Load(string statistic, params (string Path, string Before, string After)[] edits) => RuleBook.Load(
    [
        .. Files().Select(f => edits.Where(e => e.Path == f.Path).Aggregate(f, (file, e) => new SourceFile(file.Path, file.Text.Replace(e.Before, e.After, StringComparison.Ordinal)))),
        new SourceFile("statistics.json", $$"""{"it": { {{statistic}} } }"""),
    ]);

    // Without the table of the course, which names what the shipped file declares.
    private static IEnumerable<SourceFile> Files() => ShippedRulesTests.Read("rules").Where(f => f.Path is not ("statistics.json" or "course.json"));
}
