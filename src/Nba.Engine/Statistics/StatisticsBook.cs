using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Statistics;

/// <summary>The statistics that <c>statistics.json</c> declares, in the order written; none for a bank without that file. Immutable; safe for any thread.</summary>
public sealed class StatisticsBook
{
    /// <summary>The file.</summary>
    public const string File = "statistics.json";

    internal StatisticsBook(IReadOnlyList<Statistic> all) => All = all;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Statistic> All { get; }

    /// <summary>The one of that name, or null.</summary>
    public Statistic? Find(string id) => All.FirstOrDefault(s => s.Id == id);

    /// <summary>Reads the file; every fault is reported with its place.</summary>
    /// <param name="node">The file, or null.</param>
    /// <param name="vocabulary">What its words are looked up in.</param>
    /// <param name="compiler">Compiles the conditions of the facts it names.</param>
    /// <param name="rules">The rules whose actions it may name as a promise.</param>
    /// <param name="problems">Takes every fault.</param>
    internal static StatisticsBook Read(SourceNode? node, VocabularyBook vocabulary, ExpressionCompiler compiler, IReadOnlyList<ActionRule> rules, ProblemList problems)
    {
        var all = new List<Statistic>();
        if (node is null || SourceObject.Open(node, problems) is null) return new StatisticsBook(all);
        var reader = new StatisticReader(vocabulary, compiler, rules, problems);
        foreach (var member in node.Members.Where(m => m.Name != "$schema"))
        {
            if (SourceObject.Open(member.Value, problems) is { } source) all.Add(reader.Read(all.Count, member.Name, source));
        }
        return new StatisticsBook(all);
    }
}
