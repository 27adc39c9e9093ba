using Nba.Engine.Events;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>What answers say of a customer's interest in the category of an action.</summary>
internal readonly partial struct Feedback
{
    // A yes is the policy's outcome; an acceptance only where the customer agreed to it, or to a time: by itself it is the manager's word on their own day. A no
    // is the customer's, for one of the policy's reasons. Any other decline takes back that they had agreed.
    private void Learn(CustomerState state, Activity activity, UInt128 id, string outcome, ActionDefinition? definition)
    {
        var policy = book.Policies.Interest;
        if (definition is null || !policy.Covers(definition.Purpose)) return;
        var counts = (policy.Yes & (1L << BuiltIn.Outcomes.IndexOf(outcome))) != 0;
        InterestSign? sign = outcome switch
        {
            "done" => counts ? InterestSign.Done : null,
            "accepted" => counts && (ByCustomer(activity) || Code(activity, "at") is not null) ? InterestSign.Agreed : null,
            "declined" => ByCustomer(activity) && Code(activity, "reason") is { } reason && (policy.No & (1L << (int)reason)) != 0 ? InterestSign.Refused : InterestSign.None,
            _ => null,
        };
        if (sign is { } known) state.Interest.Add(id, Gates.ScopeHash(definition.Category), known);
    }
}
