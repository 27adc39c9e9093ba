using Nba.Engine.Actions;

namespace Nba.Engine;

/// <summary>An action in one owner's queue, while days pass.</summary>
internal sealed class PreviewedPlace
{
    private bool _escalated;

    /// <summary>One that comes with a record; nobody has seen it yet.</summary>
    public PreviewedPlace(ActionRecord action) => (Action, IsHidden) = (action, true);

    /// <summary>One that stood there before, seen or still to come.</summary>
    public PreviewedPlace(ActionRecord action, bool isHidden) => (Action, IsHidden, Stood, _escalated) = (action, isHidden, !isHidden, action.Escalated);

    /// <summary>The action as the queue has it.</summary>
    public ActionRecord Action { get; private set; }

    /// <summary>Whether its first day is still to come.</summary>
    public bool IsHidden { get; set; }

    /// <summary>Whether the queue showed it when the preview began.</summary>
    public bool Stood { get; }

    /// <summary>Takes a newer record.</summary>
    public void Renew(ActionRecord action) => Action = action;

    /// <summary>Whether it was escalated since this was asked last.</summary>
    public bool TakeEscalation()
    {
        var told = Action.Escalated && !_escalated;
        _escalated = Action.Escalated;
        return told;
    }
}
