namespace Nba.House;

/// <summary>Checked-in truth: a test compares with it, and NBA_ACCEPT=1 takes what differs as the new truth.</summary>
internal static class Golden
{
    public static void Matches(string actual, string path)
    {
        var full = Path.Combine(Repository.Root, path);
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("NBA_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, actual);
            return;
        }
        var expected = File.Exists(full) ? File.ReadAllText(full).ReplaceLineEndings("\n") : "";
        if (expected == actual) return;
        var (was, now) = (expected.Split('\n'), actual.Split('\n'));
        Findings.None([.. was.Except(now).Take(10).Select(l => $"{path} has, the code has not: {l}"), .. now.Except(was).Take(10).Select(l => $"the code has, {path} has not: {l}"),
            $"{path} differs; ./build.sh accept takes the new text"]);
    }

    /// <summary>A file among the goldens of this project.</summary>
    public static void Stored(string actual, string name) => Matches(actual, $"tests/{typeof(Golden).Assembly.GetName().Name}/Goldens/{name}");
}
