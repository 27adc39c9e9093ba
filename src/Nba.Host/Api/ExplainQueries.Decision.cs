using System.Globalization;
using Nba.Engine;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <content>A decision record with what its words mean.</content>
internal sealed partial class ExplainQueries
{
    /// <summary>A record, explained under the book that it was made by; null where there is none.</summary>
    public DecisionExplained? Decision(string id, string language)
    {
        if (queries.Decision(id) is not { } bytes || queries.Standing() is not var (_, inForce, _)) return null;
        var record = StoredDecision.Read(bytes);
        var book = queries.BookOf(record.Book) ?? inForce;
        var names = record.Candidates.SelectMany(c => c.Rules ?? []).Distinct(StringComparer.Ordinal);
        var facts = record.Candidates.SelectMany(c => c.Facts?.Keys ?? []).Distinct(StringComparer.Ordinal);
        var number = int.Parse(id.AsSpan(id.LastIndexOf('.') + 1), CultureInfo.InvariantCulture);
        return new DecisionExplained(
            record, ActionHistory.Local(record.Now, book.Calendar), record.Input.Position is { } at ? At(book, record.Customer, language, at) : null,
            names.Select(n => (Name: n, Rule: book.Rules.Find(n))).Where(r => r.Rule is not null).ToDictionary(r => r.Name, r => r.Rule!.Mark.ToString()),
            facts.Select(f => (Name: f, Fact: book.Vocabulary.Fact(f))).Where(f => f.Fact is not null).ToDictionary(f => f.Name, f => Origins.Label(f.Fact!, language)), Beside(number - 1), Beside(number + 1));

        string? Beside(int other) => string.Create(CultureInfo.InvariantCulture, $"{record.Customer}.{other}") is var name && queries.Decision(name) is null ? null : name;
    }

    private ActivityAnswer? At(RuleBook book, string customer, string language, long position) =>
        queries.LogRecord(position) is { } record ? new Origins(book, customer, language, DateOnly.MinValue, new ActivityLook([record], 1)).At(position) : null;
}
