using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Expressions;

/// <summary>Expressions are untrusted input: everything outside comparison, logic and arithmetic over declared names is refused at load.</summary>
public sealed class BreakOutTests
{
    public static TheoryData<string> Attempts =>
    [
        "customer.GetType() != null", "customer.GetType().Assembly != null", "\"\".GetType().Assembly.FullName == \"\"", "typeof(string) != null",
        "Enumerable.Range(0, 10).Any()", "Enumerable.Repeat(1, 1000000000).Count() > 0", "System.IO.File.Exists(\"x\")", "File.ReadAllText(\"x\") == \"\"",
        "System.Environment.Exit(1)", "Environment.GetEnvironmentVariable(\"HOME\") == \"\"", "new string('a', 1000).Length > 0", "new(1 as a).a == 1", "new object[] {1} != null", "new int[1000000000].Length > 0",
        "DateTime.Now > DateTime.UtcNow", "DateTime.UtcNow.Year > 0", "DateTimeOffset.Now.Year > 0", "Guid.NewGuid() != null", "Random.Shared.Next() > 0", "new Random().Next() > 0",
        "customer.name.Length > 0", "customer.name.ToUpper() == \"A\"", "customer.name.Contains(\"a\")", "customer.name.PadLeft(1000000000) == \"\"", "customer.name.Substring(1) == \"\"", "customer.name[0] == \"a\"",
        "customer.name + customer.name == \"aa\"", "string.Concat(\"a\", \"b\") == \"ab\"", "String.Join(\",\", \"a\") == \"a\"", "string.Format(\"{0}\", 1) == \"1\"",
        "Math.Pow(2, 1000) > 1", "Math.Sqrt(4) == 2", "Convert.ToInt32(\"1\") == 1", "int.Parse(\"1\") == 1", "Regex.IsMatch(\"a\", \"(a+)+b\")",
        "customer.products.Count > 0", "customer.products.Any()", "customer.products.Any(it == \"card\")", "customer.products.Where(it != null).Any()", "customer.products.GetEnumerator() != null", "customer.products.Overlaps(null)",
        "(x => x == 1)(1)", "x => true", "it != null", "parent != null", "root != null", "this != null", "np(customer.name) == \"\"", "isnull(customer.name, \"\") == \"\"", "iif(true, customer.GetType(), null) != null",
        "customer.balance.Value > 1", "customer.balance.HasValue", "customer.balance.GetHashCode() > 0", "customer.balance.ToString() == \"1\"", "customer.lastSalaryDate.Value.AddDays(1) > today.date", "customer.lastSalaryDate.AddDays(9999999) > today.date",
        "today.date.Year > 0", "param.ToString() == \"\"", "customer == customer", "customer != null", "customer", "\"a\"", "1", "null", "customer.balance", "1.5", "2.5d > 1", "1e3 > 2", "1f > 0",
        "customer.balance++ > 1", "true; true", "{ true }", "as(customer, \"System.String\") != null", "is(customer, \"System.String\")", "cast(customer, \"System.Object\") != null", "customer is System.Object",
        "System.Diagnostics.Process.Start(\"ls\") != null", "AppDomain.CurrentDomain != null", "System.Type.GetType(\"System.IO.File\") != null", "Activator.CreateInstance(null) != null", "RulesEngine.RulesEngine != null",
        "customer.Invoke()", "customer.salaries.CompareTo(1) > 0", "\u0000", "customer.\u200bname == \"\"", "@customer.name == \"\"", "$\"{customer.name}\" == \"\"", "0x7F > 1 && customer.GetType() != null",
        "ExpressionParser != null", "Utils.CheckContains(\"a\", \"a\")", "RulesEngine.ExpressionBuilders.Utils.CheckContains(\"a\", \"a\")",
    ];

    [Theory, MemberData(nameof(Attempts))]
    public void It_is_refused_at_load(string attempt)
    {
        var problems = TestBook.Refusals(attempt);
        Assert.True(problems.Count > 0, $"'{attempt}' was let in");
        Assert.All(problems, p => Assert.Equal("more.json", p.File));
        Assert.All(problems, p => Assert.InRange((int)p.Code, 2100, 2199));
    }

    [Fact]
    public void A_long_text_deep_brackets_and_many_signs_are_refused_before_parsing()
    {
        string[] huge =
        [
            new string('(', 50) + "true" + new string(')', 50), string.Concat(Enumerable.Repeat("!", 30)) + "true", string.Concat(Enumerable.Repeat("- ", 30)) + "1 > 0",
            "customer.name == \"" + new string('a', 3_000) + "\"", string.Join(" || ", Enumerable.Repeat("true", 400)),
        ];
        foreach (var attempt in huge) Assert.Contains(TestBook.Refusals(attempt), p => p.Code == ProblemCode.OversizeExpression);
    }

    [Theory]
    [InlineData("NOT ")]
    [InlineData("not ")]
    [InlineData("!(")]
    public void Words_of_negation_one_behind_the_other_do_not_exhaust_the_stack(string word)
    {
        var depth = 1900 / word.Length;
        // An answer either way: what counts is that there is one.
        Assert.NotNull(TestBook.Refusals(string.Concat(Enumerable.Repeat(word, depth)) + "true" + (word == "!(" ? new string(')', depth) : "")));
    }

    [Fact]
    public void A_long_chain_of_comparisons_within_bounds_is_an_answer()
    {
        var chain = string.Join(" && ", Enumerable.Repeat("param.floor > 1", 100));
        Assert.Empty(TestBook.Refusals(chain));
    }
}
