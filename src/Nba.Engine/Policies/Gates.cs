using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Campaigns;
using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Policies;

/// <summary>What a gate answers.</summary>
public enum GateAnswer
{
    /// <summary>The action may go on.</summary>
    Pass,
    /// <summary>It is held, out of queues, until a stated day or until what holds it is over.</summary>
    Hold,
    /// <summary>It may not stand.</summary>
    Stop,
}

/// <summary>The verdict of all gates on one candidate.</summary>
/// <param name="Answer">Pass, hold or stop.</param>
/// <param name="Reason">The first gate's reason that did not pass.</param>
/// <param name="Until">Day on which a hold may end; null when an event must end it.</param>
/// <param name="Detail">The line, cap or hold that answered; null when the reason says it all.</param>
public readonly record struct Verdict(GateAnswer Answer, Reason Reason, DateOnly? Until = null, string? Detail = null)
{
    /// <summary>All gates passed.</summary>
    public static readonly Verdict Passed = new(GateAnswer.Pass, Reason.Passed);
}

/// <summary>Who is being asked about, and when.</summary>
public readonly ref struct GateInput
{
    /// <summary>The customer's id.</summary>
    public ReadOnlySpan<char> Customer { get; init; }

    /// <summary>Facts, item and activity.</summary>
    public Frame Frame { get; init; }

    /// <summary>Contacts, consents and declines.</summary>
    public ContactLedger Ledger { get; init; }

    /// <summary>Key of the thing that it is about, a person's where things are persons; null when it is about the customer.</summary>
    public string? Subject { get; init; }

    /// <summary>Today in the bank's zone.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Whether the action stands already.</summary>
    public bool Stands { get; init; }

    /// <summary>Whether the manager has accepted the action: it passes caps then.</summary>
    public bool Accepted { get; init; }

    /// <summary>Whether a case of a rule file asks: a campaign whose switch is off counts as on then, as a rule does that is off. Its dates and filters hold as ever.</summary>
    internal bool IsCase { get; init; }
}

/// <summary>
/// The gates between a candidate and a queue, in their fixed order: campaign, eligibility, applicability, suitability, consent, declines, contact
/// policy. Immutable; safe for any thread.
/// </summary>
public sealed class Gates
{
    private readonly PolicyBook _policies;
    private readonly ContactPolicy _contacts;
    private readonly CampaignBook _campaigns;
    private readonly int _holdings;
    private readonly int _riskClass;
    private readonly int _segment;

    internal Gates(PolicyBook policies, CampaignBook campaigns, VocabularyBook vocabulary)
    {
        (_policies, _campaigns, _contacts) = (policies, campaigns, new ContactPolicy(policies));
        _holdings = vocabulary.Fact(ProductBook.HoldingsFact)?.Index ?? -1;
        _riskClass = vocabulary.Fact(ProductBook.RiskClassFact)?.Index ?? -1;
        _segment = vocabulary.Fact(BuiltIn.Segment)?.Index ?? -1;
    }

    /// <summary>Asks every gate in turn; the first that does not pass answers.</summary>
    public Verdict Ask(ActionRule rule, in GateInput input)
    {
        var action = rule.Action;
        if (action.Campaign is { } campaign && Campaign(campaign, input) is { } stop) return stop;
        if (Lines(rule.Eligibility, Reason.NotEligible, input.Frame, nullStops: true) is { } eligibility) return eligibility;
        if (action.Product is { } product && action.Purpose == Purpose.Sales && Holdings(product, input.Frame.Customer) is { } holdings) return holdings;
        if (Lines(rule.Applicability, Reason.NotApplicable, input.Frame, nullStops: false) is { } applicability) return applicability;
        if (action.Product is { } offered && action.Purpose == Purpose.Sales && Fits(offered, action.Offer, input.Frame.Customer) is { } fits) return fits;
        if (action.Product is { Risk: > 0 } risky && Suitable(risky, input.Frame.Customer) is { } risk) return risk;
        if (action.Contains.Count > 0 && SuitableParts(action, input.Frame.Customer) is { } part) return part;
        if (Lines(rule.Suitability, Reason.NotSuitable, input.Frame, nullStops: true) is { } suitability) return suitability;
        return Consent(rule, input) ?? Declined(action, input) ?? _contacts.Ask(action, input) ?? Verdict.Passed;
    }

    /// <summary>
    /// What ends or holds an action that its manager accepted, whichever gate stopped it first: law (eligibility), a refused consent, an open complaint.
    /// Null when nothing does: the stop is no more than a flag then.
    /// </summary>
    internal Verdict? OnAccepted(ActionRule rule, in GateInput input)
    {
        if (Lines(rule.Eligibility, Reason.NotEligible, input.Frame, nullStops: true) is { Reason: Reason.NotEligible } law) return law;
        return Consent(rule, input) is { Reason: Reason.ConsentRefused } refused ? refused : _contacts.Ask(rule.Action, input);
    }

    /// <summary>Hash under which scopes of declines and caps are kept.</summary>
    public static ulong ScopeHash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>What a decline blocks, by row of the table.</summary>
    internal IEnumerable<(byte Row, ulong Scope)> Blocked(ActionDefinition action, int reason, int? by)
    {
        for (byte row = 0; row < _policies.Declines.Count; row++)
        {
            var rule = _policies.Declines[row];
            if (rule.Reason != reason || (rule.By is not null && rule.By != by)) continue;
            yield return (row, Scope(rule.Scope, action));
            if (rule.Scope != PolicyScope.Category) continue;
            foreach (var other in action.Contains.Select(p => p.Class).Where(c => c != action.Category).Distinct(StringComparer.Ordinal)) yield return (row, ScopeHash(other));
        }
    }

    /// <summary>Revives what an activity of that type ends in the declines table.</summary>
    internal void Revive(ContactLedger ledger, EventType type, int day)
    {
        for (byte row = 0; row < _policies.Declines.Count && ledger.DeclineList.Count > 0; row++)
        {
            if (_policies.Declines[row].RevivedBy.Contains(type)) ledger.Revive(row, day);
        }
    }

    // What stands already may outlive the switch and the window, but not that its customer is held out.
    private Verdict? Campaign(Campaign campaign, in GateInput input)
    {
        if (input.IsCase && !campaign.Enabled) campaign = campaign with { Enabled = true };
        var answer = _campaigns.Check(campaign, input.Customer, input.Frame.Customer, input.Today);
        if (answer == Reason.Passed || (campaign.KeepWhenOff && input.Stands && answer == Reason.CampaignOff)) return null;
        return new Verdict(GateAnswer.Stop, answer, Detail: answer == Reason.InControlGroup ? _campaigns.ControlGroupOf(input.Customer, input.Today)!.Name : campaign.Id);
    }

    private static Verdict? Lines(IReadOnlyList<Condition> lines, Reason reason, Frame frame, bool nullStops)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (nullStops && ReadsNull(lines[i], frame.Customer)) return new Verdict(GateAnswer.Stop, Reason.UnknownFact, Detail: lines[i].Text);
            if (!lines[i].Holds(frame)) return new Verdict(GateAnswer.Stop, reason, Detail: lines[i].Text);
        }
        return null;
    }

    private static bool ReadsNull(Condition line, Row customer)
    {
        var facts = line.Reads.NullableFacts;
        for (var i = 0; i < facts.Count; i++)
        {
            if (!customer.Has(facts[i])) return true;
        }
        return false;
    }

    private Verdict? Holdings(Product product, Row customer)
    {
        if (_holdings < 0) return null;
        var held = customer.Value(_holdings);
        if ((held & (1L << product.Code)) != 0) return new Verdict(GateAnswer.Stop, Reason.HasProduct);
        return (product.Requires & ~held) != 0 ? new Verdict(GateAnswer.Stop, Reason.MissingPrerequisite) : null;
    }

    // Is it meant for this segment, and does it go with, or follow on, what the customer has?
    private Verdict? Fits(Product product, OfferKind offer, Row customer)
    {
        if (product.Segments != 0 && _segment >= 0)
        {
            if (!customer.Has(_segment)) return new Verdict(GateAnswer.Stop, Reason.UnknownFact, Detail: BuiltIn.Segment);
            if ((product.Segments & (1L << (int)customer.Value(_segment))) == 0) return new Verdict(GateAnswer.Stop, Reason.NotApplicable, Detail: BuiltIn.Segment);
        }
        if (offer == OfferKind.Any || _holdings < 0) return null;
        var grounds = offer == OfferKind.Complement ? product.ComplementOf : product.UpgradeOf;
        return (customer.Value(_holdings) & grounds) == 0 ? new Verdict(GateAnswer.Stop, Reason.NotApplicable, Detail: ProductBook.HoldingsFact) : null;
    }

    private Verdict? Suitable(Product product, Row customer)
    {
        if (_riskClass < 0 || !customer.Has(_riskClass)) return new Verdict(GateAnswer.Stop, Reason.UnknownFact, Detail: ProductBook.RiskClassFact);
        return customer.Value(_riskClass) + 1 < product.Risk ? new Verdict(GateAnswer.Stop, Reason.NotSuitable, Detail: ProductBook.RiskClassFact) : null;
    }

    private Verdict? SuitableParts(ActionDefinition action, Row customer)
    {
        for (var i = 0; i < action.Contains.Count; i++)
        {
            var part = action.Contains[i];
            if (part.Risk > 0 && IsMissing(part, customer) && Suitable(part, customer) is { } risk) return risk;
        }
        return null;
    }

    // Whether something of that class is among what is offered together and the customer lacks.
    private bool HasPartOf(ulong productClass, ActionDefinition action, Row customer)
    {
        for (var i = 0; i < action.Contains.Count; i++)
        {
            if (IsMissing(action.Contains[i], customer) && ScopeHash(action.Contains[i].Class) == productClass) return true;
        }
        return false;
    }

    private bool IsMissing(Product product, Row customer) => _holdings < 0 || (customer.Value(_holdings) & (1L << product.Code)) == 0;

    /// <summary>What was said to a rule's action: by the person it is about, where it is about one, else by the customer.</summary>
    internal ConsentState ConsentOf(ActionRule rule, ContactLedger ledger, string? subject)
    {
        var action = rule.Action;
        var bit = 1L << (int)action.Purpose;
        if (((_policies.NeedsConsent | _policies.ObeysRefusal) & bit) == 0) return ConsentState.NotNeeded;
        var person = rule.Each is { } each && each == _policies.Persons && subject is not null ? ScopeHash(subject) : 0;
        return ledger.Consent((int)action.Purpose, action.Channel, person) switch
        {
            true => ConsentState.Granted,
            false => ConsentState.Refused,
            _ => (_policies.NeedsConsent & bit) != 0 ? ConsentState.Unknown : ConsentState.NotNeeded,
        };
    }

    private Verdict? Consent(ActionRule rule, in GateInput input) => ConsentOf(rule, input.Ledger, input.Subject) switch
    {
        ConsentState.Refused => new Verdict(GateAnswer.Stop, Reason.ConsentRefused),
        ConsentState.Unknown => new Verdict(GateAnswer.Stop, Reason.ConsentUnknown),
        _ => null,
    };

    private Verdict? Declined(ActionDefinition action, in GateInput input)
    {
        if (input.Accepted || action.Purpose == Purpose.Duty) return null;
        foreach (var entry in input.Ledger.DeclineList)
        {
            if (entry.Row >= _policies.Declines.Count || entry.RevivedDay >= entry.LastDay) continue;
            var rule = _policies.Declines[entry.Row];
            if (Scope(rule.Scope, action) != entry.Scope && !(rule.Scope == PolicyScope.Category && HasPartOf(entry.Scope, action, input.Frame.Customer))) continue;
            if (rule.Days is not { } days) return new Verdict(GateAnswer.Stop, Reason.DeclinedBefore);
            var until = DateOnly.FromDayNumber(entry.LastDay + (rule.Doubling ? days << Math.Min(entry.Count - 1, 5) : days));
            if (input.Today < until) return new Verdict(GateAnswer.Stop, Reason.DeclinedBefore, until);
        }
        return null;
    }

    private static ulong Scope(PolicyScope scope, ActionDefinition action) => scope switch
    {
        PolicyScope.Action => ScopeHash(action.Id),
        PolicyScope.Category => ScopeHash(action.Category),
        PolicyScope.Channel => (ulong)action.Channel,
        PolicyScope.Purpose => (ulong)action.Purpose,
        _ => 0,
    };
}
