using System.Globalization;
using System.Text;

namespace Nba.Kafka.Tests.Soak;

/// <summary>What became of one round.</summary>
internal sealed record SoakResult(string Name, int Seed, int Activities, int Kills, int Wakes, TimeSpan Took, IReadOnlyList<string> Differences);

/// <summary>What a soak found: a table in Markdown, and one line that counts.</summary>
internal sealed class SoakReport(int minutes, int seed)
{
    private const int Shown = 5;

    private readonly List<SoakResult> _results = [];

    /// <summary>All differences of all rounds.</summary>
    public int Differences => _results.Sum(r => r.Differences.Count);

    /// <summary>The line at the end.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture,
        $"rounds {_results.Count} kills {_results.Sum(r => r.Kills)} zombies {_results.Sum(r => r.Wakes)} activities {_results.Sum(r => r.Activities)} differences {Differences}");

    /// <summary>Takes a round.</summary>
    public void Add(SoakResult result) => _results.Add(result);

    /// <summary>One line of a round.</summary>
    public static string Of(SoakResult r) => string.Create(CultureInfo.InvariantCulture,
        $"activities {r.Activities} kills {r.Kills} zombies {r.Wakes} differences {r.Differences.Count} in {r.Took.TotalSeconds:0} s")
        + string.Concat(r.Differences.Take(Shown).Select(d => $"\n    {d}"));

    /// <summary>The whole report.</summary>
    public string Markdown(IEnumerable<string> leftOut)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# A soak of {minutes} minutes, seed {seed}\n\nEach round is a bank of its own on a real broker, with real workers under load. After it, queues, actions and dead letters are held\n");
        page.Append("against an undisturbed run of the same activities, and all decisions are decided again from the topics.\n\n");
        page.Append("| round | seed | activities | kills | zombies | seconds | differences |\n|---|---|---|---|---|---|---|\n");
        foreach (var r in _results) page.Append(CultureInfo.InvariantCulture, $"| {r.Name} | {r.Seed} | {r.Activities} | {r.Kills} | {r.Wakes} | {r.Took.TotalSeconds:0} | {r.Differences.Count} |\n");
        foreach (var (r, difference) in _results.SelectMany(r => r.Differences.Take(Shown).Select(d => (r, d)))) page.Append(CultureInfo.InvariantCulture, $"\n- {r.Name}, seed {r.Seed}: {difference}\n");
        foreach (var left in leftOut) page.Append(CultureInfo.InvariantCulture, $"\nNot reached: {left}.\n");
        return page.Append(CultureInfo.InvariantCulture, $"\n`{Line}`\n").ToString();
    }
}
