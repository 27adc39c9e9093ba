using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Engine.Tests.House;

public sealed partial class HouseTests
{
    private const int LongestFile = 300;
    private const string LongFiles = "tests/long-files.txt";

    private static IEnumerable<string> Code => Repository.Files(extension: ".cs");

    [Fact]
    public void No_file_folds_its_code_away() => Findings.None(Code.SelectMany(file => CodeText.Mentions(file, "#region")));

    [Fact]
    public void A_file_past_300_lines_is_listed_with_its_reason()
    {
        var listed = Repository.ReadList(LongFiles).Select(line => line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)).ToList();
        var actual = Code.Select(file => (file, lines: Repository.Read(file).AsSpan().Count('\n'))).Where(file => file.lines > LongestFile).ToList();

        Findings.None(
        [
            .. listed.Where(line => line.Length < 2).Select(line => $"{LongFiles}: {line[0]} has no reason beside it"),
            .. actual.Where(file => listed.All(line => line[0] != file.file)).Select(file => $"{file.file} has {file.lines} lines: split it, or list it with a reason in {LongFiles}"),
            .. listed.Where(line => actual.All(file => file.file != line[0])).Select(line => $"{LongFiles}: {line[0]} is not that long any more; take it off the list"),
        ]);
    }

    [Fact]
    public void No_message_puts_an_article_before_a_word_that_is_filled_in() =>
        Findings.None(from file in Repository.Files("src", ".cs")
                      from line in Repository.Read(file).Split('\n').Select((text, index) => (text, number: index + 1))
                      where FilledInArticle().IsMatch(line.text)
                      select $"{file}:{line.number}: 'a' or 'an' depends on the word; say it without: {line.text.Trim()[..Math.Min(120, line.text.Trim().Length)]}");

    [Fact]
    public void No_file_names_one_machine_or_its_package_source()
    {
        var found = from file in Repository.Files()
                    where !Binary().IsMatch(file)
                    from line in Repository.Read(file).Split('\n').Select((text, index) => (text, number: index + 1))
                    where OneMachine().IsMatch(line.text)
                    select $"{file}:{line.number}: {line.text.Trim()[..Math.Min(120, line.text.Trim().Length)]}";

        Findings.None(found);
    }

    [GeneratedRegex(@"(^|[^\w.])/(work|farm|root|tmp/bash_jobs|tmp/nba|home/\w+)/|api\.nuget\.org|registry\.npmjs\.")]
    private static partial Regex OneMachine();

    [GeneratedRegex("\\$\".*\\b[Aa]n? \\{")]
    private static partial Regex FilledInArticle();

    [GeneratedRegex(@"\.(gz|png|jpg|ico|woff2?|zip|dll|nzd|bin)$")]
    private static partial Regex Binary();
}
