using System.Globalization;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>Which seeds a run of the simulation has, and, where somebody asked for them, how far it is.</summary>
internal sealed class SimProgress
{
    /// <summary>Seeds of a run that nobody asked for more of: some seconds.</summary>
    private const int Few = 20;

    private static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(5);

    private readonly bool _isAsked;
    private readonly long _since = TimeProvider.System.GetTimestamp();
    private TimeSpan _said;

    private SimProgress(int? seeds, int? first) => (_isAsked, Seeds, First) = (seeds is not null, seeds ?? Few, first ?? 1);

    /// <summary>How many seeds.</summary>
    public int Seeds { get; }

    /// <summary>The first of them.</summary>
    public int First { get; }

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_since);

    /// <summary>As NBA_SIM_SEEDS and NBA_SIM_FIRST say.</summary>
    public static SimProgress Asked() => new(Number("NBA_SIM_SEEDS"), Number("NBA_SIM_FIRST"));

    /// <summary>So many are done, every so often.</summary>
    public void At(int done, int failed)
    {
        if (Elapsed - _said < SaidEvery) return;
        _said = Elapsed;
        Say($"{done} of {Seeds} seeds, {failed} failed, {Elapsed.TotalSeconds:0} s");
    }

    /// <summary>One failed, and how to run just it.</summary>
    public void Failed(int seed, string why) => Say($"FAILED {why}\n  just this one: ./build.sh sim --seeds 1 --first {seed}");

    /// <summary>The last line; a run that stops at its failures has fewer seeds than it was asked for.</summary>
    public void End(int done, int failed) => Say($"{done} of {Seeds} seeds in {Elapsed.TotalSeconds:0} s\nseeds {done} failed {failed}");

    private void Say(FormattableString line)
    {
        if (_isAsked) Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
