using System.Text.Json;
using Nba.Engine;

namespace Nba.Host.Api;

/// <summary>
/// Explanations for analysts: without names, without texts that managers read out, and without the values of whatever the vocabulary calls personal or of what is
/// computed from it. Rules, gates, score parts and all other values stay. Immutable; safe for any thread.
/// </summary>
internal sealed class Masked
{
    /// <summary>What stands in the place of what is hidden.</summary>
    public const string Hidden = "•••";

    private readonly HashSet<string> _personal = new(StringComparer.Ordinal);

    /// <summary>Masks what the vocabularies of some books call personal: that in force, and that of the answer, where it is of an earlier one.</summary>
    public Masked(params IEnumerable<RuleBook> books)
    {
        foreach (var book in books)
        {
            var personal = book.PersonalFacts();
            // As lines, trails and records name them: with and without the row or the entity before it.
            foreach (var fact in book.Vocabulary.Facts.Where(personal.Contains)) _personal.UnionWith([fact.Name, "customer." + fact.Name]);
            foreach (var entity in book.Vocabulary.Entities)
            {
                foreach (var fact in entity.Facts.Where(personal.Contains)) _personal.UnionWith([fact.Name, "item." + fact.Name, $"{entity.Name}.{fact.Name}"]);
            }
            foreach (var type in book.Vocabulary.Events) _personal.UnionWith(type.Fields.Where(f => f.Personal).Select(f => "event." + f.Name));
        }
    }

    /// <summary>Why an action stands.</summary>
    public ActionExplained Of(ActionExplained a) => a with
    {
        Action = Of(a.Action),
        Rules = [.. a.Rules.Select(Of)],
        Places = a.Places is null ? null : [.. a.Places.Select(p => p with { Above = null, Below = null, Own = null })],
    };

    /// <summary>What is known of a customer.</summary>
    public CustomerExplained Of(CustomerExplained c) => c with
    {
        Name = c.Name is null ? null : Hidden,
        Facts = Of(c.Facts),
        Things = [.. c.Things.Select(t => t with { Facts = Of(t.Facts) })],
        Standing = [.. c.Standing.Select(Of)],
        Held = [.. c.Held.Select(Of)],
    };

    /// <summary>Why an action does not stand.</summary>
    public WhyNotAnswer Of(WhyNotAnswer w) => w with
    {
        Occasions = [.. w.Occasions.Select(o => o with { Line = Of(o.Line), Changes = Of(o.Changes) })],
        Rules = [.. w.Rules.Select(r => r with { Line = Of(r.Line), Changes = Of(r.Changes) })],
    };

    /// <summary>A decision record.</summary>
    public DecisionExplained Of(DecisionExplained d) => d with
    {
        Decision = d.Decision with { Candidates = [.. d.Decision.Candidates.Select(c => c with { Facts = c.Facts?.ToDictionary(f => f.Key, f => IsPersonal(f.Key) ? JsonSerializer.SerializeToElement(Hidden, StoredDecisionJson.Default.String) : f.Value, StringComparer.Ordinal) })] },
    };

    private static ActionAnswer Of(ActionAnswer a) => a with
    {
        Name = a.Name is null ? null : Hidden,
        Title = Hidden,
        Reason = Hidden,
        Question = Hidden,
        TalkingPoints = [.. a.TalkingPoints.Select(p => p with { Text = Hidden })],
    };

    private StandingAnswer Of(StandingAnswer s) => s with { Title = Hidden, Values = [.. s.Values.Select(Value)] };

    private RuleExplained Of(RuleExplained r) => r with { Lines = [.. r.Lines.Select(l => l with { Values = [.. l.Values.Select(Value)] })], Facts = Of(r.Facts), Beside = Of(r.Beside) };

    private ReadLineAnswer? Of(ReadLineAnswer? line) => line is null ? null : line with { Values = [.. line.Values.Select(Value)] };

    private IReadOnlyList<ChangeAnswer>? Of(IReadOnlyList<ChangeAnswer>? changes) => changes is null ? null : [.. changes.Select(c => IsPersonal(c.Fact) ? c with { From = Hidden } : c)];

    private List<FactExplained> Of(IReadOnlyList<FactExplained> facts) => [.. facts.Select(Of)];

    private FactExplained Of(FactExplained fact)
    {
        var from = fact.From is null ? null : Of(fact.From);
        // The age says as much as the birthday.
        return IsPersonal(fact.Name) || from?.Any(f => f.Value == Hidden) == true ? fact with { Value = Hidden, From = from } : fact with { From = from };
    }

    // As lines write it: customer.balance = 4200.
    private string Value(string read) => read.IndexOf(" = ", StringComparison.Ordinal) is > 0 and var at && IsPersonal(read[..at]) ? read[..at] + " = " + Hidden : read;

    private bool IsPersonal(string name) => _personal.Contains(name);
}
