using System.Text;
using System.Xml.Linq;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.House;
using PublicApiGenerator;

namespace Nba.Engine.Tests.Root;

/// <summary>What others rely on, as text: a change shows in the diff of a commit.</summary>
public sealed class GoldenTests
{
    private static readonly Lazy<Dictionary<string, string>> Docs = new(() => XDocument.Load(Path.ChangeExtension(typeof(RuleBook).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, m => Plain(m.Element("summary")), StringComparer.Ordinal));

    [Fact]
    public void The_public_api_is_what_is_promised() =>
        Golden.Stored(typeof(RuleBook).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }), "api.txt");

    [Fact]
    public void Reason_codes_keep_their_numbers() => Golden.Stored(Table(Enum.GetValues<Reason>(), r => $"{(int)r} {ReasonNames.Of(r)}"), "reasons.txt");

    [Fact]
    public void Problem_codes_keep_their_numbers() => Golden.Stored(Table(Enum.GetValues<ProblemCode>(), c => $"NBA{(int)c} {c}"), "problems.txt");

    [Fact]
    public void The_page_of_reasons_is_generated_from_the_code()
    {
        var page = new StringBuilder("# Reasons\n\nEvery answer of the engine carries one of these. Generated from `src/Nba.Engine/Vocabulary/Reason.cs` by `./build.sh accept`; numbers are never reused.\n\n| number | name | meaning |\n|---|---|---|\n");
        foreach (var reason in Enum.GetValues<Reason>().Order())
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {(int)reason} | `{ReasonNames.Of(reason)}` | {Docs.Value[$"F:{typeof(Reason).FullName}.{reason}"]} |\n");
        Golden.Matches(page.ToString(), "docs/reasons.md");
    }

    [Fact]
    public void The_page_of_problems_is_generated_from_the_code()
    {
        var page = new StringBuilder("""
            # Problems and findings

            What is said of rule files, with file, line and column. A **problem** keeps its files from being loaded. A **finding** does not: the rules load, and something of them is likely not
            meant; it says what to do besides. `nba rules check` tells both; of plain RulesEngine files `StockLoad.Problems` and `StockRules.Findings` do. Why one rule holds for a customer or given
            objects, or does not, and the least that would have to change, `CustomerDecider.Explain` and `StockMatcher.Explain` say.

            Findings are sure of what they say: a rule that is said never to hold never does, whatever the objects. What nobody can take apart (`event.Amount > customer.Balance`) contradicts only
            its own negation. A finding that is meant as it stands (an offer for balances over 100 and one for those over 1000, of which the first includes the second) needs no answer.

            Generated from `src/Nba.Engine/Sources/ProblemCode.cs` by `./build.sh accept`; numbers are never reused.

            | number | kind | name | meaning |
            |---|---|---|---|

            """);
        foreach (var code in Enum.GetValues<ProblemCode>().Order())
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| NBA{(int)code} | {(code >= ProblemCode.Contradiction ? "finding" : "problem")} | `{code}` | {Docs.Value[$"F:{typeof(ProblemCode).FullName}.{code}"]} |\n");
        Golden.Matches(page.ToString(), "docs/problems.md");
    }

    [Fact]
    public void Every_reason_and_problem_says_what_it_means() =>
        Assert.Empty(Enum.GetValues<Reason>().Select(r => $"F:{typeof(Reason).FullName}.{r}").Concat(Enum.GetValues<ProblemCode>().Select(c => $"F:{typeof(ProblemCode).FullName}.{c}"))
            .Where(f => !Docs.Value.TryGetValue(f, out var text) || text.Length == 0));

    [Fact]
    public void Reasons_are_found_by_the_names_they_are_written_as() => Assert.All(Enum.GetValues<Reason>(), r => Assert.Equal(r, ReasonNames.Find(ReasonNames.Of(r))));

    [Fact]
    public void The_shipped_book_is_what_was_agreed()
    {
        var load = RuleBook.Load(ShippedRulesTests.Read("rules"));
        Assert.True(load.Book is not null, "the shipped rules do not load; ShippedRulesTests lists why");
        Golden.Stored(load.Book.Describe(), "shipped-book.txt");
    }

    [Fact]
    public void The_test_book_is_described_in_a_fixed_order() => Golden.Stored(TestBook.Default.Describe(), "test-book.txt");

    private static string Table<T>(T[] values, Func<T, string> line) where T : struct, Enum =>
        string.Join('\n', values.Distinct().Order().Select(v => $"{line(v)}: {Docs.Value[$"F:{typeof(T).FullName}.{v}"]}"));

    private static string Plain(XElement? summary) =>
        summary is null ? "" : string.Join(' ', string.Concat(summary.Nodes().Select(n => n is XElement e ? $"`{e.Value}{e.Attribute("langword")?.Value}{e.Attribute("cref")?.Value.Split('.')[^1]}`" : n.ToString())).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
