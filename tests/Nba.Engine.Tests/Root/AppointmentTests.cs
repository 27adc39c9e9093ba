using Nba.Engine.Actions;
using Nba.House;

namespace Nba.Engine.Tests.Root;

/// <summary>What follows from answers: a time agreed on is an appointment, which rules and plans see like any other thing of the customer's.</summary>
[Course(9, 15)]
public sealed class AppointmentTests
{
    private const string At = "\"at\": \"2026-03-10T14:30:00+08:00\"";

    internal static readonly string Vocabulary = TestBook.Vocabulary
        .Replace("\"entities\": {", """
            "entities": {
                "meeting": {"id": 9, "keepDays": 30, "facts": {
                  "on": {"id": 1, "type": "date", "zh": "日", "en": "On", "fold": {"latest": "meeting.booked.on"}},
                  "time": {"id": 2, "type": "text", "zh": "时", "en": "Time", "fold": {"latest": "meeting.booked.time"}},
                  "daysTo": {"id": 3, "type": "integer", "zh": "天", "en": "Days to it", "daysUntil": "on"},
                  "over": {"id": 4, "type": "boolean", "default": false, "zh": "过", "en": "Over", "fold": {"latest": {"meeting.booked": false, "meeting.kept": true, "meeting.missed": true}}}}},
            """, StringComparison.Ordinal)
        .Replace("\"probe\":", """
            "meeting.booked": {"id": 70, "entity": "meeting", "key": "meeting", "follows": "accepted", "fields": {
                "meeting": {"type": "text"}, "on": {"type": "date", "required": true}, "time": {"type": "text"}, "moment": {"type": "instant"}}},
            "meeting.kept": {"id": 71, "entity": "meeting", "key": "meeting", "follows": "done", "fields": {"meeting": {"type": "text"}}},
            "meeting.missed": {"id": 72, "entity": "meeting", "key": "meeting", "follows": "no-answer", "fields": {"meeting": {"type": "text"}}},
            "probe":
            """, StringComparison.Ordinal);

    private const string Rules = """
        {"WorkflowName": "visits", "Rules": [
          {"RuleName": "prepare", "Expression": ["item.daysTo <= 3", "item.daysTo >= 0", "NOT item.over"],
           "Properties": {"on": "daily", "each": "meeting", "action": {"id": "prepare", "purpose": "duty", "channel": "visit", "episode": "item.on", "due": "item.on - 1d"}}},
          {"RuleName": "note", "Expression": "item.over", "Properties": {"on": "meeting.kept", "each": "meeting", "action": {"id": "note", "purpose": "service", "channel": "phone", "episode": "none", "expires": "10d"}}},
          {"RuleName": "rebook", "Expression": "item.over", "Properties": {"on": "meeting.missed", "each": "meeting", "action": {"id": "rebook", "purpose": "service", "channel": "phone", "episode": "none", "expires": "10d"}}},
          {"RuleName": "thanks", "Properties": {"on": "plan", "action": {"id": "thanks", "purpose": "service", "channel": "phone", "expires": "30d"}}},
          {"RuleName": "start-visit", "Expression": "event.on != null", "Properties": {"on": "meeting.booked", "plan": {"start": "visit"}}}]}
        """;

    private static readonly Lazy<RuleBook> Book = new(() => TestBook.With(("vocabulary.json", Vocabulary), ("visits.json", Rules), ("texts/visits.json", TestBook.Texts("prepare", "note", "rebook", "thanks")),
        ("plans/visit.json", """{"visit": {"zh": "拜访", "en": "Visit", "steps": [{"id": "thanks", "rule": "thanks"}]}}""")));

    [Fact]
    public void An_accepted_action_with_a_time_books_an_appointment_that_is_prepared()
    {
        using var scene = Asked();
        scene.Answer("2026-03-02T11:00", scene.Open("loan-talk"), "accepted", At);

        var meeting = Assert.Single(scene.State.Profile.Entities);
        Assert.Equal(ActionIdentity.Format(scene.Open("loan-talk").Id), meeting.Key);
        Assert.Equal("14:30", meeting.Cells[Book.Value.Vocabulary.Entity("meeting")!.Facts.Single(f => f.Name == "time").Index].Text);
        scene.Ticks("2026-03-02", "2026-03-06");
        Assert.DoesNotContain("prepare", scene.Queue("anna"));
        scene.Tick("2026-03-07");
        Assert.Contains("prepare", scene.Queue("anna"));
        Assert.Equal(Scene.Day("2026-03-09").AddDays(1).ToString("yyyy-MM-dd", null), Book.Value.Calendar.DateOf(new Nba.Engine.Calendars.Instant(scene.Open("prepare").Due!.Value)).ToString("yyyy-MM-dd", null));
    }

    [Fact]
    public void It_starts_a_plan_as_any_activity_may()
    {
        using var scene = Asked();
        scene.Answer("2026-03-02T11:00", scene.Open("loan-talk"), "accepted", At);
        Assert.Contains("thanks", scene.Queue("anna"));
    }

    [Theory]
    [InlineData("done", "note")]
    [InlineData("no-answer", "rebook")]
    public void What_became_of_it_is_noted_or_booked_anew(string answer, string next)
    {
        using var scene = Asked();
        scene.Answer("2026-03-02T11:00", scene.Open("loan-talk"), "accepted", At);
        scene.Ticks("2026-03-02", "2026-03-10");
        scene.Answer("2026-03-10T16:00", scene.Open("loan-talk"), answer);
        Assert.Contains(next, scene.Queue("anna"));
        scene.Tick("2026-03-11");
        Assert.DoesNotContain("prepare", scene.Queue("anna"));
    }

    [Fact]
    public void A_later_time_moves_it()
    {
        using var scene = Asked();
        scene.Answer("2026-03-02T11:00", scene.Open("loan-talk"), "accepted", At);
        scene.Answer("2026-03-03T11:00", scene.Open("loan-talk"), "accepted", "\"at\": \"2026-03-20T09:05:00+08:00\"");
        scene.Ticks("2026-03-03", "2026-03-10");
        Assert.DoesNotContain("prepare", scene.Queue("anna"));
        scene.Ticks("2026-03-10", "2026-03-17");
        Assert.Contains("prepare", scene.Queue("anna"));
        Assert.Single(scene.State.Profile.Entities);
    }

    [Fact]
    public void Answers_without_a_time_book_nothing_and_leave_no_trace()
    {
        using var scene = Asked();
        scene.Answer("2026-03-02T11:00", scene.Open("loan-talk"), "accepted");
        scene.Answer("2026-03-02T12:00", scene.Open("loan-talk"), "done");
        Assert.Empty(scene.State.Profile.Entities);
        Assert.Empty(scene.Queue("anna"));
    }

    [Fact]
    public void Whether_the_booking_or_the_answer_came_first_never_shows_in_the_facts()
    {
        var pictures = new[] { true, false }.Select(straight =>
        {
            using var scene = Asked();
            var id = scene.Open("loan-talk").Id;
            if (straight) scene.Answer("2026-03-02T11:00", id, "accepted", At);
            scene.Answer("2026-03-02T12:00", id, "done");
            if (!straight) scene.Answer("2026-03-02T11:00", id, "accepted", At);
            scene.Tick("2026-03-03");
            return string.Join(' ', scene.State.Profile.Entities.SelectMany(e => e.Type.Facts.Select(f => $"{f.Name}={e.Cells[f.Index].A}@{e.Cells[f.Index].B}"))) + " " + string.Join(',', scene.Queue("anna"));
        }).ToList();
        Assert.Equal(pictures[0], pictures[1]);
        Assert.Contains("note", pictures[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"required\": true}, \"time\"", "\"required\": true}, \"place\": {\"type\": \"text\", \"required\": true}, \"time\"", "NBA2010")]
    [InlineData("\"follows\": \"no-answer\"", "\"follows\": \"done\"", "NBA2009")]
    [InlineData("\"follows\": \"no-answer\"", "\"follows\": \"noanswer\"", "no-answer")]
    [InlineData("\"id\": 14, \"fields\"", "\"id\": 14, \"follows\": \"snoozed\", \"fields\"", "NBA1004")]
    public void An_event_type_that_an_answer_cannot_fill_is_a_problem(string was, string becomes, string said)
    {
        Assert.Contains(was, Vocabulary, StringComparison.Ordinal);
        var problems = TestBook.Load(("vocabulary.json", Vocabulary.Replace(was, becomes, StringComparison.Ordinal))).Problems;
        Assert.Contains(problems, p => p.ToString().Contains(said, StringComparison.Ordinal) && p.File == "vocabulary.json");
    }

    private static Scene Asked()
    {
        var scene = new Scene(Book.Value).Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");
        return scene;
    }
}
