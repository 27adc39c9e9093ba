using System.Globalization;
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

    /// <summary>One fact of such a customer, written as a rule file would write it; null when it is not known.</summary>
    /// <param name="name">Name of the fact.</param>
    /// <param name="facts">Members of an object of facts, without its braces.</param>
    /// <param name="day">As 2026-03-02.</param>
    public static string? Fact(string name, string facts, string day = "2026-03-02") => Shown(name, Customer($"{{{facts}}}", day));

    /// <summary>One fact of whoever stands in a frame, written likewise.</summary>
    public static string? Shown(string name, Frame frame)
    {
        var fact = Book.Vocabulary.Fact(name) ?? throw new ArgumentException($"'{name}' is no fact", nameof(name));
        if (!frame.Customer.Has(fact.Index)) return null;
        var value = frame.Customer.Value(fact.Index);
        return fact.Type.Kind switch
        {
            ValueKind.Boolean => value == 1 ? "true" : "false",
            ValueKind.Code => fact.Type.Codes!.Values[(int)value],
            ValueKind.Decimal => Scaled.ToDecimal(value).ToString("0.####", CultureInfo.InvariantCulture),
            ValueKind.Integer => value.ToString(CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"'{name}' is of type {fact.Type}, which rules give to none", nameof(name)),
        };
    }
}
