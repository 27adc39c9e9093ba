using Nba.Engine;
using Nba.Host.RuleFiles;
using Nba.House;

namespace Nba.Host.Tests.House;

/// <summary>The course's rows are realised by rules, policies or plans of the shipped library and proven by tests, and the page that says so is true.</summary>
public sealed class CoverageTests
{
    private static readonly RuleBook Book = RuleFolder.Load(Path.Combine(Repository.Root, "rules")).Book ?? throw new InvalidOperationException("the shipped rules do not load");

    [Fact]
    public void The_page_is_generated_from_the_library_and_the_tests() => Golden.Matches(new CoveragePage(Book, CourseMark.All).Text(), "docs/coverage.md");

    [Fact]
    public void Every_row_but_the_one_of_access_control_is_there() => Assert.Equal([.. Enumerable.Range(1, 16), 18], Book.Course.Rows.Select(r => r.Number));

    [Fact]
    public void Every_row_has_a_rule_policy_or_plan_that_is_switched_on() =>
        Findings.None(Book.Course.Rows.Where(r => r.Named("policies").Count + r.Named("plans").Count == 0 && !Book.Entries.Any(e => e.Enabled && Book.Course.Realises(e, r)))
            .Select(r => $"rules/course.json: nothing realises row {r.Number}, {r.En}"));

    [Fact]
    public void Every_row_has_a_test() =>
        Findings.None(Book.Course.Rows.Where(r => CourseMark.All.Where(m => m.Row == r.Number).Sum(m => m.Tests) == 0).Select(r => $"no test is marked [Course({r.Number})], {r.En}"));

    [Fact]
    public void Every_mark_stands_on_a_test_names_a_row_and_is_found_in_its_file() =>
        Findings.None(
        [
            .. CourseMark.All.Where(m => m.Tests == 0).Select(m => $"{m.File}: {m.Test ?? m.Class} is marked with row {m.Row} and has no test"),
            .. CourseMark.All.Where(m => Book.Course.Rows.All(r => r.Number != m.Row)).Select(m => $"{m.File}: {m.Test ?? m.Class} is marked with row {m.Row}, which rules/course.json has not"),
            .. CourseMark.All.Where(m => !File.Exists(Path.Combine(Repository.Root, m.File))).Select(m => $"{m.File} is not where {m.Class} stands"),
        ]);

    [Fact]
    public void Every_rule_serves_a_row() =>
        Findings.None(Book.Entries.Where(e => Book.Course.RowsOf(e).Count == 0).Select(e => $"rules/{e.Place} {e.Name} serves no row: name it in rules/course.json, or what it is for"));
}
