using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Expressions;

public sealed class ConditionTests
{
    private static readonly VocabularyBook Words = TestBook.Default.Vocabulary;

    [Theory]
    [InlineData("customer.balance >= 1000", "balance=1000", true)]
    [InlineData("customer.balance >= 1000", "balance=999.9999", false)]
    [InlineData("customer.balance >= 1000", "", false)]
    [InlineData("customer.balance < 1000", "", false)]
    [InlineData("customer.balance == null", "", true)]
    [InlineData("customer.balance != null", "", false)]
    [InlineData("null != customer.balance", "balance=1", true)]
    [InlineData("customer.balance * 0.1 == 0.3", "balance=3", true)]
    [InlineData("customer.balance + 0.1 + 0.2 == 0.3", "balance=0", true)]
    [InlineData("customer.balance / 3 * 3 < 1", "balance=1", true)]
    [InlineData("customer.balance / customer.contribution > 1", "balance=1", false)]
    [InlineData("customer.balance > customer.salaryTotal", "balance=1", false)]
    [InlineData("customer.balance > customer.salaryTotal", "balance=1;salaryTotal=0.5", true)]
    [InlineData("customer.daysSinceSalary >= param.gapDays", "daysSinceSalary=45", true)]
    [InlineData("customer.daysSinceSalary >= param.gapDays", "daysSinceSalary=44", false)]
    [InlineData("customer.kind == \"personal\"", "kind=0", true)]
    [InlineData("\"personal\" == customer.kind", "kind=1", false)]
    [InlineData("customer.kind == \"personal\"", "", false)]
    [InlineData("customer.kind in (\"corporate\", \"prospect\")", "kind=2", true)]
    [InlineData("customer.kind in (\"corporate\", \"prospect\")", "kind=0", false)]
    [InlineData("customer.kind in (\"corporate\", \"prospect\")", "", false)]
    [InlineData("customer.salaries in (1, 3, 5)", "salaries=3", true)]
    [InlineData("customer.salaries in (1, 3, 5)", "salaries=4", false)]
    [InlineData("customer.products.Contains(\"card\")", "products=2", true)]
    [InlineData("customer.products.Contains(\"card\")", "products=4", false)]
    [InlineData("customer.products.Contains(\"card\")", "", false)]
    [InlineData("!customer.products.Contains(\"card\")", "", true)]
    [InlineData("customer.products.Contains(customer.shownProduct)", "products=2;shownProduct=1", true)]
    [InlineData("customer.products.Contains(customer.shownProduct)", "products=2", false)]
    [InlineData("customer.hasOpenComplaint", "hasOpenComplaint=1", true)]
    [InlineData("!customer.hasOpenComplaint", "", true)]
    [InlineData("customer.hasOpenComplaint OR customer.salaries > 1", "salaries=2", true)]
    [InlineData("customer.hasOpenComplaint AND customer.salaries > 1", "salaries=2", false)]
    [InlineData("NOT customer.hasOpenComplaint AND customer.salaries > 1", "salaries=2", true)]
    [InlineData("customer.lastSalaryDate < today.date", "lastSalaryDate=5", true)]
    [InlineData("customer.lastSalaryDate < today.date", "", false)]
    [InlineData("iif(customer.hasOpenComplaint, customer.salaries, 5) > 4", "", true)]
    [InlineData("-customer.salaries < 0", "salaries=1", true)]
    [InlineData("customer.salaries % 2 == 1", "salaries=3", true)]
    [InlineData("customer.salaries * 9000000000000000000 * 9 > 0", "salaries=9", false)]
    public void It_holds_as_written_and_null_makes_no_comparison_true(string text, string given, bool expected) => Assert.Equal(expected, One(text).Holds(Frame(given)));

    [Fact]
    public void A_division_by_zero_is_a_failure_that_counts_as_no() =>
        Assert.Equal(ConditionOutcome.Failed, One("customer.salaries / 0 > 1").Test(Frame("salaries=1")));

    [Theory]
    [InlineData("customer.riskClass != \"C1\"", "customer.riskClass")]
    [InlineData("!(customer.balance > 5)", "customer.balance")]
    [InlineData("NOT (customer.kind in (\"personal\"))", "customer.kind")]
    [InlineData("!(customer.hasOpenComplaint && customer.balance > 5)", "customer.balance")]
    [InlineData("iif(customer.balance > 5, false, true)", "customer.balance")]
    [InlineData("(customer.balance > 5) == false", "customer.balance")]
    public void What_would_hold_for_null_without_a_null_test_is_a_fault(string text, string fact)
    {
        var problem = Assert.Single(TestBook.Refusals(text));
        Assert.Equal(ProblemCode.NullHazard, problem.Code);
        Assert.Contains(fact, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customer.riskClass != null && customer.riskClass != \"C1\"")]
    [InlineData("!customer.hasOpenComplaint")]
    [InlineData("customer.salaries != 4")]
    public void A_null_test_or_a_default_makes_it_good(string text) => Assert.Empty(TestBook.Refusals(text));

    [Theory]
    [InlineData("customer.balanse > 5", "balanse", 10, "did you mean 'balance'?", ProblemCode.UnknownName)]
    [InlineData("1 < 2 && custmer.balance > 5", "custmer", 10, "did you mean 'customer'?", ProblemCode.UnknownName)]
    [InlineData("1.5 < 2.5 AND param.gapdays > 5", "gapdays", 21, "did you mean 'gapDays'?", ProblemCode.UnknownName)]
    [InlineData("today.dat > customer.bornOn", "dat", 7, "did you mean 'date'?", ProblemCode.UnknownName)]
    public void An_unknown_name_is_reported_at_its_column_with_the_nearest(string text, string name, int offset, string hint, ProblemCode code)
    {
        var problems = new ProblemList();
        var node = SourceParser.Parse(new SourceFile("x.json", "[" + TestBook.Quote(text) + "]"), problems)!.Items[0];
        new ExpressionCompiler(Words, new CodeList("festival", []), problems).Conditions([node], Scope.Customer);
        var problem = Assert.Single(problems.Sorted());
        Assert.Equal((code, 1, 2 + offset), (problem.Code, problem.Line, problem.Column));
        Assert.Contains($"'{name}'", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(hint, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customer.kind == \"privat\"", ProblemCode.CodeNeverEqual)]
    [InlineData("customer.products.Contains(\"crad\")", ProblemCode.CodeNeverEqual)]
    [InlineData("customer.kind in (\"personal\", \"corporal\")", ProblemCode.CodeNeverEqual)]
    [InlineData("customer.kind == customer.segment", ProblemCode.ForbiddenExpression)]
    [InlineData("customer.balance + 1", ProblemCode.WrongExpressionType)]
    [InlineData("event.amount > 1", ProblemCode.OutOfScope)]
    [InlineData("item.amount > 1", ProblemCode.OutOfScope)]
    [InlineData("customer.balance > ", ProblemCode.BadExpression)]
    [InlineData("Customer.balance > 1", ProblemCode.UnknownName)]
    public void Each_fault_has_its_code(string text, ProblemCode code) => Assert.Contains(TestBook.Refusals(text), p => p.Code == code);

    [Fact]
    public void A_local_name_stands_for_its_expression()
    {
        var problems = new ProblemList();
        var compiler = new ExpressionCompiler(Words, new CodeList("festival", []), problems);
        var first = compiler.Local("half", Node("customer.balance * 0.5"), Scope.Customer, []);
        var second = compiler.Local("quarter", Node("half * 0.5"), Scope.Customer, [first!]);
        var condition = Assert.Single(compiler.Conditions([Node("quarter == 250 && half == 500")], Scope.Customer, [first!, second!]));
        Assert.Empty(problems.Sorted());
        Assert.True(condition.Holds(Frame("balance=1000")));
    }

    [Fact]
    public void It_says_what_it_reads()
    {
        var reads = One("customer.balance > 5 && customer.kind != null && customer.salaries > 1 && today.isWorkday").Reads;
        Assert.Equal([Words.Fact("kind")!.Index, Words.Fact("balance")!.Index, Words.Fact("salaries")!.Index], reads.Facts);
        Assert.Equal([Words.Fact("balance")!.Index], reads.NullableFacts);
        Assert.True(reads.Today);
    }

    internal static Condition One(string text)
    {
        var problems = new ProblemList();
        var made = new ExpressionCompiler(Words, new CodeList("festival", []), problems).Conditions([Node(text)], Scope.Customer);
        return made.Count == 1 ? made[0] : throw new InvalidOperationException(string.Join('\n', problems.Sorted()));
    }

    internal static Frame Frame(string given)
    {
        var frame = new Frame { Customer = new Row(Words.Facts.Count), Param = new Row(Words.Parameters.Count) };
        foreach (var parameter in Words.Parameters) frame.Param.Set(parameter.Index, parameter.Value);
        foreach (var fact in Words.Facts.Where(f => f.Default is not null)) frame.Customer.Set(fact.Index, fact.Default!.Value);
        foreach (var part in given.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var fact = Words.Fact(part.Split('=')[0])!;
            var number = decimal.Parse(part.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
            frame.Customer.Set(fact.Index, fact.Type.Kind == ValueKind.Decimal ? Scaled.Nearest(number) : (long)number);
        }
        frame.Today.Set(TodayScope.Date, 739_700);
        return frame;
    }

    private static SourceNode Node(string text) => SourceParser.Parse(new SourceFile("x.json", TestBook.Quote(text)), new ProblemList())!;
}
