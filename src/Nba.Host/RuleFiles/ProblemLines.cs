using Nba.Engine.Sources;

namespace Nba.Host.RuleFiles;

/// <summary>
/// Problems of files, a line each, for people: those of files that cannot be read, and behind them a few others at most, which may only lack what stands in these. Tools get all of them.
/// </summary>
internal static class ProblemLines
{
    private const int MostBeside = 3;

    /// <summary>The lines.</summary>
    /// <param name="problems">The problems, in their order: files that cannot be read first.</param>
    public static IEnumerable<Sentence> Of(IReadOnlyList<RuleProblem> problems)
    {
        var unreadable = problems.TakeWhile(p => p.IsUnreadable).Count();
        var others = problems.Count - unreadable;
        if (unreadable == 0 || others <= MostBeside) return problems.Select(p => p.Told);
        return problems.Take(unreadable).Select(p => p.Told).Append(Sentence.Of($"{others} more may only lack what stands in {(unreadable == 1 ? Sentence.Of($"this file") : Sentence.Of($"these files"))}: mend that first"));
    }
}
