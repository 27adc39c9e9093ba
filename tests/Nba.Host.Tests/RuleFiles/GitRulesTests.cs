using System.Diagnostics;
using Nba.Host.RuleFiles;

namespace Nba.Host.Tests.RuleFiles;

/// <summary>Rule files as they were in a revision, read without a checkout.</summary>
public sealed class GitRulesTests : IDisposable
{
    private readonly string _repository = Directory.CreateTempSubdirectory("nba-git-").FullName;

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_repository, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_repository, recursive: true);
    }

    [Fact]
    public void A_revision_gives_its_files_and_the_folder_stays_as_it_is()
    {
        Commit(("bank/rules/a.json", "{\"old\": 1}"), ("bank/rules/texts/b.json", "{}"), ("bank/rules/.hidden.json", "{}"), ("bank/rules/readme.md", "no rule"), ("elsewhere.json", "{}"));
        Commit(("bank/rules/a.json", "{\"new\": 2}"));

        var (text, fault) = GitRules.Read(Path.Combine(_repository, "bank", "rules"), "HEAD~1");

        Assert.Null(fault);
        Assert.Equal([("a.json", "{\"old\": 1}"), ("texts/b.json", "{}")], text!.Files.Select(f => (f.Path, f.Text)));
        Assert.Equal("{\"new\": 2}", File.ReadAllText(Path.Combine(_repository, "bank", "rules", "a.json")));
        Assert.Empty(Git("status", "--porcelain"));
    }

    [Theory]
    [InlineData("HEAD~9")]
    [InlineData("no-such-branch")]
    [InlineData("--output=stolen")]
    public void What_is_no_revision_is_told_with_where_to_look(string revision)
    {
        Commit(("rules/a.json", "{}"));

        var (text, fault) = GitRules.Read(Path.Combine(_repository, "rules"), revision);

        Assert.Null(text);
        Assert.Contains($"'{revision}' is neither a folder nor a revision", fault?.ToString(), StringComparison.Ordinal);
        Assert.Contains("git log --oneline", fault?.ToString(), StringComparison.Ordinal);
        Assert.Empty(Git("status", "--porcelain"));
    }

    [Fact]
    public void A_folder_outside_of_any_repository_is_told()
    {
        var (_, fault) = GitRules.Read(_repository, "HEAD");

        Assert.Contains("lies in no git repository", fault?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_without_the_folder_is_told()
    {
        Commit(("a.json", "{}"));
        Directory.CreateDirectory(Path.Combine(_repository, "rules"));

        var (_, fault) = GitRules.Read(Path.Combine(_repository, "rules"), "HEAD");

        Assert.Contains("revision HEAD has no folder", fault?.ToString(), StringComparison.Ordinal);
    }

    private void Commit(params (string Path, string Text)[] files)
    {
        if (!Directory.Exists(Path.Combine(_repository, ".git"))) Git("init", "--quiet");
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_repository, path))!);
            File.WriteAllText(Path.Combine(_repository, path), text);
        }
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@bank.example", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "Change the rules");
    }

    private string Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _repository, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
