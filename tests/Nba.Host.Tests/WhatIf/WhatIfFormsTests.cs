using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Engine.Sources;
using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Stages;
using Nba.Host.WhatIf;
using Nba.House;

namespace Nba.Host.Tests.WhatIf;

/// <summary>A comparison over a tiny bank in all its forms: calls after transfers are made a day later, and asked for less.</summary>
public sealed partial class WhatIfFormsTests : IDisposable
{
    private const string Hostile = "</p><img src=x onerror=alert(1)>|`*_[x](javascript:alert(1))";

    private readonly SmallBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void As_JSON() => Golden.Stored(JsonSerializer.Serialize(Answer(), WhatIfJson.Readable.WhatIfAnswer) + "\n", "what-if.json");

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void As_text(string language)
    {
        using var to = new StringWriter { NewLine = "\n" };
        WhatIfText.Write(to, Answer(), WhatIfWords.In(language), Terminal.Plain);
        Golden.Stored(to.ToString(), $"what-if-{language}.txt");
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void As_Markdown(string language) => Golden.Stored(WhatIfMarkdown.Of(Answer(), WhatIfWords.In(language)), $"what-if-{language}.md");

    [Fact]
    public void As_a_page() => Golden.Stored(WhatIfHtml.Of(Answer(), "zh-CN"), "what-if.html");

    [Fact]
    public void The_page_asks_nobody_for_anything_and_runs_nothing()
    {
        var page = WhatIfHtml.Of(Answer(), "en");

        Assert.DoesNotMatch("(?i)https?:|<script|<link|<iframe|@import|url\\(|\\son\\w+=", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_data_never_becomes_markup()
    {
        var (honest, hostile) = (WhatIfHtml.Of(Answer(), "en"), WhatIfHtml.Of(Spoiled(Answer()), "en"));

        Assert.Contains("&lt;img src=x", hostile, StringComparison.Ordinal);
        Assert.Equal(Tags().Matches(honest).Select(m => m.Groups[1].Value), Tags().Matches(hostile).Select(m => m.Groups[1].Value));
        var markdown = WhatIfMarkdown.Of(Spoiled(Answer()), WhatIfWords.In("en"));
        Assert.DoesNotContain("<img", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("[x](", markdown, StringComparison.Ordinal);
        Assert.Contains("\\|\\`\\*\\_\\[x\\]", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_told_only_to_who_asks_for_them()
    {
        Assert.DoesNotContain("小红", JsonSerializer.Serialize(Answer(), WhatIfJson.Readable.WhatIfAnswer), StringComparison.Ordinal);
        Assert.Contains("小红", JsonSerializer.Serialize(Answer(names: true), WhatIfJson.Readable.WhatIfAnswer), StringComparison.Ordinal);
    }

    [Fact]
    public void The_chart_of_days_shows_each_new_and_each_gone_action_once()
    {
        var answer = Answer();

        var days = Bars().Matches(WhatIfChart.Days(answer, WhatIfWords.In("en")));

        Assert.True(answer.Actions.Disappears > 3, $"only {answer.Actions.Disappears} are gone");
        Assert.Equal((answer.Actions.Appears, answer.Actions.Disappears), (Sum(1), Sum(2)));

        int Sum(int group) => days.Sum(d => int.Parse(d.Groups[group].Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Customers_stand_by_how_much_is_different()
    {
        var customers = Answer().Customers;

        Assert.True(customers.Select(c => c.Changed).Distinct().Count() > 1);
        Assert.Equal(customers.OrderByDescending(c => c.Changed).ThenBy(c => c.Customer, StringComparer.Ordinal), customers);
    }

    [Fact]
    public void What_is_not_listed_of_a_customer_is_counted_and_what_an_action_is_about_is_told()
    {
        var answer = Answer();
        answer = answer with { Customers = [answer.Customers[0] with { Changed = 5, Actions = [answer.Customers[0].Actions[0] with { Subject = "H7-1" }] }] };
        using var text = new StringWriter();
        WhatIfText.Write(text, answer, WhatIfWords.In("en"), Terminal.Plain);

        foreach (var told in (string[])[text.ToString(), WhatIfHtml.Of(answer, "en"), WhatIfMarkdown.Of(answer, WhatIfWords.In("en")).Replace("\\", "", StringComparison.Ordinal)])
        {
            foreach (var words in (string[])["5 different", "and 4 more", "[H7-1]"]) Assert.Contains(words, told, StringComparison.Ordinal);
        }
        Assert.Contains("另有 4 条", WhatIfMarkdown.Of(answer, WhatIfWords.In("zh-CN")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_nobody_has_a_Chinese_name()
    {
        var chinese = WhatIfHtml.Of(Answer(), "zh-CN").Split("<main ")[1];

        Assert.DoesNotContain("unassigned", chinese, StringComparison.Ordinal);
        Assert.Contains("未分配", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_rule_of_which_no_queue_shows_anything_is_named()
    {
        var note = Assert.Single(Answer(care: BankRules.Care.Replace(">= 100000", ">= 200000000", StringComparison.Ordinal)).Notes, n => n.Code == "rule-silent");

        Assert.Equal(("large-transfer", "outflow-call", (string?)null), (note.Detail, note.Action, note.Campaign));
        Assert.Contains("nba why-not CUSTOMER outflow-call", WhatIfWords.In("en").Note(note), StringComparison.Ordinal);
        Assert.Contains("nba why-not 客户 outflow-call", WhatIfWords.In("zh-CN").Note(note), StringComparison.Ordinal);
        Assert.EndsWith("its campaign spring is switched off.", WhatIfWords.In("en").Note(note with { Campaign = "spring" }), StringComparison.Ordinal);
        Assert.DoesNotContain(Answer().Notes, n => n.Code == "rule-silent");
    }

    [Fact]
    public void One_is_told_as_one() => Assert.Equal(
        "Of 1 action, 1 would not have been shown; 1 new one would have been shown.",
        WhatIfWords.In("en").Headline(Answer() with { Actions = new Tally(1, 1, 1, 1, 0, 0, 0, 0, 0, 0) }));

    [Fact]
    public void Where_nothing_is_different_it_says_so()
    {
        var answer = Answer(care: BankRules.Care);

        Assert.True(answer.IsSame);
        Assert.Empty(answer.Customers);
        Assert.StartsWith("Nothing would have been different", WhatIfWords.In("en").Headline(answer), StringComparison.Ordinal);
        Assert.StartsWith("没有任何变化", WhatIfWords.In("zh-CN").Headline(answer), StringComparison.Ordinal);
    }

    // Ten customers, of whom some move money on the same day; the follow-up comes after four days instead of three, and a call takes twice the amount.
    private WhatIfAnswer Answer(bool names = false, string? care = null)
    {
        var place = Path.Combine(_bank.Place("lived"));
        if (!Directory.Exists(place)) Live();
        using var store = Store.OpenReadOnly(place);
        var log = new RecordedLog(store);
        var text = care ?? BankRules.Care.Replace(">= 100000", ">= 200000", StringComparison.Ordinal).Replace("daysSinceTransfer >= 3", "daysSinceTransfer >= 4", StringComparison.Ordinal);
        var other = RuleFolder.Compile(new RuleFolderText([.. log.Last.Files.Select(f => f.Path == "care.json" ? new SourceFile(f.Path, text) : f)], [])).Book!;
        var rules = OtherRules.Of(other, log, new DateOnly(2026, 3, 4));
        using var run = WhatIfRun.Decide(log, rules, new Period(new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 12)));
        return new WhatIfReader(run, new OtherBook(rules, "other-rules", []), names).Read();
    }

    private void Live()
    {
        using var run = _bank.Open("lived");
        for (var i = 0; i < 10; i++) _bank.Feed(run, "2026-03-02", "customer.registered", $"C{i}", """{"name": "小红", "kind": "personal"}""");
        for (var i = 0; i < 5; i++) _bank.Feed(run, "2026-03-04", "transfer.out", $"C{i}", $$"""{"amount": {{100000 + (i * 40000)}}}""", hour: 11);
        for (var i = 5; i < 8; i++) _bank.Feed(run, "2026-03-09", "transfer.out", $"C{i}", """{"amount": 20}""", hour: 11);
        run.AdvanceTo(SmallBank.At("2026-03-13", 0));
    }

    // Every text of the answer that comes from rules or data, by the way that JSON gives.
    private static WhatIfAnswer Spoiled(WhatIfAnswer answer) => answer with
    {
        Other = answer.Other with { Source = Hostile, Version = Hostile },
        Books = [.. answer.Books.Select(b => b with { Name = Hostile, From = b.From is null ? null : Hostile, To = b.To is null ? null : Hostile })],
        Rules = [.. answer.Rules.Select(g => g with { Key = Hostile })],
        Families = [.. answer.Families.Select(g => g with { Key = Hostile })],
        Queues = [.. answer.Queues.Select(q => q with { Owner = Hostile, Name = q.Name is null ? null : Hostile })],
        Customers = [.. answer.Customers.Select(c => c with
        {
            Customer = Hostile, Name = Hostile, Actions = [.. c.Actions.Select(a => a with
            {
                Action = Hostile, Subject = Hostile, Owners = [Hostile], OtherOwners = [Hostile], Rule = Hostile, OtherRule = Hostile,
                Why = a.Why is { } why ? why with { Rule = Hostile, Line = why.Line is null ? null : Hostile, Place = Hostile, Values = why.Values is null ? null : [Hostile] } : null,
            })],
        })],
    };

    [GeneratedRegex(@"\+(\d+) −(\d+)</title>")]
    private static partial Regex Bars();

    [GeneratedRegex("<(/?[a-z][a-z0-9]*)")]
    private static partial Regex Tags();
}
