using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Host.Tests.House;

public sealed partial class FoldersTests
{
    private const string Project = "src/Nba.Host";

    /// <summary>What the host consists of; a new folder is a new part of the house and is named here first.</summary>
    private static readonly string[] Folders = ["Access", "Api", "Archives", "Campaigns", "Commands", "Console", "Delivery", "Demo", "Import", "Previews", "Privacy", "RuleFiles", "Settings", "Stages", "State", "Transport", "WhatIf"];

    [Fact]
    public void Every_folder_is_a_known_part_of_the_host() =>
        Findings.None(Repository.Folders(Project).Except(Folders).Select(folder => $"{Project}/{folder} is no part of the host: name it in this test, or put its files where they belong"));

    [Fact]
    public void A_transport_is_embedded_or_kafka() =>
        Findings.None(Directory.Exists(Path.Combine(Repository.Root, Project, "Transport")) ? Repository.Folders(Project + "/Transport").Except(["Embedded", "Kafka"]) : []);

    [Fact]
    public void Only_the_entry_point_stands_outside_the_folders() =>
        Assert.Equal([Project + "/Program.cs"], Repository.Files(Project, ".cs").Where(file => Path.GetDirectoryName(file)!.Replace('\\', '/') == Project));

    [Fact]
    public void A_namespace_says_in_which_folder_it_stands()
    {
        var strays = from file in Repository.Files(Project, ".cs")
                     from Match match in Namespace().Matches(CodeText.WithoutWords(Repository.Read(file)))
                     let expected = "Nba.Host" + Path.GetDirectoryName(file)!.Replace('\\', '/')[Project.Length..].Replace('/', '.')
                     where match.Groups[1].Value != expected
                     select $"{file} declares {match.Groups[1].Value}; its folder says {expected}";

        Findings.None(strays);
    }

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
