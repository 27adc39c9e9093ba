using Nba.Engine;
using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.House;

namespace Nba.Host.Tests.RuleFiles;

/// <summary>New rules in a copy of the shipped ones.</summary>
public sealed class RuleScaffoldTests : IDisposable
{
    private static readonly RuleBook Shipped = RuleFolder.Load(Path.Combine(Repository.Root, "rules")).Book!;

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("nba-new-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("retention", null, null, null, null)]
    [InlineData("retention", "duty", null, null, null)]
    [InlineData("relationship-care", "care", "personal", null, null)]
    [InlineData("relationship-care", null, "corporate", null, null)]
    [InlineData("cross-sell", null, null, null, null)]
    [InlineData("up-sell", "sales", null, null, null)]
    [InlineData("reminders", null, "personal", "deposit", "affluent-saver")]
    [InlineData("reminders", "sales", "corporate", "loan", null)]
    [InlineData("service-recovery", "duty", "personal", "complaint", "complainant")]
    [InlineData("thank-you", "care", null, "card", null)]
    [InlineData("asking", "ask-consent", null, null, null)]
    [InlineData("visits", "service", "prospect", null, null)]
    public void One_of_any_purpose_and_kind_loads_and_passes_switched_off_as_it_is(string family, string? purpose, string? kind, string? each, string? like)
    {
        var made = new RuleScaffold(Shipped, new NewRule(family, "quiet-saver") { Purpose = purpose, For = kind, Each = each, Like = like }).Make();
        Findings.None(made.Faults.Select(f => f.ToString()));
        Copy();
        FileChanges.Write(_folder, made.Files);

        var book = RuleFolder.Load(_folder).Book!;
        var entry = book.Entries.Single(e => e.Name == "quiet-saver");
        using var told = new StringWriter();
        var code = new CaseReport("quiet-saver", true, false).Text(book, _folder, Terminal.Plain, told);

        Assert.False(entry.Enabled);
        Assert.DoesNotContain(book.Rules.Rules, r => r.Name == "quiet-saver");
        Assert.True(code == 0, told.ToString());
        Assert.Matches($"(?m)^{made.Text!.Cases} cases passed, 0 failed$", told.ToString());
        Assert.Contains($"lines seen to hold and to fail {made.Text.Lines.Count} of {made.Text.Lines.Count},", told.ToString(), StringComparison.Ordinal);
        Assert.Empty(DraftRule.Of(book).SelectMany(d => d.Findings(book.Check())));
        Assert.All(made.Files, AllElseStays);
    }

    [Fact]
    public void Every_step_of_writing_it_leaves_a_folder_that_loads()
    {
        Copy();
        foreach (var file in new RuleScaffold(Shipped, new NewRule("thank-you", "quiet-saver")).Make().Files)
        {
            FileChanges.Write(_folder, [file]);
            Findings.None(RuleFolder.Load(_folder).Problems.Select(p => p.ToString()));
        }
    }

    [Theory]
    [InlineData("retantion", "quiet-saver", "there is no family 'retantion'; did you mean 'retention'?")]
    [InlineData("parameters", "quiet-saver", "'parameters' is no family")]
    [InlineData("routing", "quiet-saver", "routing.json has no rules that propose actions")]
    [InlineData("Retention", "quiet-saver", "--family: 'Retention' must be lower-case words joined by -, as quiet-saver; did you mean 'retention'?")]
    [InlineData("retention", "quietSaver", "--id: 'quietSaver' must be lower-case words joined by -, as quiet-saver; did you mean 'quiet-saver'?")]
    [InlineData("retention", "../x", "--id: '../x' must be")]
    [InlineData("retention", "salary-stopped", "there is a rule 'salary-stopped' already, at retention.json:")]
    [InlineData("retention", "retention-call", "'retention-call' is an action of another rule already")]
    [InlineData("retention", "trip-pair", "'trip-pair' is an action of another rule already")]
    public void What_cannot_be_is_refused_with_what_was_likely_meant(string family, string id, string said) =>
        Assert.Contains(new RuleScaffold(Shipped, new NewRule(family, id)).Make().Faults, f => f.ToString().StartsWith(said, StringComparison.Ordinal));

    [Fact]
    public void All_faults_of_a_call_are_told_at_once()
    {
        var asked = new NewRule("retention", "quiet-saver") { Purpose = "caer", Channel = "phoen", For = "persnal", Each = "deposti", Like = "payrol-customer" };
        var made = new RuleScaffold(Shipped, asked).Make();

        Assert.Empty(made.Files);
        Assert.Equal(["care", "phone", "personal", "deposit", "payroll-customer"], made.Faults.Select(f => f.ToString().Split("did you mean '")[1].Split('\'')[0]));
    }

    [Fact]
    public void Nothing_is_made_for_somebody_whom_the_engine_does_not_raise_it_for()
    {
        var made = new RuleScaffold(Shipped, new NewRule("up-sell", "quiet-saver") { Like = "affluent-saver" }).Make();

        Assert.Empty(made.Files);
        Assert.StartsWith("the engine raises it for nobody who was tried ('affluent-saver'): affluent-saver, 'every line holds': expected 'quiet-saver' to be raised; it was stopped by lost-conflict", Assert.Single(made.Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("texts/.thank-you.json.new")]
    [InlineData("texts/thank-you.json")]
    public void Files_are_written_all_or_not_at_all(string blocked)
    {
        Copy();
        var made = new RuleScaffold(Shipped, new NewRule("thank-you", "quiet-saver")).Make();
        // A folder of that name stands where a file must go.
        System.IO.Directory.CreateDirectory(Path.Combine(_folder, blocked, "x"));

        Assert.StartsWith("nothing was changed: ", Assert.Throws<IOException>(() => FileChanges.Write(_folder, made.Files)).Message, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Repository.Root, "rules/families.json")), File.ReadAllBytes(Path.Combine(_folder, "families.json")));
        Assert.False(File.Exists(Path.Combine(_folder, "thank-you.json")));
        Assert.Empty(System.IO.Directory.EnumerateFiles(_folder, ".*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_mark_at_the_start_of_a_file_and_its_line_ends_stay()
    {
        var path = Path.Combine(_folder, "a.json");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "{}\r\n"u8]);

        FileChanges.Write(_folder, [("a.json", "{1}\r\n")]);

        Assert.Equal((byte[])[0xEF, 0xBB, 0xBF, .. "{1}\r\n"u8], File.ReadAllBytes(path));
    }

    [Fact]
    public void A_rule_that_is_off_and_faulty_is_told_by_check_and_fails_the_test()
    {
        Copy();
        var made = new RuleScaffold(Shipped, new NewRule("retention", "quiet-saver")).Make();
        FileChanges.Write(_folder, [.. made.Files.Select(f => (f.Path, f.Text.Replace(made.Text!.Lines[0].Text, "customer.balanse > 0", StringComparison.Ordinal)))]);
        var book = RuleFolder.Load(_folder).Book!;

        var finding = Assert.Single(DraftRule.Of(book).SelectMany(d => d.Findings([])));
        Assert.StartsWith("'quiet-saver' is switched off; were it on: 'balanse' is no fact of the vocabulary; did you mean 'balance'?", finding.Message, StringComparison.Ordinal);
        Assert.Equal(1, new CaseReport("quiet-saver", false, false).Text(book, _folder, Terminal.Plain, TextWriter.Null));
    }

    [Fact]
    public void A_case_of_a_rule_that_is_off_fails_where_the_rule_says_otherwise()
    {
        Copy();
        var made = new RuleScaffold(Shipped, new NewRule("retention", "quiet-saver")).Make();
        FileChanges.Write(_folder, [.. made.Files.Select(f => (f.Path, f.Text.Replace("\"because\": \"line 1\"}}, {", "", StringComparison.Ordinal).Replace(made.Text!.Lines[0].Text, "customer.balance > 0", StringComparison.Ordinal)))]);
        using var told = new StringWriter();

        Assert.Equal(1, new CaseReport("quiet-saver", false, false).Text(RuleFolder.Load(_folder).Book!, _folder, Terminal.Plain, told));
        Assert.Contains("FAILED ", told.ToString(), StringComparison.Ordinal);
        Assert.Contains("quiet-saver, 'line 1 alone does not hold': expected no 'quiet-saver', but it stands", told.ToString(), StringComparison.Ordinal);
    }

    // Byte for byte: what is new is one piece, and a comma.
    private void AllElseStays((string Path, string Text) file)
    {
        if (Shipped.Files.FirstOrDefault(f => f.Path == file.Path) is not { } before) return;
        var same = before.Text.Zip(file.Text).TakeWhile(p => p.First == p.Second).Count();
        var end = before.Text.Reverse().Zip(file.Text.Reverse()).TakeWhile(p => p.First == p.Second).Count();
        Assert.True(same + end >= before.Text.Length, $"{file.Path} changed elsewhere than where the rule was put in");
        Assert.Equal(file.Text, File.ReadAllText(Path.Combine(_folder, file.Path)));
    }

    private void Copy()
    {
        foreach (var file in Shipped.Files)
        {
            var to = Path.Combine(_folder, file.Path);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(Repository.Root, "rules", file.Path), to);
        }
    }
}
