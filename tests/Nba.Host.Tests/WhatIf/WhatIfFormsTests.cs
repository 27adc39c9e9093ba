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

    [GeneratedRegex("<(/?[a-z][a-z0-9]*)")]
    private static partial Regex Tags();
}
