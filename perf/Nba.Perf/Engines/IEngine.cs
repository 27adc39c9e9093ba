namespace Nba.Perf.Engines;

/// <summary>Something that finds the rules that hold for a pair of facts.</summary>
internal interface IEngine
{
    /// <summary>What it is called in tables.</summary>
    string Name { get; }

    /// <summary>Writes the numbers of the rules that hold, ascending, and answers how many.</summary>
    int Decide(int pair, int[] into);
}
