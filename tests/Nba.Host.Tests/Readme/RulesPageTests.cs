using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Host.Tests.Readme;

/// <summary>The page for analysts, in both languages: what it shows of rules is shipped, and its walk from a new fact to a queue and back goes as it says.</summary>
public sealed partial class RulesPageTests : IDisposable
{
    private const string Folder = "artifacts/my-rules";

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-rules-page-").FullName;

    private Process? _bank;

    public void Dispose()
    {
        if (_bank is not null)
        {
            _bank.Kill();
            _bank.WaitForExit();
            _bank.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Both_languages_show_the_same_rules_edits_and_commands() =>
        Assert.Equal(Blocks("docs/rules.md").Where(b => b.Words != "text"), Blocks("docs/rules.zh.md").Where(b => b.Words != "text"));

    [Theory]
    [InlineData("docs/rules.md")]
    [InlineData("docs/rules.zh.md")]
    public void Every_rule_it_shows_is_shipped(string page)
    {
        var shipped = Repository.Files("rules", ".json").Select(f => Readme.OneLine(Repository.Read(f))).ToList();
        var shown = Blocks(page).Where(b => b.Words == "json shipped").Select(b => Readme.OneLine(b.Body)).ToList();

        Assert.True(shown.Count >= 11, $"{page} shows {shown.Count} pieces of rules");
        Findings.None(shown.Where(s => !shipped.Any(f => f.Contains(s, StringComparison.Ordinal))).Select(s => $"{page} shows as a rule what no file under rules/ has: {s}"));
    }

    [Theory]
    [InlineData("docs/rules.md", "en_US.UTF-8")]
    [InlineData("docs/rules.zh.md", "zh_CN.UTF-8")]
    public async Task Whoever_follows_it_sees_what_it_shows(string page, string locale)
    {
        foreach (var file in Repository.Files("rules", ""))
        {
            var copy = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Root, file), copy);
        }
        var (output, shown) = ("", 0);
        foreach (var (words, body) in Blocks(page))
        {
            if (words == "sh") output = await Run(body, locale);
            else if (words == "sh running") await Live(body, locale);
            else if (words == "text") shown += Shows(output, body, page);
            else if (words != "json shipped") Edit(words, body);
        }
        Assert.True(shown > 20, $"{page} shows {shown} lines of output");
    }

    private static IReadOnlyList<(string Words, string Body)> Blocks(string page) =>
        [.. Fences().Matches(Repository.Read(page).ReplaceLineEndings("\n")).Select(m => (m.Groups["words"].Value, m.Groups["body"].Value.TrimEnd('\n')))];

    // All that the block's commands print, one after the other.
    private async Task<string> Run(string commands, string locale)
    {
        var printed = "";
        foreach (var command in commands.Split('\n'))
        {
            var (code, output, errors) = await NbaProcess.EndSpeaking(locale, _folder, [.. CommandLineParser.SplitCommandLine(command).Skip(1)]);
            Assert.True(code == 0, $"{command} ends with {code}: {output} {errors}");
            printed += output;
        }
        return printed;
    }

    // The bank runs on at any free port while the rest of the page asks it.
    private async Task Live(string command, string locale)
    {
        _bank = NbaProcess.StartSpeaking(locale, _folder, [.. CommandLineParser.SplitCommandLine(command).Skip(1), "--listen", "127.0.0.1:0"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var said = "";
        while (!said.Contains("Listening on", StringComparison.Ordinal))
        {
            var line = await _bank.StandardOutput.ReadLineAsync(limit.Token);
            Assert.True(line is not null, $"{command} ended before it listened: {said}");
            said += line + "\n";
        }
    }

    // Each line in its order; a line of dots passes over others, dots within one over what differs from day to day.
    private static int Shows(string output, string expected, string page)
    {
        var (lines, next, count) = (output.Split('\n'), 0, 0);
        foreach (var line in expected.Split('\n').Where(l => l != "…"))
        {
            var pattern = "^" + Regex.Escape(line.TrimEnd()).Replace("…", ".*", StringComparison.Ordinal) + "$";
            var found = Array.FindIndex(lines, next, l => Regex.IsMatch(l.TrimEnd(), pattern));
            Assert.True(found >= 0, $"{page} shows '{line}', and what is printed is:\n{output}");
            next = found + 1;
            count++;
        }
        return count;
    }

    private void Edit(string words, string body)
    {
        var parts = words.Split(' ', 4);
        var file = Path.Combine(_folder, Folder, parts[2]);
        var (text, what) = (File.ReadAllText(file), parts[3]);
        File.WriteAllText(file, parts[1] switch
        {
            "add" => text.Insert(Place(text, what, parts[2]) + what.Length, "\n" + body),
            "rule" => Instead(text, text.LastIndexOf('{', Place(text, $"\"RuleName\": \"{what}\"", parts[2])), body),
            "text" => Instead(text, text.IndexOf('{', Place(text, $"\"{what}\": {{", parts[2])), body),
            _ => throw new InvalidOperationException($"a block is fenced '{words}', which no test knows"),
        });
    }

    private static int Place(string text, string what, string file)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} has no {what}");
        return at;
    }

    // Puts a text in the place of the object that begins there.
    private static string Instead(string text, int from, string body)
    {
        var (depth, quoted) = (0, false);
        for (var i = from; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\') i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text.AsSpan(i).StartsWith("//")) i = text.IndexOf('\n', i);
            else if (!quoted && text[i] == '{') depth++;
            else if (!quoted && text[i] == '}' && --depth == 0) return text[..from] + body + text[(i + 1)..];
        }
        throw new InvalidOperationException("an object does not end");
    }

    [GeneratedRegex("^```(?<words>[a-z][^\n]*)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
