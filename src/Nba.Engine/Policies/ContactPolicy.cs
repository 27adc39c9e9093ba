using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Policies;

/// <summary>
/// Not too often: what holds an action while the customer waits for an answer, after a contact, and above a cap. Duty passes all of it, an accepted action
/// the last two. Immutable; safe for any thread.
/// </summary>
internal sealed class ContactPolicy(PolicyBook policies)
{
    /// <summary>The hold, or null when nothing stands in the way.</summary>
    public Verdict? Ask(ActionDefinition action, in GateInput input)
    {
        if (action.Purpose == Purpose.Duty) return null;
        for (var h = 0; h < policies.Holds.Count; h++)
        {
            var hold = policies.Holds[h];
            if ((hold.Purposes & (1L << (int)action.Purpose)) == 0) continue;
            var holds = true;
            for (var i = 0; i < hold.While.Count && holds; i++) holds = hold.While[i].Holds(input.Frame);
            if (holds) return new Verdict(GateAnswer.Hold, Reason.HeldByPolicy, Detail: hold.Name);
        }
        return input.Accepted ? null : CoolDown(action, input) ?? Caps(action, input);
    }

    // Contacts of today never hold: they belong to the same conversation. Of several the last to be over says until when.
    private Verdict? CoolDown(ActionDefinition action, in GateInput input)
    {
        var contacts = input.Ledger.ContactList;
        var (today, until) = (input.Today.DayNumber, 0);
        for (var i = contacts.Count - 1; i >= 0; i--)
        {
            var over = contacts[i].Day + policies.CoolDown[contacts[i].Purpose][(int)action.Purpose];
            if (contacts[i].Day < today && over > today) until = Math.Max(until, over);
        }
        return until > 0 ? new Verdict(GateAnswer.Hold, Reason.CoolDown, DateOnly.FromDayNumber(until)) : null;
    }

    private Verdict? Caps(ActionDefinition action, in GateInput input)
    {
        var today = input.Today.DayNumber;
        for (var i = 0; i < policies.Caps.Count; i++)
        {
            var cap = policies.Caps[i];
            if (cap.Purpose is { } purpose && purpose != (int)action.Purpose) continue;
            if (Count(cap, action, input.Ledger, today) < cap.Count) continue;
            // The first day on which enough contacts have left the window.
            var until = today + 1;
            while (until < today + cap.Days && Count(cap, action, input.Ledger, until) >= cap.Count) until++;
            return new Verdict(GateAnswer.Hold, Reason.Cap, cap.Count == 0 ? null : DateOnly.FromDayNumber(until), $"{cap.Scope} {cap.Count}/{cap.Days}d".ToLowerInvariant());
        }
        return null;
    }

    // What is known today, as it counts on a day. One person, channel and day is one contact.
    private static int Count(ContactCap cap, ActionDefinition action, ContactLedger ledger, int on)
    {
        var count = 0;
        // The customer's own contacts of today belong to the entry that is being worked on; those of the household do not.
        for (var i = 0; i < ledger.ContactList.Count; i++)
        {
            if (Counts(cap, ledger.ContactList[i], action, on) && ledger.ContactList[i].Day < on && !IsAgain(ledger.ContactList, i, ledger.ContactList[i], cap, action, on)) count++;
        }
        if (cap.Scope != PolicyScope.Household) return count;
        for (var i = 0; i < ledger.RelationContactList.Count; i++)
        {
            var contact = ledger.RelationContactList[i];
            if (Counts(cap, contact, action, on) && contact.Day <= on && !IsAgain(ledger.RelationContactList, i, contact, cap, action, on) && !IsAgain(ledger.ContactList, ledger.ContactList.Count, contact, cap, action, on)) count++;
        }
        return count;
    }

    // Whether one before this place is the same person, channel and day.
    private static bool IsAgain(List<Contact> contacts, int before, Contact contact, ContactCap cap, ActionDefinition action, int on)
    {
        for (var i = before - 1; i >= 0 && contacts[i].Day >= contact.Day; i--)
        {
            if (contacts[i].Day == contact.Day && contacts[i].Channel == contact.Channel && contacts[i].Person == contact.Person && Counts(cap, contacts[i], action, on)) return true;
        }
        return false;
    }

    private static bool Counts(ContactCap cap, Contact contact, ActionDefinition action, int on) =>
        contact.Day > on - cap.Days
        && (cap.Purpose is not { } purpose || contact.Purpose == purpose)
        && (cap.Scope != PolicyScope.Purpose || contact.Purpose == (byte)action.Purpose)
        && (cap.Scope != PolicyScope.Channel || contact.Channel == action.Channel)
        && (cap.Scope != PolicyScope.Category || contact.Category == Gates.ScopeHash(action.Category));
}
