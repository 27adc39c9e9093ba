using Nba.Host.Tests.Readme;
using Nba.House;

namespace Nba.Host.Tests.Commands;

/// <summary><c>nba rules new</c> and <c>nba rules export</c> as they are typed.</summary>
public sealed class RulesNewCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("en_GB.UTF-8", "'quiet-saver' is switched off; with it on, its 3 cases pass (payroll-customer, 2026-03-02).")]
    [InlineData("zh_CN.UTF-8", "“quiet-saver”尚未启用；启用后其3个用例全部通过（payroll-customer，2026-03-02）。")]
    public async Task A_new_rule_is_told_with_what_to_do_next_in_the_language_of_the_machine(string locale, string said)
    {
        Copy();
        var (code, output, errors) = await NbaProcess.EndSpeaking(locale, _folder, "rules", "new", "--family", "retention", "--id", "quiet-saver");

        Assert.True(code == 0, errors);
        Assert.StartsWith($"rules/retention.json\nrules/texts/retention.json\n{said}\n", output, StringComparison.Ordinal);
        Assert.Contains("nba rules test rules --filter quiet-saver\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_call_is_2_with_what_was_meant_and_changes_nothing()
    {
        Copy();
        var (code, output, errors) = await NbaProcess.EndIn(_folder, "rules", "new", "--family", "retantion", "--id", "Quiet Saver");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("did you mean 'retention'?", errors, StringComparison.Ordinal);
        Assert.Contains("did you mean 'quiet-saver'?", errors, StringComparison.Ordinal);
        Assert.Equal(Repository.Read("rules/retention.json"), await File.ReadAllTextAsync(Path.Combine(_folder, "rules/retention.json")));
    }

    [Fact]
    public async Task Nothing_is_added_to_rules_that_have_faults()
    {
        Copy();
        await File.AppendAllTextAsync(Path.Combine(_folder, "rules/reminders.json"), "}");

        Assert.Equal(1, (await NbaProcess.EndIn(_folder, "rules", "new", "--family", "retention", "--id", "quiet-saver")).Code);
        Assert.Equal(Repository.Read("rules/retention.json"), await File.ReadAllTextAsync(Path.Combine(_folder, "rules/retention.json")));
    }

    [Fact]
    public async Task An_export_takes_the_place_of_an_earlier_one_and_of_nothing_else()
    {
        Copy();
        var output = Path.Combine(_folder, "out");
        Assert.Equal(0, (await NbaProcess.EndIn(_folder, "rules", "export", "--out", "out")).Code);
        await File.WriteAllTextAsync(Path.Combine(output, "gone.json"), "{}");
        var (code, said, _) = await NbaProcess.EndIn(_folder, "rules", "export", "--out", "out");
        var files = Directory.GetFiles(output).Select(f => Path.GetFileName(f)!).ToList();

        Assert.Equal(0, code);
        Assert.StartsWith($"out: workflows {files.Count - 1} rules ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("gone.json", files);
        Assert.Contains("| `customer.daysSinceSalary` | `long?` |", await File.ReadAllTextAsync(Path.Combine(output, "README.md")), StringComparison.Ordinal);
        Assert.Equal(2, (await NbaProcess.EndIn(_folder, "rules", "export", "--out", "rules")).Code);
        Assert.True(File.Exists(Path.Combine(_folder, "rules/retention.json")));
    }

    private void Copy()
    {
        foreach (var file in Repository.Files("rules", ".json"))
        {
            var to = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(Repository.Root, file), to);
        }
    }
}
