using Xunit.v3;

namespace Nba.House;

/// <summary>
/// Says which of the course's rows (<c>rules/course.json</c>) a test, or every test of a class, proves; <c>docs/coverage.md</c> lists it.
/// <c>--filter-trait Course=11</c> runs the tests of a row.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class CourseAttribute(params int[] rows) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. rows.Select(r => new KeyValuePair<string, string>("Course", r.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
}
