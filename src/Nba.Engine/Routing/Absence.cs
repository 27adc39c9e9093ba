using System.Globalization;
using Nba.Engine.Sources;

namespace Nba.Engine.Routing;

/// <summary>Days on which a person is away, as <c>directory.json</c> lists them. An absence moves nobody's customers: it only says who sees a queue too.</summary>
/// <param name="Person">Id of the person who is away.</param>
/// <param name="From">First day away.</param>
/// <param name="To">Last day away.</param>
/// <param name="StandIn">Id of the person who takes all of it; null leaves each customer to their B-role manager.</param>
public sealed record Absence(string Person, DateOnly From, DateOnly To, string? StandIn)
{
    /// <summary>Whether that day is among them.</summary>
    public bool Covers(DateOnly day) => From <= day && day <= To;

    /// <summary>Reads the list; two absences of one person may not share a day.</summary>
    internal static IReadOnlyList<Absence> Read(IReadOnlyList<SourceNode> nodes, IReadOnlyDictionary<string, DirectoryEntry> people, ProblemList problems)
    {
        var absences = new List<Absence>();
        foreach (var node in nodes)
        {
            if (SourceObject.Open(node, problems) is not { } source) continue;
            var person = Known(source, "person", source.RequiredText("person"), people, problems);
            var standIn = Known(source, "standIn", source.Text("standIn"), people, problems);
            source.Required("from");
            source.Required("to");
            var (from, to) = (Day(source, "from", problems), Day(source, "to", problems));
            source.Done();
            if (standIn is not null && standIn == person) problems.Add(source.MarkOf("standIn"), ProblemCode.BadAbsence, $"'{person}' is away and cannot stand in; name another or leave 'standIn' out");
            if (from > to) problems.Add(source.MarkOf("to"), ProblemCode.BadAbsence, $"the last day lies before the first");
            if (person is null || from is not { } first || to is not { } last) continue;
            if (absences.Find(a => a.Person == person && a.From <= last && first <= a.To) is { } other)
                problems.Add(node.Mark, ProblemCode.BadAbsence, $"'{person}' is away already from {Text(other.From)} to {Text(other.To)}; absences of one person share no day");
            absences.Add(new Absence(person, first, last, standIn));
        }
        return absences;
    }

    private static string? Known(SourceObject source, string member, string? id, IReadOnlyDictionary<string, DirectoryEntry> people, ProblemList problems)
    {
        if (string.IsNullOrEmpty(id) || people.ContainsKey(id)) return id;
        problems.AddUnknown(source.MarkOf(member), ProblemCode.UnknownTarget, id, $"person of the directory", people.Keys.Order(StringComparer.Ordinal));
        return null;
    }

    private static DateOnly? Day(SourceObject source, string name, ProblemList problems)
    {
        if (source.Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)) return day;
        problems.Add(source.MarkOf(name), ProblemCode.BadAbsence, $"'{text}' is no day; write it as 2026-03-02");
        return null;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
