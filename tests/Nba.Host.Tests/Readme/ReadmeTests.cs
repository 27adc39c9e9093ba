using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.Tests.Stages;
using Nba.House;

namespace Nba.Host.Tests.Readme;

/// <summary>What the README shows and names is so.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_rule_it_shows_is_shipped()
    {
        var shipped = Repository.Files("rules", ".json").Select(f => Readme.OneLine(Repository.Read(f))).ToList();
        var shown = Readme.Blocks("json");

        Assert.NotEmpty(shown);
        Findings.None(shown.Where(s => !shipped.Any(f => f.Contains(Readme.OneLine(s), StringComparison.Ordinal))).Select(s => $"README shows as a rule what no file under rules/ has: {s}"));
    }

    [Fact]
    public void The_prompt_of_the_first_screen_is_worded_as_the_rule_below_it_says()
    {
        var action = ActionId().Match(Readme.Blocks("json")[0]).Groups["id"].Value;
        var texts = SimulatedBank.Rules().Texts;
        var shown = Readme.OneLine(Readme.Blocks("text")[0]);

        Findings.None(from part in (string[])["reason", "question"]
                      let words = Template(action, part)
                      where !Regex.IsMatch(shown, words)
                      select $"README's demo does not show the {part} of {action}, /{words}/");
        Assert.Contains(action, texts.Ids);
    }

    [Fact]
    public void Every_verb_of_the_build_script_that_it_names_exists()
    {
        var help = HelpText().Match(Repository.Read("build.sh").ReplaceLineEndings("\n")).Groups["text"].Value;
        var known = HelpLine().Matches(help).Select(m => m.Groups["verb"].Value).ToHashSet();

        Assert.NotEmpty(Readme.Verbs("./build.sh"));
        Findings.None(Readme.Verbs("./build.sh").Where(v => !known.Contains(v)).Select(v => $"README names ./build.sh {v}, which does not exist"));
    }

    [Fact]
    public async Task Every_command_that_it_names_exists()
    {
        var known = Commands(await NbaProcess.Run("--help"));

        Assert.NotEmpty(Readme.Verbs("nba"));
        Findings.None(Readme.Verbs("nba").Where(v => !known.Contains(v)).Select(v => $"README names nba {v}, which does not exist"));
    }

    [Fact]
    public void Every_call_that_it_shows_is_one_that_the_program_takes() => Findings.None(
        from call in Readme.Calls()
        from error in Program.Root().Parse([.. CommandLineParser.SplitCommandLine(call).Skip(1)]).Errors
        select $"README calls {call}: {error.Message}");

    [Fact]
    public void Every_file_and_folder_that_it_names_exists() => Findings.None(
        Readme.Paths().Where(p => !Path.Exists(Path.Combine(Repository.Root, p))).Select(p => $"README names {p}, which does not exist"));

    [Fact]
    public void Every_event_that_it_sends_is_taken()
    {
        var book = SimulatedBank.Rules();
        var activity = new Activity(book.Vocabulary);
        var events = Readme.Blocks("sh").SelectMany(b => SentEvent().Matches(b)).Select(m => m.Value).ToList();

        Assert.NotEmpty(events);
        Findings.None(from sent in events
                      let refusal = book.Reader.Read(System.Text.Encoding.UTF8.GetBytes(sent), new Instant(1_772_416_800_000), activity)
                      where refusal is not null
                      select $"README sends {sent}: {refusal}");
    }

    [Fact]
    public void What_it_shows_of_the_first_event_is_what_the_sample_gives()
    {
        var expected = Repository.Read(FirstEventTests.Expected).ReplaceLineEndings("\n").Split('\n').ToHashSet();
        var shown = Readme.Blocks("text sample").SelectMany(b => b.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();

        Assert.NotEmpty(shown);
        Findings.None(shown.Where(l => !expected.Contains(l)).Select(l => $"README shows a line that {FirstEventTests.Expected} has not: {l}"));
    }

    [Fact]
    public async Task The_edit_that_it_proposes_fails_the_case_it_shows()
    {
        var edit = ProposedEdit().Match(Readme.OneLine(Readme.Text));
        Assert.True(edit.Success, "README proposes no edit of a parameter and says what `nba rules test` prints after it");
        var (parameter, before, after) = (edit.Groups["parameter"].Value, edit.Groups["before"].Value, edit.Groups["after"].Value);
        var value = new Regex($"\"{parameter}\": {{[^}}]*\"value\": (?<value>{before})\\b");
        var folder = Directory.CreateTempSubdirectory("nba-readme-").FullName;
        try
        {
            foreach (var file in Repository.Files("rules", ".json"))
            {
                var text = Repository.Read(file);
                if (file == edit.Groups["file"].Value)
                {
                    var found = value.Match(text);
                    Assert.True(found.Success, $"{file} does not set {parameter} to {before}");
                    text = text.Remove(found.Groups["value"].Index, before.Length).Insert(found.Groups["value"].Index, after);
                }
                var copy = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                await File.WriteAllTextAsync(copy, text);
            }
            var (code, output, _) = await NbaProcess.End("rules", "test", Path.Combine(folder, "rules"));

            Assert.Equal(1, code);
            Assert.Contains($" {edit.Groups["says"].Value}\n", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // An English text as a pattern: what is filled in may be anything.
    private static string Template(string action, string part)
    {
        var file = Repository.Files("rules/texts", ".json").Select(Repository.Read).First(t => t.Contains($"\"{action}\":", StringComparison.Ordinal));
        var english = file[file.IndexOf($"\"{action}\":", StringComparison.Ordinal)..];
        english = english[english.IndexOf("\"en\":", StringComparison.Ordinal)..];
        var text = Regex.Match(english, $"\"{part}\": \"(?<text>[^\"]*)\"").Groups["text"].Value;
        return string.Join(".+", Filled().Split(text).Select(t => Regex.Escape(t).Replace(@"\ ", " ", StringComparison.Ordinal)));
    }

    // The first words of the lines below "Commands:".
    private static HashSet<string> Commands(string help) =>
        [.. CommandLine().Matches(help.Split("\nCommands:\n") is [_, var commands] ? commands : "").Select(m => m.Groups["name"].Value)];

    [GeneratedRegex("\"id\": \"(?<id>[a-z-]+)\"")]
    private static partial Regex ActionId();

    [GeneratedRegex(@"<<'TEXT'\n(?<text>.*?)\nTEXT\n", RegexOptions.Singleline)]
    private static partial Regex HelpText();

    [GeneratedRegex("^  (?<verb>[a-z][a-z-]*) ", RegexOptions.Multiline)]
    private static partial Regex HelpLine();

    [GeneratedRegex("^  (?<name>[a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"\{""specversion"".*\}(?=[,\]'])")]
    private static partial Regex SentEvent();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Filled();

    [GeneratedRegex("In `(?<file>[^`]+)` change `(?<parameter>[A-Za-z]+)` from (?<before>[0-9]+) to (?<after>[0-9]+), .*? here it says `(?<says>[^`]+)`")]
    private static partial Regex ProposedEdit();
}
