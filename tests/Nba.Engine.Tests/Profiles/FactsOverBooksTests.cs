using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Profiles;

/// <summary>Facts that are new in a book, or fold otherwise than before.</summary>
public sealed class FactsOverBooksTests
{
    [Theory]
    [InlineData("\"count\": \"salary.credited\"", "\"count\": [\"salary.credited\", \"balance.reported\"]", "0/24")]
    [InlineData("\"median\": \"salary.credited.amount\", \"periods\": 6", "\"median\": \"salary.credited.amount\", \"periods\": 5", "0/23")]
    [InlineData("\"periods\": 6, \"minPeriods\": 3", "\"periods\": 6, \"minPeriods\": 2", null)]
    [InlineData("\"freshForDays\": 45", "\"freshForDays\": 30", null)]
    [InlineData("\"add\": \"product.opened.product\"", "\"add\": [\"product.opened.product\", \"interest.shown.product\"]", null)]
    [InlineData("\"latest\": \"deposit.opened.amount\"", "\"max\": \"deposit.opened.amount\"", "1/1")]
    public void A_book_begins_anew_what_folds_otherwise_and_only_that(string was, string now, string? keys)
    {
        Assert.Contains(was, TestBook.Vocabulary, StringComparison.Ordinal);
        var next = TestBook.With(("vocabulary.json", TestBook.Vocabulary.Replace(was, now, StringComparison.Ordinal)));

        Assert.Equal(keys, TestBook.Default.Vocabulary.NewFacts(next.Vocabulary));
        Assert.Null(next.Vocabulary.NewFacts(next.Vocabulary));
    }

    [Theory]
    [InlineData("spend30", "2026-03-31", false)]
    [InlineData("spend30", "2026-04-01", true)]
    [InlineData("salaryBaseline", "2026-09-30", false)]
    [InlineData("salaryBaseline", "2026-10-01", true)]
    [InlineData("salaries", "2030-01-01", false)]
    [InlineData("firstSalaryDate", "2030-01-01", false)]
    [InlineData("lastSalaryDate", "2026-03-02", true)]
    [InlineData("balance", "2026-03-02", true)]
    public void A_fact_folded_since_a_day_is_known_when_its_window_has_passed(string name, string day, bool known)
    {
        var vocabulary = TestBook.Default.Vocabulary;
        var fact = vocabulary.Fact(name)!;
        var since = Circumstances.Live with { FoldedSince = Circumstances.Live.FoldedSince.SetItem(new FactKey(0, fact.Id), Scene.At("2026-03-02")) };

        Assert.Equal(known, Outlook.Of(TestBook.Default, since, Scene.Day(day)).Customer?.Unknown[fact.Index] is not true);
    }

    [Fact]
    public void What_is_not_known_has_no_default_and_a_line_on_it_does_not_hold_either_way()
    {
        using var scene = new Scene();
        var fact = scene.Book.Vocabulary.Fact("salaries")!;
        var row = new Row(scene.Book.Vocabulary.Facts.Count);
        var frame = new Frame { Customer = row };
        Condition Line(string text) => TestBook.LoadRule($$"""{"RuleName": "tried", "Expression": {{TestBook.Quote(text)}}, "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "service", "channel": "phone"} } }""", "tried").Book!.Rules.Find("tried")!.Lines[0];
        void Fill() => scene.Book.Facts.Fill(scene.State.Profile, Scene.Day("2026-03-02"), Scene.At("2026-03-02"), frame);
        Fill();
        Assert.True(row.Has(fact.Index));
        Assert.True(Line("customer.salaries == 0").Holds(frame));

        row.Unsettled = Outlook.Of(scene.Book, Circumstances.Live with { FoldedSince = Circumstances.Live.FoldedSince.SetItem(new FactKey(0, fact.Id), Scene.At("2026-03-02")) }, Scene.Day("2026-03-03")).Customer;
        Fill();
        Assert.False(row.Has(fact.Index));
        Assert.False(Line("customer.salaries == 0").Holds(frame));
        Assert.False(Line("customer.salaries != 0").Holds(frame));
    }

    [Fact]
    public void What_was_stored_under_another_fold_is_forgotten_when_the_book_comes_into_force()
    {
        using var scene = new Scene().Known("2026-02-27");
        for (var i = 0; i < 3; i++) scene.Event($"2026-03-0{i + 2}", "salary.credited", """{"amount": 8000}""");
        var next = TestBook.With(("vocabulary.json", TestBook.Vocabulary.Replace("\"count\": \"salary.credited\"", "\"count\": [\"salary.credited\", \"balance.reported\"]", StringComparison.Ordinal)));
        using var after = scene.Under(next);
        var (fact, cells) = (next.Vocabulary.Fact("salaries")!, after.State.Profile.Cells);
        Assert.Equal(3, cells[fact.Index].A);
        after.Entry(JournalKind.Book, Scene.At("2026-03-05"), next.Version, scene.Book.Vocabulary.NewFacts(next.Vocabulary));

        Assert.False(cells[fact.Index].Has);
        Assert.True(cells[next.Vocabulary.Fact("lastSalaryDate")!.Index].Has);
    }
}
