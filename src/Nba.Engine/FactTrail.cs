using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Tells which activities make a folded fact. Not thread-safe.</summary>
public sealed class FactTrail(RuleBook book)
{
    private readonly Frame _frame = new();

    /// <summary>Whether an activity of the customer folds into a fact as it was read: of the right type, with the field, where the fold's condition holds, and about the right thing.</summary>
    /// <param name="activity">The activity, read by this book.</param>
    /// <param name="read">The fact, a folded one.</param>
    public bool Makes(Activity activity, FactRead read)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(read);
        if (read.Thing is { } thing && (activity.Type.Entity != thing || (read.Key is { } key && activity.EntityKey != key))) return false;
        if (read.Fact.Fold is { Kind: FoldKind.InForce }) return activity.Type.Name == BuiltIn.Assigned && HasField(activity, read.Fact);
        return book.Folding.Feeds(activity, read.Fact, read.Thing is not null, _frame);
    }

    /// <summary>Whether answers to actions make the fact too, through activities that follow from them and are in no log.</summary>
    public static bool FollowsFromAnswers(FactRead read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return read.Fact.Fold?.Sources.Any(s => s.Event.Follows is not null) == true;
    }

    private static bool HasField(Activity activity, Fact fact) =>
        BuiltIn.Facts().Where(f => f.Id == fact.Id).Select(f => activity.Type.Field(f.Field)).FirstOrDefault() is { } field && activity.Fields.Has(field.Index);
}
