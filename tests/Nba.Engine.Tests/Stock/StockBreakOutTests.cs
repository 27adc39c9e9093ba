using Nba.Engine.Sources;
using Nba.Engine.Stock;

namespace Nba.Engine.Tests.Stock;

/// <summary>Expressions of plain files that try to get out, or never to end: each is refused when the file is loaded, with its line and the reason.</summary>
public sealed class StockBreakOutTests
{
    public static TheoryData<string> BreakOuts { get; } = new(
        "customer.GetType() != null", "customer.GetType().Assembly.DefinedTypes.Count() > 0", "customer.Segment.GetType().Assembly.FullName != \"\"", "event.Amount.GetType().FullName == \"\"",
        "customer.GetHashCode() > 0", "customer.ToString() == \"\"", "customer.Equals(event)", "object.ReferenceEquals(customer, event)", "customer.Products.GetType().Name == \"\"",
        "Type.GetType(\"System.IO.File\") != null", "System.IO.File.Exists(\"/etc/passwd\")", "Environment.MachineName == \"\"", "System.Environment.Exit(1) == null", "AppDomain.CurrentDomain != null",
        "System.Diagnostics.Process.Start(\"ls\") != null", "Activator.CreateInstance(null) != null", "new System.Text.StringBuilder().Length > 0", "new StringBuilder().Length > 0",
        "DateTime.Now > customer.Since", "DateTime.UtcNow > customer.Since", "DateTime.Today > customer.Since", "DateTimeOffset.UtcNow.Year > 2020", "Guid.NewGuid() != null", "new Random().Next() > 0",
        "TimeZoneInfo.Local.Id == \"\"", "customer.Since.ToLocalTime() > customer.Since", "customer.Since.ToString() == \"\"", "customer.Age.ToString(\"N\") == \"\"", "double.Parse(\"1,5\") > 0",
        "Enumerable.Range(0, 30000000).Count() > 0", "Enumerable.Repeat(customer.Segment, 1000000000).Count() > 0", "customer.Segment.PadLeft(2000000000).Length > 0", "customer.Segment.Replace(\"a\", \"aaaaaaaa\").Length > 0",
        "string.Join(\"\", customer.Products).Length > 0", "String.Format(\"{0,2000000000}\", 1).Length > 0", "customer.Segment.ToLower() == \"a\"", "customer.Segment.ToUpper() == \"A\"", "customer.Segment.StartsWith(\"a\")",
        "customer.Segment.EndsWith(\"a\")", "customer.Segment.CompareTo(\"a\") > 0", "string.Compare(customer.Segment, \"a\") > 0", "customer.Segment > \"a\"",
        "System.Text.RegularExpressions.Regex.IsMatch(customer.Segment, \"(a+)+$\")", "Regex.IsMatch(customer.Segment, \"(a+)+$\")", "customer.Products.Any(p => customer.Products.Any(q => q == p))",
        "customer.Products.ToArray().Length > 0", "customer.Products.Clear() == null", "Math.Pow(customer.Age, 1000) > 0", "Convert.ToString(customer.Age) == \"1\"", "Utils.CheckContains(\"a\", \"a\")",
        "RulesEngine.ExpressionBuilders.Utils.CheckContains(\"a\", \"a\")", "customer.Products.Select(p => p).First() == \"\"", "it != null", "parent != null", "customer.Anything == 1");

    public static TheoryData<string> Deep { get; } = new(
        new string('(', 5000) + "true" + new string(')', 5000), string.Concat(Enumerable.Repeat("NOT ", 2400)) + "true", new string('!', 9000) + "true", "1" + string.Concat(Enumerable.Repeat(" + -", 20)) + new string('-', 5000) + "1 > 0",
        string.Concat(Enumerable.Repeat("true ? true : ", 600)) + "true", string.Concat(Enumerable.Repeat("customer.Segment ?? ", 400)) + "\"a\" == \"a\"", "customer.Age == " + new string('1', 20_000),
        "customer.Segment == \"" + new string('a', 20_000) + "\"", string.Concat(Enumerable.Repeat("iif(true, ", 500)) + "true" + string.Concat(Enumerable.Repeat(", true)", 500)),
        "customer.Products[" + string.Concat(Enumerable.Repeat("customer.Products[", 400)) + "0" + new string(']', 401) + " == \"\"");

    [Theory]
    [MemberData(nameof(BreakOuts))]
    [MemberData(nameof(Deep))]
    public void What_gets_out_or_never_ends_is_refused_at_load_with_its_place(string expression)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { WorkflowName = "w", Rules = new[] { new { RuleName = "r", Expression = expression } } });
        var load = new StockLoader(RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event")).Load([new SourceFile("w.json", json)]);

        Assert.Null(load.Rules);
        var problem = Assert.Single(load.Problems);
        Assert.Contains(problem.Code, (ProblemCode[])[ProblemCode.BadExpression, ProblemCode.ForbiddenExpression, ProblemCode.OversizeExpression]);
        Assert.Equal(("w.json", 1), (problem.File, problem.Line));
        Assert.True(problem.Message.Length is > 10 and < 2000);
    }

    [Theory]
    [InlineData("customer.Since.AddDays(30) > DateTime(2020, 3, 1)")]
    [InlineData("Math.Abs(customer.Balance) > 10")]
    [InlineData("customer.Products.Any(p => p == \"card\") AND customer.Products.Count > 1")]
    [InlineData("customer.Segment.ToUpperInvariant() == \"GOLD\" OR string.IsNullOrEmpty(customer.Segment)")]
    [InlineData("customer.Region.Contains(\"X\") AND customer.Region.Substring(0, 1) == \"X\"")]
    [InlineData("customer.Children.HasValue AND customer.Children.Value > 1")]
    [InlineData("customer.Address != null AND customer.Address.Zone == 1")]
    [InlineData("customer.Since.Year == 2020 AND customer.Since.DayOfWeek == DayOfWeek.Monday")]
    public void What_computes_with_facts_alone_loads(string expression)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { WorkflowName = "w", Rules = new[] { new { RuleName = "r", Expression = expression } } });
        var load = new StockLoader(RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event")).Load([new SourceFile("w.json", json)]);

        Assert.Empty(load.Problems);
    }
}
