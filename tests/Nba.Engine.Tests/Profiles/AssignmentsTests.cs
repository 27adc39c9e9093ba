using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Queues;
using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>Who looks after a customer, from which day, and that a move takes an action along as it is.</summary>
[Course(18)]
public sealed class AssignmentsTests
{
    private const string Asked = """{"product": "loan"}""";

    private static readonly Gen<(int Hour, string Who, int? From)> Assignment =
        Gen.Select(Gen.Int[0, 20], Gen.OneOf("anna", "bo", "cy"), Gen.Int[-3, 6]).Select((h, w, f) => (h, w, f == 6 ? (int?)null : f));

    [Fact]
    public void An_assignment_from_a_day_to_come_takes_effect_at_that_days_tick()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Event("2026-03-02", "customer.assigned", """{"a": "bo", "from": "2026-03-05"}""");
        scene.Ticks("2026-03-02", "2026-03-04");
        Assert.Equal("loan-talk | ", Both(scene));

        scene.Store();
        scene.Tick("2026-03-05");
        Assert.Equal(" | loan-talk", Both(scene));
        Assert.Empty(scene.State.Profile.Planned);
    }

    [Fact]
    public void What_was_agreed_for_a_day_stands_against_what_was_said_between()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Event("2026-03-02", "customer.assigned", """{"a": "bo", "from": "2026-03-05"}""");
        scene.Event("2026-03-03", "customer.assigned", """{"a": "cy"}""");
        Assert.Equal(["loan-talk"], scene.Queue("cy"));
        scene.Ticks("2026-03-03", "2026-03-05");
        Assert.Equal(["loan-talk"], scene.Queue("bo"));
    }

    [Fact]
    public void Of_two_for_the_same_day_the_one_said_later_counts_whichever_came_first()
    {
        foreach (var first in new[] { true, false })
        {
            using var scene = new Scene().Known("2026-03-01");
            scene.Event("2026-03-02", "interest.shown", Asked);
            if (first) scene.Event("2026-03-03T09:00", "customer.assigned", """{"a": "bo", "from": "2026-03-05"}""", id: "x");
            scene.Event("2026-03-02T09:00", "customer.assigned", """{"a": "cy", "from": "2026-03-05"}""", arrival: "2026-03-03T11:00", id: "y");
            if (!first) scene.Event("2026-03-03T09:00", "customer.assigned", """{"a": "bo", "from": "2026-03-05"}""", arrival: "2026-03-06T09:00", id: "x");
            scene.Tick("2026-03-06");
            Assert.Equal(["loan-talk"], scene.Queue("bo"));
        }
    }

    [Fact]
    public void The_order_of_assignments_never_shows() => Gen.Select(Assignment.Array[1, 5], Gen.Int[0, 1_000_000]).Sample((assignments, seed) =>
    {
        using var straight = new Scene();
        using var permuted = new Scene();
        var shuffled = assignments.Select((a, i) => (a, i)).ToArray();
        foreach (var (a, i) in shuffled) Assign(straight, a, i);
        new Random(seed).Shuffle(shuffled);
        foreach (var (a, i) in shuffled) Assign(permuted, a, i);
        for (var day = 2; day < 10; day++)
        {
            Assert.Equal(Manager(straight), Manager(permuted));
            straight.Tick($"2026-03-{day + 1:00}");
            permuted.Tick($"2026-03-{day + 1:00}");
        }
    }, iter: 500, threads: 1);

    [Fact]
    public void A_move_is_no_end_dates_acceptance_and_a_snooze_travel()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "accepted", "\"at\": \"2026-03-20T10:00:00+08:00\"");
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "snoozed", "\"until\": \"2026-03-06\"");
        var (id, expires) = (scene.Open("loan-talk").Id, scene.Open("loan-talk").Expires);
        scene.Event("2026-03-03", "customer.assigned", """{"a": "bo", "from": "2026-03-04"}""");
        scene.Ticks("2026-03-03", "2026-03-05");
        Assert.Equal((ActionStatus.Snoozed, 0, 0), (scene.Status("loan-talk"), scene.Queue("anna").Count, scene.Queue("bo").Count));

        scene.Tick("2026-03-06");
        Assert.Equal(" | loan-talk", Both(scene));
        var open = scene.Open("loan-talk");
        Assert.Equal((id, expires, true, Scene.At("2026-03-20T10:00").UnixMilliseconds), (open.Id, open.Expires, open.Accepted, open.AppointmentAt));
        Assert.Empty(scene.State.Actions.Ended);
    }

    [Fact]
    public void Assigning_empties_the_list_of_the_unassigned_and_both_queues_converge_in_any_order_of_records()
    {
        using var scene = Unassigned("""{"branch": "west"}""");
        Assert.Equal(["loan-talk", "top-up"], scene.Queue("head-west"));
        Assert.Equal([new UnassignedCustomer("c1", "Li", 2, Scene.Day("2026-03-02").DayNumber)], UnassignedList.Of(scene.Records));

        scene.Event("2026-03-03", "customer.assigned", """{"a": "anna"}""");

        for (var seed = 0; seed < 20; seed++)
        {
            var records = scene.Records.Concat(scene.Records).ToArray();
            new Random(seed).Shuffle(records);
            var queues = new[] { "anna", "head-west" }.ToDictionary(o => o, o => new ManagerQueue(o));
            foreach (var record in records.Where(r => queues.ContainsKey(r.Owner))) queues[record.Owner].Apply(record);
            Assert.Empty(queues["head-west"].Standing);
            Assert.Empty(UnassignedList.Of(queues["anna"].Standing));
            Assert.Equal(["loan-talk", "top-up"], queues["anna"].Standing.Select(r => r.Action).Order(StringComparer.Ordinal));
            // A reader of both queues keeps the greater version: that of where it went.
            Assert.All(queues["anna"].Standing, r => Assert.All(scene.Records.Where(o => o.Id == r.Id && o.Owner == "head-west"), o => Assert.True(o.Version < r.Version)));
        }
    }

    [Fact]
    public void Without_a_branch_it_is_nobodys_and_what_only_escalates_to_the_head_is_not_on_the_list()
    {
        using var nobodys = Unassigned("{}");
        Assert.Equal(["loan-talk", "top-up"], nobodys.Queue(Engine.Routing.Directory.Unassigned));
        Assert.Equal(2, Assert.Single(UnassignedList.Of(nobodys.Records)).Actions);

        using var managed = new Scene().Known("2026-03-01");
        managed.Event("2026-03-02", "complaint.received");
        managed.Ticks("2026-03-02", "2026-03-04");
        Assert.Equal(["complaint-call"], managed.Queue("head-west"));
        Assert.Empty(UnassignedList.Of(managed.Queues.Single(q => q.Owner == "head-west").Standing));
    }

    [Fact]
    public void A_head_who_takes_the_customer_over_has_the_same_action_off_the_list()
    {
        using var scene = Unassigned("""{"branch": "west"}""");
        scene.Event("2026-03-03", "customer.assigned", """{"a": "head-west"}""");

        var queue = scene.Queues.Single(q => q.Owner == "head-west");
        Assert.Equal((2, 0), (queue.Standing.Count(), UnassignedList.Of(queue.Standing).Count));
    }

    private static string Both(Scene scene) => $"{string.Join(',', scene.Queue("anna"))} | {string.Join(',', scene.Queue("bo"))}";

    private static Scene Unassigned(string assignment)
    {
        var scene = new Scene();
        scene.Event("2026-03-01", "registered", """{"name": "Li", "kind": "corporate"}""");
        scene.Event("2026-03-01", "customer.assigned", assignment);
        scene.Consent("2026-03-01", "sales", "visit", granted: true);
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Event("2026-03-02", "deposit.opened", """{"deposit": "d1", "amount": 200000, "maturesOn": "2027-03-02"}""");
        return scene;
    }

    private static void Assign(Scene scene, (int Hour, string Who, int? From) a, int index)
    {
        var from = a.From is { } days ? $$""", "from": "{{Scene.Day("2026-03-02").AddDays(days):yyyy-MM-dd}}" """ : "";
        scene.Event($"2026-03-02T{a.Hour:00}:00", "customer.assigned", $$"""{"a": "{{a.Who}}"{{from}}}""", arrival: "2026-03-02T22:00", id: $"a{index}");
    }

    private static string? Manager(Scene scene) => scene.State.Profile.Cells[scene.Book.Vocabulary.Fact("managerA")!.Index].Text;
}
