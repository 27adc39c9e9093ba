using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.RuleFiles;

public sealed class RuleFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Paths_are_relative_with_slashes_and_in_order()
    {
        BankRules.Write(_folder);

        var load = RuleFolder.Load(_folder);

        Assert.Empty(load.Problems);
        Assert.Equal(["care.json", "policies/contact.json", "texts/care.json", "vocabulary.json"], load.Book!.Files.Select(f => f.Path));
    }

    [Fact]
    public void A_missing_folder_is_a_problem_that_says_what_to_do()
    {
        var problem = Assert.Single(RuleFolder.Load(Path.Combine(_folder, "none")).Problems);

        Assert.Equal(ProblemCode.MissingFile, problem.Code);
        Assert.Contains("--rules", problem.Message);
    }

    [Fact]
    public void What_editors_leave_behind_is_passed_over()
    {
        BankRules.Write(_folder);
        BankRules.Write(_folder, ".#care.json", "half");
        BankRules.Write(_folder, ".git/x.json", "half");

        Assert.NotNull(RuleFolder.Load(_folder).Book);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault_and_no_other_version()
    {
        BankRules.Write(_folder);
        var plain = RuleFolder.Load(_folder).Book!.Version;
        File.WriteAllText(Path.Combine(_folder, "care.json"), BankRules.Care, System.Text.Encoding.UTF8);

        Assert.Equal(plain, RuleFolder.Load(_folder).Book!.Version);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_fault_beside_those_of_other_files()
    {
        BankRules.Write(_folder);
        File.WriteAllBytes(Path.Combine(_folder, "care.json"), [0x22, 0xC3, 0x28]);
        BankRules.Write(_folder, "policies/contact.json", "{");

        Assert.Superset(new HashSet<string> { "care.json", "policies/contact.json" }, RuleFolder.Load(_folder).Problems.Select(p => p.File).ToHashSet());
    }
}
