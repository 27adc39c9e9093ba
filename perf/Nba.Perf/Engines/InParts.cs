namespace Nba.Perf.Engines;

/// <summary>Engines over parts of a set of rules, one after the other.</summary>
/// <param name="parts">The engines.</param>
/// <param name="each">How many rules each part has.</param>
internal sealed class InParts(IReadOnlyList<IEngine> parts, int each) : IEngine
{
    private readonly int[] _found = new int[each];

    public string Name => "parts";

    public int Decide(int pair, int[] into)
    {
        var count = 0;
        for (var part = 0; part < parts.Count; part++)
        {
            var found = parts[part].Decide(pair, _found);
            for (var i = 0; i < found; i++) into[count++] = (part * each) + _found[i];
        }
        return count;
    }
}
