using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Actions;

/// <summary>Tells the queues what they must know: records for the owners an action has, had, or has no more. Not thread-safe.</summary>
internal sealed class Publisher(BankCalendar calendar, RouteBook routes)
{
    /// <summary>Brings the owners' queues up to the action's state.</summary>
    public void Publish(ActionSlice slice, OpenAction open, Wanted? wanted, DecisionContext context, List<ActionChange> changes)
    {
        if (open.Status != ActionStatus.Live || wanted?.Rule is null)
        {
            if (open.Status != ActionStatus.Live && open.Published) Withdraw(slice, open, open.Why, context, changes);
            else if (open.Status == ActionStatus.Held && open.Visible == 0) Note(open, Reason.Held, changes);
            return;
        }
        var definition = wanted.Rule.Action;
        var owners = routes.Route(definition, context.Frame, context.KindBit, open.Escalated);
        var moved = open.Published && owners != open.Owners;
        if (moved)
        {
            slice.LastSequence++;
            foreach (var old in open.Owners.All())
            {
                if (!owners.Has(old)) changes.Add(new ActionChange(open.Id, open.Action, Reason.Reassigned, true, Gone(slice, open, old, Reason.Reassigned, context)));
            }
        }
        // A claim is a member's of the team that has the action; another team's members know nothing of it.
        if (open.ClaimedBy is not null && (routes.Team(context.Frame.Customer, owners) is not { } team || !open.Owners.Has(team))) (open.ClaimedBy, open.ClaimedUntil) = (null, null);
        open.Owners = owners;
        var visible = VisibleHash(open, definition.CampaignId, routes.ManagerB(context.Frame.Customer, owners), routes.IsUnassigned(context.Frame.Customer, owners));
        var scoreBefore = open.PublishedScore;
        if (open.Published && !moved && visible == open.Visible && IsNear(scoreBefore, open.Score.Base, context)) return;
        var isVisible = !open.Published || moved || visible != open.Visible;
        var reason = !open.Published ? (open.Version == 0 ? Reason.Raised : Reason.Released) : Reason.Refreshed;
        slice.LastSequence++;
        if (isVisible) open.Version = slice.LastSequence;
        (open.Visible, open.Published, open.PublishedScore) = (visible, true, open.Score.Base);
        var first = true;
        foreach (var owner in owners.All())
        {
            changes.Add(new ActionChange(open.Id, open.Action, reason, isVisible && first, Standing(slice, open, definition, owner, reason, context)));
            first = false;
        }
    }

    /// <summary>Takes the action out of every owner's queue.</summary>
    public void Withdraw(ActionSlice slice, OpenAction open, Reason reason, DecisionContext context, List<ActionChange> changes)
    {
        if (!open.Published)
        {
            Note(open, reason, changes);
            return;
        }
        open.Published = false;
        slice.LastSequence++;
        open.Version = slice.LastSequence;
        var first = true;
        foreach (var owner in open.Owners.All())
        {
            changes.Add(new ActionChange(open.Id, open.Action, reason, first, Gone(slice, open, owner, reason, context)));
            first = false;
        }
    }

    /// <summary>Tells whoever the customer's owners are now of a contact over an action that is in no queue.</summary>
    public void Spend(ActionSlice slice, UInt128 id, bool escalated, ActionDefinition definition, Reason reason, DecisionContext context, List<ActionChange> changes)
    {
        if (definition.CampaignId is not { } campaign) return;
        slice.LastSequence++;
        foreach (var owner in routes.Route(definition, context.Frame, context.KindBit, escalated).All())
        {
            changes.Add(new ActionChange(id, definition.Id, reason, false, new ActionRecord
            {
                Owner = owner, Id = id, Sequence = slice.LastSequence, Version = slice.LastSequence, Customer = context.Customer, Reason = reason, Action = definition.Id, Withdrawn = true,
                Campaign = campaign, ContactMade = true,
            }));
        }
    }

    private static void Note(OpenAction open, Reason reason, List<ActionChange> changes)
    {
        if (open.Visible == 0) open.Visible = 1;
        changes.Add(new ActionChange(open.Id, open.Action, reason, true, null));
    }

    private ActionRecord Standing(ActionSlice slice, OpenAction open, ActionDefinition definition, string owner, Reason reason, DecisionContext context) => new()
    {
        Owner = owner, Id = open.Id, Sequence = slice.LastSequence, Version = open.Version, Customer = context.Customer, Reason = reason, Action = open.Action,
        CustomerName = context.CustomerName, ManagerB = routes.ManagerB(context.Frame.Customer, owner),
        ClaimedBy = open.ClaimedBy, ClaimedUntil = open.ClaimedUntil, Unassigned = owner != open.Owners.Escalation && routes.IsUnassigned(context.Frame.Customer, open.Owners), Subject = open.Subject, Purpose = definition.Purpose, Channel = definition.Channel, Category = definition.Category,
        Batch = definition.Batch, Accepted = open.Accepted, AppointmentAt = open.AppointmentAt, Escalated = open.Escalated, RaisedOn = open.RaisedOn,
        OccurredOn = calendar.DateOf(new Instant(open.OccurredAt)).DayNumber, HalfLifeDays = definition.HalfLifeDays, NotBefore = open.NotBefore, Due = open.Due,
        DueOn = open.Due is { } due ? calendar.DateOf(new Instant(due - 1)).DayNumber : null, Expires = open.Expires, Score = open.Score,
        Rules = [.. open.Rules], Arguments = [.. open.Arguments], Members = open.IsBundle ? [.. open.Members.Where(m => m.State != MemberState.Left).Select(m => new BundleMember(m.Id, m.Action))] : [],
        Campaign = definition.CampaignId, Flag = Flag(open), Price = open.Price,
    };

    private static ActionRecord Gone(ActionSlice slice, OpenAction open, string owner, Reason reason, DecisionContext context) => new()
    {
        Owner = owner, Id = open.Id, Sequence = slice.LastSequence, Version = slice.LastSequence, Customer = context.Customer, Reason = reason, Action = open.Action, Withdrawn = true,
        Campaign = open.Spends, ContactMade = open.Spends is not null,
    };

    private static Reason? Flag(OpenAction open) => open.Accepted && open.Why != Reason.Accepted ? open.Why : null;

    // Between ticks a score that moved by less than a twentieth waits; a tick tells every score as it is.
    private static bool IsNear(long before, long now, DecisionContext context) =>
        before == now || (context.Trigger == Trigger.Activity && Math.Abs(now - before) < before / 20);

    // What people see: not the score, and not counts of days.
    private static ulong VisibleHash(OpenAction open, string? campaign, string? managerB, bool unassigned)
    {
        Span<long> parts = stackalloc long[11];
        (parts[0], parts[1], parts[2]) = (open.Due ?? -1, open.NotBefore ?? -1, open.Expires ?? -1);
        (parts[3], parts[4], parts[5]) = (open.Accepted ? 1 : 0, open.Escalated ? 1 : 0, open.AppointmentAt ?? -1);
        if (managerB is not null) parts[6] = (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(managerB.AsSpan()));
        parts[7] = unassigned ? 1 : 0;
        parts[10] = (long?)Flag(open) ?? 0;
        if (open.ClaimedBy is { } holder) (parts[8], parts[9]) = ((long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(holder.AsSpan())), open.ClaimedUntil ?? -1);
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(parts));
        foreach (var argument in open.Arguments)
        {
            hash = (hash * 31) + ((ulong)argument.Value * 0x9E3779B97F4A7C15) + (ulong)argument.Kind;
            if (argument.Text is { } text) hash ^= XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));
        }
        if (open.Price is { } price) hash = (hash * 31) + price.Hash;
        foreach (var rule in open.Rules) hash = (hash * 31) + XxHash3.HashToUInt64(MemoryMarshal.AsBytes(rule.AsSpan()));
        if (campaign is not null) hash = (hash * 31) + XxHash3.HashToUInt64(MemoryMarshal.AsBytes(campaign.AsSpan()));
        foreach (var member in open.Members)
        {
            if (member.State != MemberState.Left) hash = (hash * 31) + ((ulong)member.Id ^ (ulong)(member.Id >> 64));
        }
        return hash | 2;
    }
}
