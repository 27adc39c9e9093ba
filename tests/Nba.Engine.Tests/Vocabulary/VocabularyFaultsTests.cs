using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Vocabulary;

public sealed class VocabularyFaultsTests
{
    [Fact]
    public void A_fact_whose_id_is_taken_is_told_by_whom_and_which_is_free()
    {
        var taken = Assert.Single(TestBook.Load(("vocabulary.json", TestBook.Vocabulary.Replace("\"balance\": {\"id\": 12,", "\"balance\": {\"id\": 11,", StringComparison.Ordinal))).Problems, p => p.Code == ProblemCode.DuplicateId);
        Assert.Matches(@"^'balance' and the fact '\w+' at vocabulary.json:\d+:\d+ both have id 11: give the newer of the two another one, 12 is free; an id that was used once is never changed or used again$", taken.Message);
    }

    [Fact]
    public void Nobody_who_reads_a_fact_of_no_type_is_told_that_there_is_no_such_fact()
    {
        var problems = TestBook.Load(("vocabulary.json", TestBook.Vocabulary.Replace("\"id\": 12, \"type\": \"decimal\"", "\"id\": 12, \"type\": \"dezimal\"", StringComparison.Ordinal))).Problems;
        Assert.Contains("is no type: boolean, integer, decimal, date, instant, text, code:LIST and set:LIST are", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProblemCode.DuplicateId, "\"balance\": {\"id\": 12,", "\"balance\": {\"id\": 11,", "give the newer of the two another one")]
    [InlineData(ProblemCode.DuplicateId, "\"salary.credited\": {\"id\": 2,", "\"salary.credited\": {\"id\": 1,", "event type")]
    [InlineData(ProblemCode.UnknownType, "\"id\": 12, \"type\": \"decimal\"", "\"id\": 12, \"type\": \"decimel\"", "did you mean 'decimal'?")]
    [InlineData(ProblemCode.UnknownType, "\"type\": \"code:spend\"", "\"type\": \"code:spent\"", "did you mean 'code:spend'?")]
    [InlineData(ProblemCode.UnknownEvent, "\"latest\": \"balance.reported.balance\"", "\"latest\": \"balanse.reported.balance\"", "did you mean 'balance.reported.balance'?")]
    [InlineData(ProblemCode.UnknownField, "\"latest\": \"balance.reported.balance\"", "\"latest\": \"balance.reported.balanse\"", "did you mean 'balance'?")]
    [InlineData(ProblemCode.UnknownFact, "\"daysSince\": \"lastSalaryDate\"", "\"daysSince\": \"lastSalaryDay\"", "did you mean 'lastSalaryDate'?")]
    [InlineData(ProblemCode.UnknownEntity, "\"entity\": \"deposit\", \"key\": \"deposit\", \"ends\"", "\"entity\": \"deposits\", \"key\": \"deposit\", \"ends\"", "did you mean 'deposit'?")]
    [InlineData(ProblemCode.UnknownField, "\"key\": \"deposit\", \"ends\"", "\"key\": \"deposits\", \"ends\"", "did you mean 'deposit'?")]
    [InlineData(ProblemCode.FoldMismatch, "{\"count\": \"salary.credited\"}", "{\"count\": \"salary.credited.amount\"}", "not a field")]
    [InlineData(ProblemCode.FoldMismatch, "{\"sum\": \"salary.credited.amount\"}", "{\"sum\": \"salary.credited\"}", "needs a field")]
    [InlineData(ProblemCode.FoldMismatch, "{\"lastDate\": \"salary.credited\"}", "{\"latest\": \"salary.credited.amount\"}", "does not fit")]
    [InlineData(ProblemCode.FoldMismatch, "{\"lastDate\": \"salary.credited\"}", "{\"lastDate\": \"salary.credited\", \"window\": \"30d\"}", "no window")]
    [InlineData(ProblemCode.FoldMismatch, "{\"lastDate\": \"salary.credited\"}", "{\"lastDate\": \"salary.credited\", \"count\": \"salary.credited\"}", "one kind")]
    [InlineData(ProblemCode.FoldMismatch, "\"daysSince\": \"lastSalaryDate\"", "\"daysSince\": \"kind\"", "need a date")]
    [InlineData(ProblemCode.FoldMismatch, "{\"latest\": \"deposit.opened.amount\"}", "{\"latest\": \"salary.credited.amount\"}", "does not speak of the entity 'deposit'")]
    [InlineData(ProblemCode.BadSpan, "{\"sum\": \"card.used.amount\", \"window\": \"30d\"}", "{\"sum\": \"card.used.amount\", \"window\": \"a month\"}", "90d")]
    [InlineData(ProblemCode.UnknownMember, "\"personal\": true, \"zh\"", "\"personel\": true, \"zh\"", "did you mean 'personal'?")]
    [InlineData(ProblemCode.MissingMember, "\"zh\": \"余额\", \"en\"", "\"en\"", "'zh'")]
    [InlineData(ProblemCode.DuplicateName, "\"spend\": [\"travel\", \"dining\"", "\"spend\": [\"travel\", \"travel\"", "twice")]
    [InlineData(ProblemCode.DuplicateName, "\"spend\": [", "\"purpose\": [\"x\"], \"spend\": [", "built in")]
    [InlineData(ProblemCode.WrongKind, "\"salaries\": {\"id\": 24", "\"salaries\": {\"id\": \"24\"", "whole number")]
    [InlineData(ProblemCode.WrongKind, "\"default\": 0, \"zh\": \"笔数\"", "\"default\": \"0\", \"zh\": \"笔数\"", "integer")]
    [InlineData(ProblemCode.UnknownName, "event.abroad\"", "event.abraod\"", "did you mean 'abroad'?")]
    public void Each_fault_is_found_and_said(ProblemCode code, string from, string to, string said)
    {
        Assert.Contains(from, TestBook.Vocabulary, StringComparison.Ordinal);
        var at = TestBook.Vocabulary.IndexOf(from, StringComparison.Ordinal);
        var problems = TestBook.Load(("vocabulary.json", TestBook.Vocabulary.Remove(at, from.Length).Insert(at, to))).Problems;
        var problem = Assert.Single(problems, p => p.Code == code && p.File == "vocabulary.json" && p.Message.Contains(said, StringComparison.Ordinal));
        Assert.Equal(TestBook.Vocabulary[..at].Count(c => c == '\n') + 1, problem.Line);
    }

    [Fact]
    public void All_faults_of_all_files_are_reported_at_once()
    {
        var problems = TestBook.Load(("vocabulary.json", TestBook.Vocabulary.Replace("\"type\": \"boolean\"", "\"type\": \"bool\"", StringComparison.Ordinal)),
            ("products.json", "{\"crad\": {}}"), ("policies/consent.json", "{\"needed\": [\"sale\"]}"), ("directory.json", "{"), ("strange/file.json", "{}")).Problems;
        Assert.Equal(["directory.json", "policies/consent.json", "products.json", "strange/file.json", "vocabulary.json"], problems.Select(p => p.File).Distinct().Intersect(["directory.json", "policies/consent.json", "products.json", "strange/file.json", "vocabulary.json"]));
    }

    [Fact]
    public void Facts_that_depend_on_each_other_in_a_circle_are_a_fault()
    {
        var segments = TestBook.Segments.Replace("\"customer.balance >= 1000000\"", "\"customer.contribution > 5\"", StringComparison.Ordinal).Replace("\"customer.balance != null\"", "\"customer.segment == \\\"mass\\\"\"", StringComparison.Ordinal);
        var problem = Assert.Single(TestBook.Load(("segments.json", segments)).Problems, p => p.Code == ProblemCode.FactCycle);
        Assert.Contains("segment → contribution → segment", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_given_by_rules_needs_a_default()
    {
        var segments = TestBook.Segments.Replace("{\"RuleName\": \"mass\", \"Properties\"", "{\"RuleName\": \"mass\", \"Expression\": \"customer.salaries > 1\", \"Properties\"", StringComparison.Ordinal);
        Assert.Contains(TestBook.Load(("segments.json", segments)).Problems, p => p.Code == ProblemCode.NoDefault && p.Message.Contains("'segment'", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_vocabulary_there_is_no_book() =>
        Assert.Equal(ProblemCode.MissingFile, Assert.Single(RuleBook.Load([new SourceFile("parameters.json", "{}")]).Problems).Code);
}
