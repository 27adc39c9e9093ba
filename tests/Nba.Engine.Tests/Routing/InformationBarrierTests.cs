using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Routing;

/// <summary>Customers behind an information barrier: their actions lie with those on its list and with nobody else, from one commit to the next.</summary>
public sealed class InformationBarrierTests
{
    [Fact]
    public void Whoever_is_not_on_the_list_loses_the_actions_with_the_assignment_and_gets_them_back_when_it_is_lifted()
    {
        using var scene = new Scene(Book("cy", "bo")).Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");
        Assert.Equal(["loan-talk"], scene.Queue("anna"));

        scene.Event("2026-03-02", "customer.assigned", """{"barrier": "deal"}""");
        Assert.Empty(scene.Queue("anna"));
        Assert.Equal(["loan-talk"], scene.Queue("cy"));

        scene.Event("2026-03-03", "customer.assigned", """{"barrier": "none"}""");
        Assert.Equal(["loan-talk"], scene.Queue("anna"));
        Assert.Empty(scene.Queue("cy"));
    }

    [Fact]
    public void Owners_on_the_list_stay_and_the_branch_head_who_is_not_hears_of_no_escalation()
    {
        using var open = new Scene(Book("cy", "anna")).Known("2026-03-01");
        using var barred = new Scene(Book("cy", "anna")).Known("2026-03-01");
        barred.Event("2026-03-01", "customer.assigned", """{"barrier": "deal"}""");
        foreach (var scene in new[] { open, barred })
        {
            scene.Event("2026-03-02", "complaint.received");
            scene.Ticks("2026-03-02", "2026-03-04");
        }

        Assert.Contains("complaint-call", open.Queue("head-west"));
        Assert.Contains("complaint-call", barred.Queue("anna"));
        Assert.Empty(barred.Queue("head-west"));
        Assert.Equal(("bo", null), (open.Records.Last(r => r.Owner == "anna").ManagerB, barred.Records.Last(r => r.Owner == "anna").ManagerB));
    }

    [Fact]
    public void A_barrier_that_nobody_lists_leaves_the_action_with_nobody()
    {
        using var scene = new Scene(Book("cy")).Known("2026-03-01");
        scene.Event("2026-03-01", "customer.assigned", """{"barrier": "of-another-bank"}""");
        scene.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");

        Assert.Empty(scene.Queue("anna"));
        Assert.Equal(["loan-talk"], scene.Queue("barrier:of-another-bank"));
    }

    [Fact]
    public void A_merge_takes_nobody_out_from_behind_a_barrier()
    {
        using var goes = new Scene(Book("cy"), "goes").Known("2026-02-20");
        using var stays = new Scene(Book("cy"), "stays").Known("2026-02-20");
        goes.Event("2026-03-01", "customer.assigned", """{"barrier": "deal"}""");
        stays.Event("2026-03-01", "customer.assigned", """{"barrier": "none"}""");
        stays.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");

        var sent = Assert.Single(goes.Event("2026-03-03", BuiltIn.Merged, """{"into": "stays"}""").Sent);
        stays.Receive("2026-03-03", sent);

        Assert.Equal(["loan-talk"], stays.Queue("cy"));
    }

    [Fact]
    public void Of_two_behind_different_barriers_only_a_list_of_both_together_sees_who_stays()
    {
        using var goes = new Scene(Book("cy"), "goes").Known("2026-02-20");
        using var stays = new Scene(Book("cy"), "stays").Known("2026-02-20");
        goes.Event("2026-03-01", "customer.assigned", """{"barrier": "deal"}""");
        stays.Event("2026-03-01", "customer.assigned", """{"barrier": "audit"}""");

        stays.Receive("2026-03-03", Assert.Single(goes.Event("2026-03-03", BuiltIn.Merged, """{"into": "stays"}""").Sent));

        Assert.Equal(("deal", "audit+deal"), (CustomerCare.Of(goes.State, goes.Book).Barrier, CustomerCare.Of(stays.State, stays.Book).Barrier));
    }

    [Fact]
    public void Who_had_no_manager_comes_to_that_of_the_customer_who_was_merged_into_them()
    {
        using var goes = new Scene(customer: "goes").Known("2026-02-20");
        using var stays = new Scene(customer: "stays");
        stays.Event("2026-03-01", "registered", """{"name": "Li", "kind": "personal"}""");

        stays.Receive("2026-03-03", Assert.Single(goes.Event("2026-03-03", BuiltIn.Merged, """{"into": "stays"}""").Sent));
        stays.Event("2026-03-04", "complaint.received");

        Assert.Contains("complaint-call", stays.Queue("anna"));
    }

    [Theory]
    [InlineData(""" "deal": {"name": "Deal", "people": ["ana"]} """, "anna")]
    [InlineData(""" "none": {"name": "Deal", "people": ["anna"]} """, "NBA2009")]
    [InlineData(""" "deal": {"people": ["anna"]} """, "NBA1004")]
    [InlineData(""" "deal": {"name": "Deal"} """, "NBA1004")]
    public void A_faulty_barrier_is_a_problem_with_its_place(string barriers, string said)
    {
        var problem = Assert.Single(TestBook.Load(("directory.json", Directory(barriers))).Problems);

        Assert.Equal("directory.json", problem.File);
        Assert.Contains(said, problem.ToString(), StringComparison.Ordinal);
    }

    private static RuleBook Book(params string[] insiders) => TestBook.With(("directory.json", Directory($$""" "deal": {"name": "Deal", "people": [{{string.Join(", ", insiders.Select(i => $"\"{i}\""))}}]} """)));

    private static string Directory(string barriers) => """
        {"capacity": 10, "people": {"anna": {"name": "Anna", "branch": "west"}, "bo": {"name": "Bo", "branch": "west"}, "cy": {"name": "Cy"}},
         "branches": {"west": {"name": "West", "head": "head-west"}}, "barriers": {BARRIERS}}
        """.Replace("BARRIERS", barriers, StringComparison.Ordinal);
}
