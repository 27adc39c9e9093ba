using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Answers to bundles: each is an answer to the members it names, by action id or identity, or to all.</summary>
internal readonly partial struct Feedback
{
    private long? OfBundle(CustomerState state, Activity activity, OpenAction open, string outcome, DateOnly day, DecisionContext context)
    {
        var (claims, staff) = (new Claims(book, changes), Text(activity, "staff"));
        if (claims.GivesWay(open, staff, outcome)) return null;
        claims.Answered(open, staff, outcome, context);
        var definition = book.Bundles.Find(open.Action)?.Rule.Action;
        var named = Text(activity, "members");
        // As they are now: answering changes the list that is gone through.
        BundledAction[] members = [.. open.Members];
        var whole = named is null;
        if (!whole)
        {
            whole = true;
            foreach (var member in members) whole &= member.State != MemberState.Stands || IsNamed(named!, member);
        }
        foreach (var member in members)
        {
            if (named is null ? member.State != MemberState.Joined : IsNamed(named, member)) One(state, activity, member.Id, outcome, day, context, definition);
        }
        if (!whole) return null;
        switch (outcome)
        {
            case "done": Answer(state, activity, open, ActionEnd.Done, Reason.Done, definition, day, context); break;
            case "declined": Answer(state, activity, open, ActionEnd.Declined, Reason.Declined, definition, day, context); break;
            default: return Set(open, activity, outcome, day, context);
        }
        return null;
    }

    // The bundle has gone: an answer that names identities still reaches them.
    private void OfGoneBundle(CustomerState state, Activity activity, string named, string outcome, DateOnly day, DecisionContext context)
    {
        foreach (var word in Words(named))
        {
            if (ActionIdentity.TryParse(word, out var id)) One(state, activity, id, outcome, day, context, null);
        }
    }

    private static bool IsNamed(string named, BundledAction member)
    {
        foreach (var word in Words(named))
        {
            if (word == member.Action || (ActionIdentity.TryParse(word, out var id) && id == member.Id)) return true;
        }
        return false;
    }

    private static string[] Words(string named) => named.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
