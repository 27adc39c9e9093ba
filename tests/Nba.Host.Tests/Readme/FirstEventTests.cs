using System.Text;
using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Host.Tests.Readme;

/// <summary>samples/first-event: its commands, run as they stand, print what stands below them.</summary>
public sealed partial class FirstEventTests : IDisposable
{
    /// <summary>Commands, each behind "$ ", with what they print; DIR is the folder, BOOK the version of the rules.</summary>
    internal const string Expected = "samples/first-event/expected.txt";

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-first-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_engine_answers_as_the_sample_says()
    {
        var expected = Repository.Read(Expected).ReplaceLineEndings("\n");
        var commands = expected.Split('\n').Where(l => l.StartsWith("$ nba ", StringComparison.Ordinal)).ToList();
        var actual = new StringBuilder();
        foreach (var command in commands)
        {
            var words = command["$ nba ".Length..].Replace("DIR", _folder, StringComparison.Ordinal).Split(' ');
            var printed = Book().Replace(await NbaProcess.Run(words), "BOOK");
            actual.Append(command).Append('\n').Append(printed).Append('\n');
        }

        Assert.True(commands.Count >= 3, $"{Expected} has only {commands.Count} commands");
        if (Environment.GetEnvironmentVariable("NBA_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Expected), actual.ToString());
            return;
        }
        Assert.Equal(expected, actual.ToString());
    }

    [Fact]
    public void Its_readme_names_the_same_commands()
    {
        var sample = Repository.Read(Expected).Split('\n').Where(l => l.StartsWith("$ nba ", StringComparison.Ordinal)).Select(l => l[2..].TrimEnd('\r').Replace("DIR", "artifacts/first-event", StringComparison.Ordinal)).ToHashSet();
        var named = (Repository.Read("README.md") + Repository.Read("samples/README.md")).ReplaceLineEndings("\n").Split('\n')
            .Where(l => l.StartsWith("nba ", StringComparison.Ordinal) && l.Contains("artifacts/first-event", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(named);
        Findings.None(named.Where(n => !sample.Contains(n)).Select(n => $"{Expected} does not run {n}"));
    }

    [GeneratedRegex(@"(?<=""book"": ""|· book )[0-9a-f]{16}")]
    private static partial Regex Book();
}
