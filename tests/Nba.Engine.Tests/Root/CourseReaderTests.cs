using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Root;

public sealed class CourseReaderTests
{
    [Fact]
    public void Rows_are_read_by_number_with_what_realises_them()
    {
        var rule = TestBook.Default.Rules.Rules[0];
        var course = TestBook.With(("course.json", $$"""
            {"10": {"zh": "十", "en": "Ten", "families": ["segments"]}, "2": {"zh": "二", "en": "Two", "note": "By the engine.", "rules": "{{rule.Name}}"} }
            """)).Course;

        Assert.Equal([2, 10], course.Rows.Select(r => r.Number));
        Assert.Equal("By the engine.", course.Rows[0].Note);
        Assert.Equal([rule.Name], course.Rows[0].Named("rules"));
        Assert.Empty(course.Rows[0].Named("plans"));
    }

    [Fact]
    public void A_book_without_the_file_has_no_rows() => Assert.Empty(TestBook.Default.Course.Rows);

    [Fact]
    public void A_row_has_the_rules_it_names_and_those_of_its_families_facts_plans_and_campaigns()
    {
        var book = ShippedBook.Book;
        string[] Of(int row) => [.. book.Entries.Where(e => book.Course.Realises(e, book.Course.Rows.Single(r => r.Number == row))).Select(e => e.Name)];

        Assert.Contains("complaint-overdue", Of(11));
        Assert.Contains("salary-stopped", Of(2));
        Assert.Contains("segment-large", Of(4));
        Assert.Contains("visit-start", Of(15));
        Assert.Contains("visit-confirmation", Of(15));
        Assert.Contains("heavy-traveller", Of(13));
        Assert.DoesNotContain("card-declined-abroad", Of(11));
    }

    [Theory]
    [InlineData("""{"17a": {"zh": "甲", "en": "A"}}""", ProblemCode.WrongKind, "by its number from 1 to 99, not '17a'")]
    [InlineData("""{"0": {"zh": "甲", "en": "A"}}""", ProblemCode.WrongKind, "not '0'")]
    [InlineData("""{"100": {"zh": "甲", "en": "A"}}""", ProblemCode.WrongKind, "not '100'")]
    [InlineData("""{"1": {"zh": "甲"}}""", ProblemCode.MissingMember, "'en' is missing here")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "rule": []}}""", ProblemCode.UnknownMember, "did you mean 'rules'?")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "facts": ["knd"]}}""", ProblemCode.UnknownFact, "did you mean 'kind'?")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "events": ["customer.assignd"]}}""", ProblemCode.UnknownEvent, "did you mean 'customer.assigned'?")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "policies": ["contact.cap"]}}""", ProblemCode.UnknownTarget, "did you mean 'contact.caps'?")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "families": ["none"]}}""", ProblemCode.UnknownFile, "'none' is no rule file")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "rules": ["none"]}}""", ProblemCode.UnknownTarget, "'none' is no rule")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "plans": ["none"]}}""", ProblemCode.UnknownTarget, "'none' is no plan")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "campaigns": ["none"]}}""", ProblemCode.UnknownCampaign, "'none' is no campaign")]
    [InlineData("""{"1": {"zh": "甲", "en": "A", "products": ["none"]}}""", ProblemCode.UnknownProduct, "'none' is no product")]
    public void A_fault_is_told_with_its_place_and_the_nearest_name(string text, ProblemCode code, string said)
    {
        var problem = Assert.Single(TestBook.Load(("course.json", text)).Problems);

        Assert.Equal((code, "course.json", 1), (problem.Code, problem.File, problem.Line));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }
}
