using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>Consent of the persons of a customer: each one's own word, else the customer's. In this book deposits stand for persons.</summary>
[Course(8)]
public sealed class PersonConsentTests : IDisposable
{
    private static readonly RuleBook Book = TestBook.With(("policies/consent.json", """{"needed": ["care", "sales"], "refusalObeyed": "service", "persons": "deposit"}"""));

    private readonly Scene _scene = new Scene(Book).Known("2026-03-01");

    public PersonConsentTests()
    {
        foreach (var person in new[] { "p1", "p2" }) _scene.Event("2026-03-03", "deposit.opened", $$"""{"deposit": "{{person}}", "amount": 50000, "maturesOn": "2026-03-16"}""", id: person);
        _scene.Tick("2026-03-04");
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Who_refuses_is_left_alone_and_the_others_are_not()
    {
        Assert.Equal(2, _scene.Queue("anna").Count);
        Say("2026-03-05", "p1", granted: false);
        Assert.Equal((ActionStatus.Lapsed, Reason.ConsentRefused), (Of("p1").Status, Of("p1").Why));
        Assert.Equal(ActionStatus.Live, Of("p2").Status);
    }

    [Fact]
    public void Whose_word_is_known_does_not_fall_under_the_customers()
    {
        Say("2026-03-05T09:00", "p1", granted: true);
        _scene.Consent("2026-03-05T10:00", "service", "phone", granted: false);
        Assert.Equal((ActionStatus.Live, ActionStatus.Lapsed), (Of("p1").Status, Of("p2").Status));
    }

    [Fact]
    public void It_is_stored_apart_and_goes_along_when_customers_are_merged()
    {
        _scene.Consent("2026-03-05T09:00", "service", "phone", granted: true);
        Say("2026-03-05T10:00", "p1", granted: false);
        Say("2026-03-05T09:30", "p1", granted: true);
        _scene.Store();
        var (purpose, channel) = (BuiltIn.Purposes.IndexOf("service"), BuiltIn.Channels.IndexOf("phone"));
        Assert.Equal((true, false, true), (_scene.State.Ledger.Consent(purpose, channel), _scene.State.Ledger.Consent(purpose, channel, Gates("p1")), _scene.State.Ledger.Consent(purpose, channel, Gates("p2"))));

        var other = new Engine.Policies.ContactLedger();
        other.Absorb(_scene.State.Ledger);
        Assert.Equal(_scene.State.Ledger.Consents, other.Consents);
    }

    [Fact]
    public void An_entity_that_is_not_there_is_a_fault() =>
        Assert.EndsWith("did you mean 'deposit'?", Assert.Single(TestBook.Load(("policies/consent.json", """{"persons": "deposits"}""")).Problems).ToString(), StringComparison.Ordinal);

    private static ulong Gates(string person) => Engine.Policies.Gates.ScopeHash(person);

    private OpenAction Of(string person) => _scene.State.Actions.Open.Single(o => o.Subject == person);

    private void Say(string time, string person, bool granted) =>
        _scene.Event(time, "consent.changed", $$"""{"purpose": "service", "channel": "phone", "granted": {{(granted ? "true" : "false")}}, "person": "{{person}}"}""");
}
