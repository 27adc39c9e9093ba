using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Root;

/// <summary>Two customers turn out to be one: what is known of the one who goes comes to the one who stays.</summary>
[Course(1)]
public sealed class MergingTests
{
    private static readonly string[] Identity = ["name", "kind", "managerA", "managerB", "team", "branch", "barrier"];

    [Fact]
    public void Actions_leave_the_queue_of_the_one_who_goes_and_stand_with_the_one_who_stays_with_their_dates_and_answers()
    {
        using var goes = new Scene(customer: "goes").Known("2026-02-20");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");
        goes.Event("2026-03-02", "complaint.received");
        goes.Answer("2026-03-02", goes.Open("complaint-call"), "accepted");
        var before = goes.Open("complaint-call");
        var (old, due) = (before.Id, before.Due);

        Merge("2026-03-03", goes, stays);

        Assert.Empty(goes.State.Actions.Open);
        Assert.Empty(goes.Queue("anna"));
        Assert.Equal(Reason.MergedAway, goes.Records[^1].Reason);
        var open = stays.Open("complaint-call");
        Assert.Equal(ActionIdentity.Of("stays", "complaint-call", null, 0), open.Id);
        Assert.NotEqual(old, open.Id);
        Assert.True(open.Accepted);
        Assert.Equal(due, open.Due);
        Assert.Contains("complaint-call", stays.Queue("anna"));
        stays.Answer("2026-03-03", old, "done");
        Assert.Null(stays.Find("complaint-call"));
    }

    [Fact]
    public void An_answer_under_the_first_identity_finds_its_action_after_two_merges()
    {
        using var first = new Scene(customer: "first").Known("2026-02-20");
        using var second = new Scene(customer: "second").Known("2026-02-20");
        using var third = new Scene(customer: "third").Known("2026-02-20");
        first.Event("2026-03-02", "complaint.received");
        var id = first.Open("complaint-call").Id;
        Merge("2026-03-03", first, second);
        Merge("2026-03-04", second, third);

        third.Event("2026-03-05", BuiltIn.Outcome, $$"""{"action": "{{ActionIdentity.Format(id)}}", "outcome": "done"}""", id: "late answer");

        Assert.Null(third.Find("complaint-call"));
    }

    [Fact]
    public void What_ended_with_the_one_who_goes_does_not_come_back_with_the_one_who_stays()
    {
        using var goes = Worlds.Begin(customer: "goes");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");
        goes.Tick("2026-03-02");
        goes.Answer("2026-03-02", goes.Open("retention-call"), "done");

        Merge("2026-03-03", goes, stays);
        stays.Tick("2026-03-04");

        Assert.Equal(Reason.Again, stays.Why("retention-call"));
    }

    [Fact]
    public void Contacts_and_consents_of_both_count()
    {
        using var goes = new Scene(customer: "goes").Known("2026-02-20");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");
        goes.Contact("2026-03-01", "service");
        goes.Consent("2026-03-01", "sales", "phone", granted: false);

        Merge("2026-03-02", goes, stays);

        Assert.Single(stays.State.Ledger.Contacts);
        Assert.False(stays.State.Ledger.Consent(BuiltIn.Purposes.IndexOf("sales"), BuiltIn.Channels.IndexOf("phone")));
    }

    [Fact]
    public void What_comes_for_the_old_key_is_sent_on_once_and_ticks_pass_it_by()
    {
        using var goes = new Scene(customer: "goes").Known("2026-02-20");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");
        Merge("2026-03-02", goes, stays);

        var late = goes.Event("2026-03-03", "salary.credited", """{"amount": 9000}""", id: "late");
        Assert.Equal(Reason.Forwarded, late.Outcome);
        var sent = Assert.Single(late.Sent);
        Assert.Equal(Reason.Passed, stays.Receive("2026-03-03", sent).Outcome);
        Assert.Equal(Reason.Duplicate, stays.Receive("2026-03-03", sent).Outcome);
        Assert.Equal(1, stays.State.Profile.Cells[stays.Book.Vocabulary.Fact("salaries")!.Index].A);
        goes.Tick("2026-03-04");
        Assert.Empty(goes.Last.Actions);
    }

    [Fact]
    public void A_merge_in_a_circle_does_nothing()
    {
        using var goes = new Scene(customer: "goes").Known("2026-02-20");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");
        Merge("2026-03-02", goes, stays);

        Assert.Equal(Reason.MergeInCircle, stays.Event("2026-03-03", "customer.merged", """{"into": "goes"}""").Outcome);
        Assert.Equal(Reason.MergeInCircle, stays.Event("2026-03-03", "customer.merged", """{"into": "stays"}""").Outcome);
        Assert.Null(stays.State.MergedInto);
    }

    [Fact]
    public void A_prospect_merged_into_a_customer_brings_its_interest_and_not_its_kind()
    {
        using var goes = new Scene(customer: "prospect");
        goes.Event("2026-03-01", "registered", """{"name": "L.", "kind": "prospect"}""");
        goes.Event("2026-03-02", "interest.shown", """{"product": "fund"}""");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");

        Merge("2026-03-02", goes, stays);

        var cells = stays.State.Profile.Cells;
        Assert.Equal("Li", cells[stays.Book.Vocabulary.Fact("name")!.Index].Text);
        Assert.Equal(0, cells[stays.Book.Vocabulary.Fact("kind")!.Index].A);
        Assert.Equal(2, cells[stays.Book.Vocabulary.Fact("shownProduct")!.Index].A);
    }

    [Fact]
    public void Nobody_but_the_engine_sends_what_was_known_of_a_merged_customer()
    {
        using var scene = new Scene();
        var forged = new GivenEvent("customer.absorbed", """{"customer": "x", "state": "AAAA"}""", Scene.At("2026-03-02"), "f").Bytes("c1");

        Assert.Equal(Reason.InternalType, scene.Book.Reader.Read(forged, Scene.At("2026-03-02"), new Activity(scene.Book.Vocabulary))?.Reason);
    }

    [Fact]
    public void A_state_with_merges_is_stored_and_read()
    {
        using var goes = new Scene(customer: "goes").Known("2026-02-20");
        using var stays = new Scene(customer: "stays").Known("2026-02-20");
        goes.Event("2026-03-02", "complaint.received");
        Merge("2026-03-02", goes, stays);

        foreach (var scene in new[] { goes, stays })
        {
            var bytes = scene.Bytes();
            scene.Store();
            Assert.Equal(bytes, scene.Bytes());
        }
        Assert.Equal("stays", goes.State.MergedInto);
        Assert.Equal("goes", Assert.Single(stays.State.Absorbed));
    }

    [Fact]
    public void Facts_of_one_customer_known_under_two_keys_are_after_the_merge_those_of_one() =>
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000]).Sample((days, seed) =>
        {
            using var one = Worlds.Begin(customer: "one");
            using var goes = new Scene(customer: "goes");
            using var stays = Worlds.Begin(customer: "stays");
            var random = new Random(seed);
            for (var day = 0; day < days.Length; day++)
            {
                foreach (var (given, arrival) in Worlds.Events(one, day, days[day]))
                {
                    one.Event(given, arrival);
                    (random.Next(2) == 0 ? goes : stays).Event(given, arrival);
                }
            }
            Merge(Day(days.Length), goes, stays);

            Assert.Equal(Facts(one, days.Length), Facts(stays, days.Length));
        }, iter: 300, threads: 1);

    private static void Merge(string day, Scene goes, Scene stays)
    {
        var sent = Assert.Single(goes.Event(day, "customer.merged", $$"""{"into": "{{stays.State.Customer}}"}""").Sent);
        Assert.Equal(stays.State.Customer, sent.Customer);
        stays.Receive(day, sent);
    }

    private static string Day(int day) => Worlds.FirstDay.AddDays(day).ToString("yyyy-MM-dd", null);

    private static string Facts(Scene scene, int day)
    {
        var today = Worlds.FirstDay.AddDays(day);
        var frame = new Frame { Customer = new Row(scene.Book.Vocabulary.Facts.Count) };
        scene.Book.Facts.Fill(scene.State.Profile, today, scene.Book.Calendar.StartOf(today), frame);
        var facts = scene.Book.Vocabulary.Facts.Where(f => !Identity.Contains(f.Name))
            .Select(f => $"{f.Name}={(frame.Customer.Has(f.Index) ? $"{frame.Customer.Value(f.Index)}{frame.Customer.Text(f.Index)}" : "null")}");
        var things = scene.State.Profile.Entities.Select(e => $"{e.Type.Name} {e.Key} {e.EndedOn} {string.Join(',', e.Cells.Select(c => $"{c.Has} {c.A} {c.B}"))}");
        return string.Join('\n', facts.Concat(things));
    }
}
