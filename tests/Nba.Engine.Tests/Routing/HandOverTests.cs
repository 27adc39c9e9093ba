using Nba.House;

namespace Nba.Engine.Tests.Routing;

/// <summary>Who sees the queue of a person who is away, and that nothing else changes.</summary>
[Course(18)]
public sealed class HandOverTests
{
    private const string Week = "\"from\": \"2026-03-02\", \"to\": \"2026-03-06\"";

    [Fact]
    public void A_named_stand_in_sees_all_of_the_queue_on_the_days_of_the_absence_and_nobody_else_does()
    {
        var hand = Book($$"""{"person": "anna", {{Week}}, "standIn": "cy"}""").Directory.HandOver;

        var seen = Assert.Single(hand.SeenBy("cy", Scene.Day("2026-03-02")));
        Assert.Equal(("anna", Scene.Day("2026-03-06")), (seen.Person, seen.Until));
        Assert.True(seen.Shows(null) && seen.Shows("bo"));
        Assert.Single(hand.SeenBy("cy", Scene.Day("2026-03-06")));
        Assert.Empty(hand.SeenBy("cy", Scene.Day("2026-03-01")));
        Assert.Empty(hand.SeenBy("cy", Scene.Day("2026-03-07")));
        Assert.Empty(hand.SeenBy("bo", Scene.Day("2026-03-02")));
        Assert.Empty(hand.SeenBy("anna", Scene.Day("2026-03-02")));
    }

    [Fact]
    public void Without_a_stand_in_a_customer_is_seen_by_their_own_b_role_manager()
    {
        var seen = Assert.Single(Book($$"""{"person": "anna", {{Week}}}""").Directory.HandOver.SeenBy("bo", Scene.Day("2026-03-03")));

        Assert.Equal((true, false, false), (seen.Shows("bo"), seen.Shows("cy"), seen.Shows(null)));
    }

    [Fact]
    public void Who_stands_in_for_a_stand_in_sees_what_that_one_would_have_seen()
    {
        var hand = Book($$"""{"person": "anna", {{Week}}, "standIn": "bo"}""", $$"""{"person": "bo", {{Week}}, "standIn": "cy"}""", $$"""{"person": "dee", {{Week}}}""").Directory.HandOver;

        var seen = hand.SeenBy("cy", Scene.Day("2026-03-03"));

        Assert.Equal([("anna", true), ("bo", true), ("dee", false)], seen.Select(s => (s.Person, s.Of is null)));
        Assert.True(seen[2].Shows("bo"));
        Assert.False(seen[2].Shows("eve"));
    }

    [Fact]
    public void Two_who_stand_in_for_each_other_and_are_both_away_end_the_search()
    {
        var hand = Book($$"""{"person": "anna", {{Week}}, "standIn": "bo"}""", $$"""{"person": "bo", {{Week}}, "standIn": "anna"}""").Directory.HandOver;

        Assert.Equal(["anna"], hand.SeenBy("bo", Scene.Day("2026-03-03")).Select(s => s.Person));
        Assert.Empty(hand.SeenBy("cy", Scene.Day("2026-03-03")));
    }

    [Fact]
    public void An_absence_changes_no_owner()
    {
        using var scene = new Scene(Book($$"""{"person": "anna", {{Week}}, "standIn": "cy"}""")).Known("2026-03-01");
        scene.Event("2026-03-03", "interest.shown", """{"product": "loan"}""");

        Assert.Equal(["loan-talk"], scene.Queue("anna"));
        Assert.Empty(scene.Queue("cy"));
    }

    [Fact]
    public void The_b_role_manager_goes_with_the_action_in_the_a_role_managers_queue_alone_and_is_told_when_it_changes()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "complaint.received");
        Assert.Equal("bo", scene.Records[^1].ManagerB);

        scene.Ticks("2026-03-02", "2026-03-04");
        Assert.Equal([("anna", "bo"), ("head-west", null)], scene.Last.Actions.Where(r => r.Action == "complaint-call").Select(r => (r.Owner, r.ManagerB)));

        scene.Event("2026-03-04", "customer.assigned", """{"b": "cy"}""");
        Assert.Equal("cy", scene.Records.Last(r => r.Owner == "anna" && r.Action == "complaint-call").ManagerB);
    }

    [Theory]
    [InlineData("{\"person\": \"ana\", \"from\": \"2026-03-02\", \"to\": \"2026-03-06\"}", "anna")]
    [InlineData("{\"person\": \"anna\", \"from\": \"2026-03-02\", \"to\": \"2026-03-06\", \"standIn\": \"anna\"}", "NBA2211")]
    [InlineData("{\"person\": \"anna\", \"from\": \"2026-03-07\", \"to\": \"2026-03-06\"}", "NBA2211")]
    [InlineData("{\"person\": \"anna\", \"from\": \"2.3.2026\", \"to\": \"2026-03-06\"}", "NBA2211")]
    [InlineData("{\"person\": \"anna\", \"from\": \"2026-03-02\"}", "NBA1004")]
    [InlineData("{\"person\": \"anna\", \"from\": \"2026-03-02\", \"to\": \"2026-03-06\", \"standin\": \"bo\"}", "standIn")]
    [InlineData("{\"person\": \"anna\", \"from\": \"2026-03-02\", \"to\": \"2026-03-06\"}, {\"person\": \"anna\", \"from\": \"2026-03-06\", \"to\": \"2026-03-08\"}", "NBA2211")]
    public void A_faulty_absence_is_a_problem_with_its_place(string absences, string said)
    {
        var problem = Assert.Single(TestBook.Load(("directory.json", Directory(absences))).Problems);

        Assert.Equal("directory.json", problem.File);
        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
    }

    private static RuleBook Book(params string[] absences) => TestBook.With(("directory.json", Directory(string.Join(", ", absences))));

    private static string Directory(string absences) => """
        {"capacity": 10, "people": {"anna": {"name": "Anna", "branch": "west"}, "bo": {"name": "Bo", "branch": "west"}, "cy": {"name": "Cy"}, "dee": {"name": "Dee"}},
         "branches": {"west": {"name": "West", "head": "head-west"}}, "absences": [ABSENCES]}
        """.Replace("ABSENCES", absences, StringComparison.Ordinal);
}
