using System.Text;
using Nba.Engine.Actions;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Actions;

/// <summary>A bundle from its first day to its end: one action in the queue, whose members keep their identities and answers.</summary>
[Course(10)]
public sealed class BundleLifeTests : IDisposable
{
    private readonly Scene _scene = PackBook.Asked(PackBook.Two);

    [Fact]
    public void Two_that_pass_together_stand_as_one_and_are_held()
    {
        Assert.Equal(["pack"], _scene.Queue("anna"));
        foreach (var member in new[] { "fund-offer", "loan-talk" }) Assert.Equal((ActionStatus.Held, Reason.InBundle), (_scene.Status(member), _scene.Open(member).Why));
        var record = _scene.Records.Last(r => r.Action == "pack");
        Assert.Equal(new[] { "fund-offer", "loan-talk" }.Select(m => new BundleMember(_scene.Open(m).Id, m)).OrderBy(m => m.Id), record.Members);
        Assert.Equal((7_000_000_000, 500_000, 3_500_000_000), (record.Score.Value, record.Score.Propensity, record.Score.Base));
        Assert.Equal(ActionIdentity.Of("c1", "pack", null, 0), record.Id);
        Assert.Equal("pack for Li", _scene.Book.Text(record, "en", "title", Scene.Day("2026-03-03")));
    }

    [Fact]
    public void A_bundle_of_which_one_falls_back_is_replaced_by_the_other_alone_and_made_again_when_it_returns()
    {
        _scene.Event("2026-03-03T11:00", "product.opened", """{"product": "fund"}""");
        Assert.Equal(["loan-talk"], _scene.Queue("anna"));
        Assert.Equal((ActionStatus.Lapsed, Reason.BundleDissolved), (_scene.Status("pack"), _scene.Open("pack").Why));
        _scene.Event("2026-03-03T12:00", "product.closed", """{"product": "fund"}""");
        Assert.Equal(["pack"], _scene.Queue("anna"));
        _scene.Event("2026-03-03T13:00", "product.opened", """{"product": "fund"}""");
        _scene.Tick("2026-03-04");
        Assert.Equal(["loan-talk"], _scene.Queue("anna"));
        Assert.Null(_scene.Find("pack"));
        _scene.Event("2026-03-05", "product.closed", """{"product": "fund"}""");
        _scene.Event("2026-03-15", "interest.shown", """{"product": "fund"}""");
        Assert.Equal(["pack"], _scene.Queue("anna"));
    }

    [Fact]
    public void An_answer_is_one_to_each_member_and_one_contact()
    {
        _scene.Answer("2026-03-03T15:00", _scene.Open("pack"), "done", """ "person": "li" """);
        Assert.Empty(_scene.State.Actions.Open);
        Assert.Equal([ActionEnd.Done, ActionEnd.Done, ActionEnd.Done], _scene.State.Actions.Ended.Select(e => e.End));
        Assert.Equal([Gates.ScopeHash("wealth"), Gates.ScopeHash("credit")], _scene.State.Ledger.Contacts.OrderBy(c => c.Category == Gates.ScopeHash("credit")).Select(c => c.Category));
        Assert.All(_scene.State.Ledger.Contacts, c => Assert.Equal(BuiltIn.Channels.IndexOf("phone"), c.Channel));
        _scene.Event("2026-03-06", "interest.shown", """{"product": "fund"}""");
        Assert.Equal(Reason.Again, _scene.Why("fund-offer"));
    }

    [Fact]
    public void A_decline_that_names_a_member_leaves_the_other_alone()
    {
        _scene.Answer("2026-03-03T15:00", _scene.Open("pack"), "declined", """ "reason": "not-interested", "by": "manager", "members": "loan-talk" """);
        Assert.Equal(["fund-offer"], _scene.Queue("anna"));
        Assert.Null(_scene.Find("loan-talk"));
        Assert.Equal(ActionStatus.Lapsed, _scene.Status("pack"));
    }

    [Fact]
    public void A_member_may_be_named_by_identity_also_after_the_bundle_has_gone()
    {
        var (pack, loan) = (_scene.Open("pack").Id, _scene.Open("loan-talk").Id);
        _scene.Event("2026-03-03T11:00", "product.opened", """{"product": "fund"}""");
        _scene.Tick("2026-03-04");
        _scene.Answer("2026-03-04T15:00", pack, "done", $$""" "members": "{{ActionIdentity.Format(loan)}}" """);
        Assert.Empty(_scene.Queue("anna"));
        Assert.Equal(ActionEnd.Done, _scene.State.Actions.Ended.Single(e => e.Id == loan).End);
    }

    [Fact]
    public void Of_three_one_is_done_and_the_others_stay_one_action()
    {
        using var scene = PackBook.Asked(PackBook.Three);
        scene.Event("2026-03-03T10:00", "card.used", """{"amount": 900, "abroad": true}""");
        Assert.Equal(3, scene.Records.Last(r => r.Action == "pack").Members.Count);
        scene.Answer("2026-03-03T15:00", scene.Open("pack"), "done", """ "members": "card-offer" """);
        Assert.Equal(["pack"], scene.Queue("anna"));
        Assert.Equal(2, scene.Records.Last(r => r.Action == "pack").Members.Count);
        Assert.Null(scene.Find("card-offer"));
    }

    [Fact]
    public void An_accepted_bundle_passes_caps_and_its_members_go_on_accepted_when_it_ends()
    {
        _scene.Answer("2026-03-03T15:00", _scene.Open("pack"), "accepted");
        _scene.Contact("2026-03-03", "sales");
        _scene.Tick("2026-03-04");
        Assert.Equal(["pack"], _scene.Queue("anna"));
        Assert.True(_scene.Records.Last(r => r.Action == "pack").Accepted);
        _scene.Answer("2026-03-04T15:00", _scene.Open("pack"), "done", """ "members": "fund-offer" """);
        Assert.Equal(["loan-talk"], _scene.Queue("anna"));
        Assert.True(_scene.Open("loan-talk").Accepted);
    }

    [Fact]
    public void What_was_accepted_alone_is_not_merged()
    {
        using var scene = new Scene(PackBook.Two).Known("2026-02-20");
        scene.Event("2026-03-01", "risk.assessed", """{"riskClass": "C3"}""");
        scene.Event("2026-03-01", "balance.reported", """{"balance": 100000}""");
        scene.Event("2026-03-03T09:00", "interest.shown", """{"product": "fund"}""");
        scene.Answer("2026-03-03T09:10", scene.Open("fund-offer"), "accepted");
        scene.Event("2026-03-03T09:30", "interest.shown", """{"product": "loan"}""");
        Assert.Equal(["fund-offer", "loan-talk"], scene.Queue("anna"));
    }

    [Theory]
    [InlineData(300, "pack", "fund-offer:in-bundle", "card-offer:lost-conflict")]
    [InlineData(30_000, "card-offer,loan-talk", "fund-offer:lost-conflict")]
    public void It_competes_as_one_candidate_in_the_conflict_groups_of_its_members(int value, string queue, params string[] held)
    {
        using var scene = PackBook.Asked(PackBook.With("""{"zh": "组合", "en": "Pack", "members": ["fund-offer", "loan-talk"]}""",
            ("book.json", TestBook.Rules.Replace("\"value\": 300,", $"\"value\": {value},", StringComparison.Ordinal))));
        scene.Event("2026-03-03T10:00", "card.used", """{"amount": 900, "abroad": true}""");
        Assert.Equal(queue.Split(','), scene.Queue("anna"));
        Assert.All(held, h => Assert.Equal(h.Split(':')[1], ReasonNames.Of(scene.Open(h.Split(':')[0]).Why)));
    }

    [Fact]
    public void An_open_complaint_holds_it_with_its_members_and_it_keeps_its_acceptance()
    {
        _scene.Answer("2026-03-03T10:00", _scene.Open("pack"), "accepted");
        _scene.Event("2026-03-03T11:00", "complaint.received");
        Assert.Equal(["complaint-call"], _scene.Queue("anna"));
        Assert.Equal((ActionStatus.Held, Reason.HeldByPolicy), (_scene.Status("pack"), _scene.Open("pack").Why));
        _scene.Ticks("2026-03-03", "2026-03-05");
        _scene.Event("2026-03-05", "complaint.closed");
        Assert.Equal(["pack"], _scene.Queue("anna"));
        Assert.True(_scene.Open("pack").Accepted);
    }

    [Fact]
    public void Snoozed_it_is_out_of_the_queue_with_its_members_until_the_day()
    {
        _scene.Answer("2026-03-03T10:00", _scene.Open("pack"), "snoozed", """ "until": "2026-03-06" """);
        _scene.Ticks("2026-03-03", "2026-03-05");
        Assert.Empty(_scene.Queue("anna"));
        _scene.Tick("2026-03-06");
        Assert.Equal(["pack"], _scene.Queue("anna"));
    }

    [Fact]
    public void The_dates_of_its_members_go_on()
    {
        _scene.Ticks("2026-03-03", "2026-03-13");
        Assert.Equal(["pack"], _scene.Queue("anna"));
        _scene.Tick("2026-03-14");
        Assert.Equal(["loan-talk"], _scene.Queue("anna"));
        Assert.Equal(ActionEnd.Expired, _scene.State.Actions.Ended.Single(e => e.Action == "fund-offer").End);
    }

    [Fact]
    public void Without_consent_for_its_own_channel_its_members_stand_alone()
    {
        using var scene = PackBook.Asked(PackBook.With("""{"zh": "组合", "en": "Pack", "members": ["fund-offer", "loan-talk"], "channel": "email"}"""));
        Assert.Equal(["fund-offer", "loan-talk"], scene.Queue("anna"));
    }

    [Fact]
    public void A_book_without_it_sets_its_members_free()
    {
        var bytes = _scene.Bytes();
        using var other = new Scene();
        other.Book.Codec.Read(bytes, other.State);
        Assert.Equal(2, other.Open("pack").Members.Count);
        other.Entry(JournalKind.Book, Scene.At("2026-03-03T12:00"));
        Assert.Equal(["fund-offer", "loan-talk"], other.State.Actions.Open.Where(o => o.Status == ActionStatus.Live).Select(o => o.Action).Order());
        Assert.Null(other.Find("pack"));
    }

    [Fact]
    public void State_and_record_are_stored_with_the_members()
    {
        var bytes = _scene.Bytes();
        _scene.Store();
        Assert.Equal(bytes, _scene.Bytes());
        var record = _scene.Records.Last(r => r.Action == "pack");
        var writer = new StateWriter();
        ActionRecordCodec.Write(record, writer);
        Assert.Equal(record.Members, ActionRecordCodec.Read(writer.Written).Members);
        _scene.Event("2026-03-03T11:00", "product.opened", """{"product": "fund"}""");
        Assert.Equal(["loan-talk"], _scene.Queue("anna"));
    }

    [Fact]
    public void The_decision_record_shows_the_bundle_its_members_and_why_they_are_held()
    {
        var record = Encoding.UTF8.GetString(_scene.Last.Record.Span);
        Assert.Contains("\"action\":\"pack\"", record, StringComparison.Ordinal);
        Assert.Contains($"\"members\":[{{\"id\":\"{ActionIdentity.Format(_scene.Open("pack").Members[0].Id)}\"", record, StringComparison.Ordinal);
        Assert.Contains("\"answer\":\"hold\",\"reason\":\"in-bundle\",\"detail\":\"pack\"", record, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProblemCode.UnknownTarget, "\"fund-offer\"", "\"found-offer\"", "did you mean 'fund-offer'?")]
    [InlineData(ProblemCode.DuplicateName, "\"fund-offer\"", "\"loan-talk\"", "twice")]
    [InlineData(ProblemCode.ActionConflict, "\"fund-offer\", \"loan-talk\"", "\"fund-offer\", \"top-up\", \"loan-talk\"", "one purpose")]
    [InlineData(ProblemCode.MissingMember, "[\"fund-offer\", \"loan-talk\"]", "[\"fund-offer\"]", "at least two")]
    [InlineData(ProblemCode.WrongKind, "\"min\": 2", "\"min\": 3", "from 2 to 2")]
    [InlineData(ProblemCode.UnknownMember, "\"min\": 2", "\"mim\": 2", "did you mean 'min'?")]
    [InlineData(ProblemCode.UnknownWord, "\"phone\"", "\"phon\"", "did you mean 'phone'?")]
    [InlineData(ProblemCode.MissingMember, "\"zh\": \"组合\", ", "", "'zh'")]
    [InlineData(ProblemCode.DuplicateName, "\"pack\"", "\"top-up\"", "an id of its own")]
    [InlineData(ProblemCode.MissingText, "\"pack\"", "\"pak\"", "did you mean 'pack'?")]
    [InlineData(ProblemCode.UnusedText, "\"pack\"", "\"top-up\"", "'pack'")]
    public void Each_fault_is_found_and_said(ProblemCode code, string from, string to, string said)
    {
        var products = PackBook.Products("""{"zh": "组合", "en": "Pack", "members": ["fund-offer", "loan-talk"], "min": 2, "channel": "phone"}""");
        Assert.Contains(from, products, StringComparison.Ordinal);
        var problems = TestBook.Load(("products.json", products.Replace(from, to, StringComparison.Ordinal)), ("texts/pack.json", PackBook.Texts)).Problems;
        Assert.Contains(problems, p => p.Code == code && p.Message.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_of_a_bundle_knows_no_event()
    {
        var problems = TestBook.Load(("products.json", PackBook.Products("""{"zh": "组合", "en": "Pack", "members": ["fund-offer", "loan-talk"]}""")),
            ("texts/pack.json", PackBook.Texts.Replace("of two", "{event.product}", StringComparison.Ordinal))).Problems;
        Assert.Contains(problems, p => p.Code == ProblemCode.BadPlaceholder && p.Message.Contains("'pack' cannot fill '{event.product}'", StringComparison.Ordinal));
    }

    [Fact]
    [Course(7)]
    public void Its_price_is_the_first_term_that_holds() =>
        Assert.Equal(100_000, PackBook.Two.Bundles.Find("pack")!.PriceFor(new Nba.Engine.Expressions.Frame(), Scene.Day("2026-03-03"))!.Value);

    public void Dispose() => _scene.Dispose();
}
