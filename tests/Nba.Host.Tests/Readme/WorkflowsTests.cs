using Nba.Engine;
using Nba.Engine.Stock;
using Nba.House;

namespace Nba.Host.Tests.Readme;

// A folder of the tests is called so too.
using Console = System.Console;

/// <summary>README's lines for plain RulesEngine files are those run here, and print what it says.</summary>
public sealed class WorkflowsTests
{
    private const string Rules = """
        [{"WorkflowName": "shop", "Rules": [
          {"RuleName": "free-delivery", "Expression": "order.Total > 100 AND customer.IsMember"},
          {"RuleName": "call-of-thanks", "Expression": "order.Total > 500 AND customer.IsMember"}]}]
        """;

    [Fact]
    public void The_lines_for_workflows_do_what_is_shown()
    {
        var own = Repository.Read("tests/Nba.Host.Tests/Readme/WorkflowsTests.cs").ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).ToHashSet();
        var shown = Readme.Blocks("csharp").SelectMany(b => b.ReplaceLineEndings("\n").Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        Assert.NotEmpty(shown);
        Findings.None(shown.Where(l => !own.Contains(l)).Select(l => $"README shows a line that nothing runs: {l}"));

        Assert.Equal(Readme.Blocks("text explained")[0].ReplaceLineEndings("\n").Trim(), Run(Rules, new Customer(true), new Order(120)).ReplaceLineEndings("\n").Trim());
    }

    private static string Run(string workflows, Customer customer, Order order)
    {
        using var written = new StringWriter();
        var before = Console.Out;
        Console.SetOut(written);
        try
        {
            var rules = RuleBook.FromWorkflows(workflows, RuleInput.Of<Customer>("customer"), RuleInput.Of<Order>("order"));
            var matcher = rules.Matcher();
            foreach (var number in matcher.Match(customer, order)) Console.WriteLine(rules.Rules[number].Name);
            var why = matcher.Explain(1, customer, order);
            Console.WriteLine($"{why.FirstFailing!.Text}: {why.Least!.Changes[0]}");
        }
        finally
        {
            Console.SetOut(before);
        }
        return written.ToString();
    }

    /// <summary>Whoever orders.</summary>
    public sealed record Customer(bool IsMember);

    /// <summary>What is ordered.</summary>
    public sealed record Order(decimal Total);
}
