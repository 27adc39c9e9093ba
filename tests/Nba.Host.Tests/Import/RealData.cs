using Nba.House;

namespace Nba.Host.Tests.Import;

/// <summary>Real bank data beside the repository, where there is any.</summary>
internal static class RealData
{
    /// <summary>One of its folders; the test is skipped where it is absent.</summary>
    public static string Folder(string name)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("NBA_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data"), name);
        Assert.SkipUnless(Directory.Exists(folder), $"No {folder}: set NBA_DATA to the folder of the real bank data.");
        return folder;
    }
}
