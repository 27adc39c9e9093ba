using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Tests.Root;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests;

/// <summary>The rules that ship with the engine, and customers of whom some facts are given.</summary>
internal static class ShippedBook
{
    private static readonly Lazy<RuleBook> Loaded = new(() => RuleBook.Load(ShippedRulesTests.Read("rules")).Book ?? throw new InvalidOperationException("the shipped rules do not load; ShippedRulesTests lists why"));

    public static RuleBook Book => Loaded.Value;

    /// <summary>What is known of a customer on a day when these facts are given and the others follow from them.</summary>
    /// <param name="facts">An object of facts, as a case of a rule file gives them.</param>
    /// <param name="day">As 2026-03-02.</param>
    public static Frame Customer(string facts, string day)
    {
        var problems = new ProblemList();
        var given = new Row(Book.Vocabulary.Facts.Count);
        foreach (var member in SourceParser.Parse(new SourceFile("given", facts), problems)!.Members)
        {
            var fact = Book.Vocabulary.Fact(member.Name) ?? throw new ArgumentException($"'{member.Name}' is no fact", nameof(facts));
            if (fact.Type.Kind == ValueKind.Text) given.Set(fact.Index, member.Value.Text);
            else given.SetOrClear(fact.Index, TypeNames.Constant(member.Value, fact.Type, problems));
        }
        Assert.Empty(problems.Sorted());
        var frame = new Frame { Customer = new Row(Book.Vocabulary.Facts.Count) };
        var today = Scene.Day(day);
        Book.Facts.Fill(new CustomerState(Book.Vocabulary).Profile, today, Book.Calendar.StartOf(today), frame, given);
        return frame;
    }
}
