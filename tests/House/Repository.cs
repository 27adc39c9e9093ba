namespace Nba.House;

/// <summary>The tree these tests were built from. Paths are relative to its root and written with '/'.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Untracked = [".git", ".vs", ".idea", ".vscode", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Lines of a checked-in list, without blanks and without those that begin with '#'.</summary>
    public static IReadOnlyList<string> ReadList(string path) =>
        [.. Read(path).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    public static IReadOnlyList<string> Folders(string under) =>
        [.. Directory.EnumerateDirectories(Path.Combine(Root, under)).Select(Path.GetFileName).OfType<string>()
            .Where(name => !Untracked.Contains(name)).Order(StringComparer.Ordinal)];

    /// <summary>Every file below a folder that could be committed, sorted.</summary>
    public static IReadOnlyList<string> Files(string under = "", string extension = "")
    {
        var found = new List<string>();
        Collect(Path.Combine(Root, under), found);
        found.RemoveAll(path => !path.EndsWith(extension, StringComparison.Ordinal));
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(string folder, List<string> found)
    {
        found.AddRange(Directory.EnumerateFiles(folder).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')));
        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (!Untracked.Contains(Path.GetFileName(child)))
            {
                Collect(child, found);
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NextBestAction.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No NextBestAction.sln above {AppContext.BaseDirectory}: run the tests from the tree they were built in.");
    }
}
