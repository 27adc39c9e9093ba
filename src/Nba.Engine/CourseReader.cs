using System.Globalization;
using Nba.Engine.Sources;

namespace Nba.Engine;

/// <summary>Reads <c>course.json</c> and holds every name in it against the book it stands beside.</summary>
internal static class CourseReader
{
    /// <summary>The file.</summary>
    public const string File = "course.json";

    /// <summary>The greatest number of a row.</summary>
    public const int MostRows = 99;

    /// <summary>The table; without rows when there is no file.</summary>
    /// <param name="node">The file.</param>
    /// <param name="book">What the names are looked up in.</param>
    /// <param name="policies">The policy files by path within their folder.</param>
    /// <param name="problems">Takes every fault.</param>
    public static CourseTable Read(SourceNode? node, RuleBook book, IReadOnlyDictionary<string, SourceNode> policies, ProblemList problems)
    {
        var steps = book.Plans.Plans.ToDictionary(p => p.Id, p => (IReadOnlyList<string>)[.. p.Steps.Select(s => s.Rule.Name)], StringComparer.Ordinal);
        var rows = new List<CourseRow>();
        if (node is null || SourceObject.Open(node, problems) is null) return new CourseTable(rows, steps);
        var known = Known(book, policies);
        foreach (var member in node.Members.Where(m => m.Name != "$schema"))
        {
            if (!int.TryParse(member.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostRows || member.Name[0] == '0')
                problems.Add(member.NameMark, ProblemCode.WrongKind, $"a row is named by its number from 1 to {MostRows}, not '{member.Name}'");
            else if (SourceObject.Open(member.Value, problems) is { } source)
                rows.Add(Row(number, source, known, problems));
        }
        return new CourseTable([.. rows.OrderBy(r => r.Number)], steps);
    }

    private static CourseRow Row(int number, SourceObject source, Dictionary<string, (Sentence What, ProblemCode Code, HashSet<string> Names)> known, ProblemList problems)
    {
        var parts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var kind in CourseTable.Kinds)
        {
            var names = source.Lines(kind);
            var (what, code, all) = known[kind];
            foreach (var name in names.Where(n => !all.Contains(n.Text))) problems.AddUnknown(name.Mark, code, name.Text, what, all.Order(StringComparer.Ordinal));
            if (names.Count > 0) parts[kind] = [.. names.Select(n => n.Text)];
        }
        var row = new CourseRow(number, source.RequiredText("zh"), source.RequiredText("en"), source.Text("note"), parts);
        source.Done();
        return row;
    }

    private static Dictionary<string, (Sentence What, ProblemCode Code, HashSet<string> Names)> Known(RuleBook book, IReadOnlyDictionary<string, SourceNode> policies)
    {
        var words = book.Vocabulary;
        return new(StringComparer.Ordinal)
        {
            ["families"] = ($"rule file", ProblemCode.UnknownFile, Set(book.Entries.Select(e => e.Family))),
            ["rules"] = ($"rule", ProblemCode.UnknownTarget, Set(book.Entries.Select(e => e.Name))),
            ["plans"] = ($"plan of plans/*.json", ProblemCode.UnknownTarget, Set(book.Plans.Plans.Select(p => p.Id))),
            ["policies"] = ($"part of policies/*.json, written as contact.caps", ProblemCode.UnknownTarget,
                Set(policies.SelectMany(f => f.Value.Members.Where(m => m.Name != "$schema").Select(m => $"{f.Key[..^".json".Length]}.{m.Name}")))),
            ["campaigns"] = ($"campaign of campaigns.json", ProblemCode.UnknownCampaign, Set(book.Campaigns.All.Select(c => c.Id))),
            ["bundles"] = ($"bundle of products.json", ProblemCode.UnknownTarget, Set(book.Bundles.All.Select(b => b.Id))),
            ["facts"] = ($"fact of the vocabulary", ProblemCode.UnknownFact,
                Set(words.Facts.Select(f => f.Name).Concat(words.Entities.SelectMany(e => e.Facts.Select(f => $"{e.Name}.{f.Name}"))))),
            ["entities"] = ($"entity of the vocabulary", ProblemCode.UnknownEntity, Set(words.Entities.Select(e => e.Name))),
            ["events"] = ($"event type of the vocabulary", ProblemCode.UnknownEvent, Set(words.Events.Select(e => e.Name))),
            ["statistics"] = ($"statistic of statistics.json", ProblemCode.UnknownTarget, Set(book.Statistics.All.Select(s => s.Id))),
            ["classes"] = ($"product class of products.json", ProblemCode.UnknownProduct, Set(book.Products.Names.Select(n => book.Products.Find(n)!.Class))),
            ["products"] = ($"product of products.json", ProblemCode.UnknownProduct, Set(book.Products.Names)),
        };
    }

    private static HashSet<string> Set(IEnumerable<string> names) => names.ToHashSet(StringComparer.Ordinal);
}
