using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Tells the others of a household of a contact, as <c>policies/contact.json</c> says who they are, so that caps of the household count it with each of
/// them. Whoever becomes one of the household later is not told of earlier contacts. One per decider; not thread-safe.
/// </summary>
internal sealed class Household(RuleBook book, Frame frame)
{
    private readonly FrameView _view = new(book, frame);

    // A contact that no cap of the household would count is nobody's matter.
    private readonly int _days = book.Policies.Caps.Where(c => c.Scope == PolicyScope.Household).Select(c => c.Days).DefaultIfEmpty(0).Max();

    /// <summary>Adds what is sent on account of a contact on a day; nothing where the bank declares no household.</summary>
    public void Tell(CustomerState state, Activity cause, DateOnly day, DateOnly today, in Told told, List<SentActivity> sent)
    {
        if (book.Policies.Household is not { } household || day <= today.AddDays(-_days)) return;
        var dayStart = book.Calendar.StartOf(today);
        foreach (var thing in state.Profile.Entities)
        {
            if (thing.Type != household.Each || thing.EndedOn is not null) continue;
            _view.SetItem(new Look(state, today, dayStart, null), thing);
            if (frame.Item.Text(household.Customer) is { } other && other != state.Customer && !state.Absorbed.Contains(other) && Lives(household)) sent.Add(Made(state, cause, other, told));
        }
        frame.Item = _view.NoItem;
    }

    private bool Lives(HouseholdPolicy household)
    {
        foreach (var line in household.While)
        {
            if (!line.Holds(frame)) return false;
        }
        return true;
    }

    // The matter is part of the id: who answers a bundle has spoken about each of its members.
    private static SentActivity Made(CustomerState state, Activity cause, string other, Told told) =>
        SentActivity.Make(other, BuiltIn.RelationContacted, $"{cause.Id}/{state.Customer}/{told.Matter}", cause.Time, json =>
        {
            json.WriteString("relation", state.Customer);
            json.WriteString("purpose", BuiltIn.Purposes.Values[told.Purpose]);
            json.WriteString("channel", BuiltIn.Channels.Values[told.Channel]);
            if (told.Category is not null) json.WriteString("category", told.Category);
            if (told.Person is not null) json.WriteString("person", told.Person);
        });

    /// <summary>What is told of a contact.</summary>
    /// <param name="Matter">The action answered, or the activity's type: tells contacts of one activity apart.</param>
    /// <param name="Purpose">Code of the purpose.</param>
    /// <param name="Channel">Code of the channel.</param>
    /// <param name="Category">What it was about; null when not told.</param>
    /// <param name="Person">Whom it was with where it was not the customer.</param>
    public readonly record struct Told(string Matter, int Purpose, int Channel, string? Category, string? Person);
}
