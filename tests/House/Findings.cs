namespace Nba.House;

/// <summary>What a house rule found against it.</summary>
internal static class Findings
{
    /// <summary>Passes when there are none; otherwise says every one of them, whole, a line each.</summary>
    public static void None(IEnumerable<string> findings)
    {
        var all = findings.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
