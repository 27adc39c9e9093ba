using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Who looks after a customer, by the assignments in force when the customer was last decided on. Immutable.</summary>
/// <param name="ManagerA">The A-role manager; null for none.</param>
/// <param name="ManagerB">The B-role manager, who stands in; null for none.</param>
/// <param name="Team">The team; null for none.</param>
/// <param name="Branch">The branch; null for none.</param>
/// <param name="Barrier">The information barrier that the customer is behind; null for none.</param>
public sealed record CustomerCare(string? ManagerA, string? ManagerB, string? Team, string? Branch, string? Barrier)
{
    /// <summary>Who looks after a customer.</summary>
    /// <param name="state">The customer's state, of the book's vocabulary.</param>
    /// <param name="book">The rule book in force.</param>
    public static CustomerCare Of(CustomerState state, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(book);
        string? Text(string fact) => state.Profile.Cells[book.Vocabulary.Fact(fact)!.Index] is { Has: true, Text: var text } ? text : null;
        var barrier = Text(BuiltIn.Barrier);
        return new CustomerCare(Text(BuiltIn.ManagerA), Text(BuiltIn.ManagerB), Text(BuiltIn.Team), Text(BuiltIn.Branch), barrier == BuiltIn.NoBarrier ? null : barrier);
    }
}
