using System.CommandLine;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Nba.Engine.Vocabulary;
using Nba.Host.Commands;
using Nba.Host.Settings;
using Nba.Host.Tests.Readme;
using Nba.House;

namespace Nba.Host.Tests.Commands;

/// <summary>In Chinese the command line says nothing in English: every page of help, and every kind of wrong call.</summary>
public sealed partial class ChineseCallsTests
{
    private static readonly RootCommand Root = Program.Root();

    // What has no Chinese: the program, its settings and languages; formats, products and data; values that are typed as they stand; names that examples in the words have.
    private static readonly HashSet<string> Names = new(
    [
        "nba", "NBA", "zh-CN", "en", "LANG", "LC_ALL", "LC_MESSAGES", "NBA_DATA", "Nba", "Access", "KeysFile", "Privacy", "KeyFile", "Stage", "BatchActivities",
        "JSON", "Lines", "CSV", "SVG", "Markdown", "CloudEvents", "Kafka", "RulesEngine", "UTC", "CFPB", "BPI", "Challenge", "cfpb_", "events", "git", "Ctrl-C",
        .. BuiltIn.Outcomes.Values, .. BuiltIn.DeclineReasons.Values, .. BuiltIn.Deciders.Values, .. BuiltIn.Purposes.Values,
        "source", "integration", "operator", "analyst", "all", "on", "off", "percent", "channel", "NAME", "day", "rank", "case", "data", "rules",
        "spring-festival-greeting", "documentNoticeDays", "deposit", "complaints",
    ], StringComparer.Ordinal);

    [Fact]
    public async Task Help_of_every_command_has_no_English_word()
    {
        var pages = Examples.Tree(Root).ToList();
        Assert.True(pages.Count > 50, $"{pages.Count} pages");
        var found = new List<string>();
        foreach (var (words, command) in pages)
        {
            var (code, output, errors) = await Call($"{words} --help");
            Assert.Equal((0, ""), (code, errors));
            Assert.Contains("用法：", output, StringComparison.Ordinal);
            var examples = output.IndexOf("示例：", StringComparison.Ordinal);
            found.AddRange(English(examples < 0 ? output : output[..examples], Allowed(command)).Select(w => $"nba {words} --help: {w}"));
        }
        Findings.None(found);
    }

    [Theory]
    [InlineData("", "请指定命令")]
    [InlineData("que", "没有“que”；是否想写以下之一？")]
    [InlineData("rules chekc", "无法识别的命令或参数“chekc”")]
    [InlineData("campaign schedule", "缺少必填选项“--as”")]
    [InlineData("why-not", "命令“why-not”缺少必填参数“customer”")]
    [InlineData("import", "命令“import”缺少必填参数“source”")]
    [InlineData("queue rm01 --data", "选项“--data”缺少值")]
    [InlineData("queue rm01 --data x --data y", "选项“--data”只能有一个值，但给出了 2 个")]
    [InlineData("queue rm01 --backlog many", "选项“--backlog”的值“many”不是整数")]
    [InlineData("campaign rollout c1 --percent many --as x --why y", "选项“--percent”的值“many”不是整数")]
    [InlineData("campaign lever c1 heavy --as x --why y", "命令“lever”的参数“heavy”不是数字")]
    [InlineData("demo --seed -1", "选项“--seed”的值“-1”不是整数")]
    [InlineData("dead-letters show first", "命令“show”的参数“first”不是整数")]
    [InlineData("dead-letters redrive first", "无法识别的命令或参数“first”")]
    [InlineData("outcome c1 a1 perhaps", "无法识别的值“perhaps”，须为以下之一：")]
    [InlineData("outcome c1 a1 declined --reason perhaps", "无法识别的值“perhaps”，须为以下之一：")]
    [InlineData("queue rm01 rm02", "无法识别的命令或参数“rm02”")]
    [InlineData("queue rm01 --json=perhaps", "无法识别的命令或参数“perhaps”")]
    [InlineData("queue @nowhere.rsp", "找不到参数文件“nowhere.rsp”")]
    [InlineData("queue @.", "无法读取参数文件：@.")]
    [InlineData("run --set perhaps", "“perhaps”")]
    [InlineData("audit show --from perhaps", "“perhaps”")]
    [InlineData("queue 'two\nlines' 'once\nmore'", "无法识别的命令或参数“once\nmore”")]
    public async Task A_wrong_call_is_told_without_an_English_word(string call, string told)
    {
        var (code, output, errors) = await Call(call);

        Assert.Equal(CommandLine.WrongUsage, code);
        Assert.Contains(told, output + errors, StringComparison.Ordinal);
        var typed = Word().Matches(call).Select(m => m.Value);
        var suggested = output[..Math.Max(0, output.IndexOf("说明：", StringComparison.Ordinal))];
        Findings.None(English(errors + suggested, [.. Allowed(Root), .. Examples.Tree(Root).SelectMany(c => Allowed(c.Command)), .. typed]));
    }

    [Theory]
    [InlineData("replay --from abc")]
    [InlineData("decision x --data nowhere")]
    [InlineData("preview --days 0 --data nowhere")]
    [InlineData("rules check nowhere")]
    [InlineData("import nowhere --mapping nowhere.json")]
    [InlineData("complaints nowhere")]
    [InlineData("archive --data nowhere")]
    [InlineData("report --from abc --data nowhere")]
    public async Task What_a_command_refuses_it_refuses_in_Chinese(string call)
    {
        var (code, output, errors) = await NbaProcess.EndSpeaking("zh_CN.UTF-8", Repository.Root, call.Split(' '));

        Assert.NotEqual(CommandLine.Ok, code);
        Findings.None(English(output + errors, [.. Examples.Tree(Root).SelectMany(c => Allowed(c.Command)), .. Word().Matches(call).Select(m => m.Value)]));
    }

    [Fact]
    public void Whatever_the_library_can_say_has_words_of_ours()
    {
        var said = new ResourceManager("System.CommandLine.Properties.Resources", typeof(RootCommand).Assembly).GetResourceSet(CultureInfo.InvariantCulture, true, false)!
            .Cast<System.Collections.DictionaryEntry>().Select(e => (Name: (string)e.Key, English: string.Format(CultureInfo.InvariantCulture, (string)e.Value!, "1", "2", "System.Int32", "4"))).ToList();
        Assert.True(said.Count > 30, $"{said.Count} texts");
        // It speaks of arguments passed on to another program where a command takes what it does not know; none of ours does.
        Assert.All(Examples.Tree(Root), c => Assert.True(c.Command.TreatUnmatchedTokensAsErrors));
        Findings.None(said.Where(s => s.Name != "HelpUsageAdditionalArguments" && LibraryWords.In(Within(s.Name, s.English), HostPhrases.Chinese) is var chinese && Word().IsMatch(chinese)).Select(s => $"{s.Name}: {s.English}"));
    }

    [Theory]
    [InlineData("queue --help")]
    [InlineData("import --help")]
    [InlineData("campaign --help")]
    [InlineData("why-not")]
    [InlineData("que")]
    [InlineData("outcome c1 a1 perhaps")]
    public async Task English_is_what_the_library_says(string call)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        await Program.Root().Parse(call).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);

        var (_, ours, faults) = await Call(call, "en");

        Assert.Equal((output.ToString(), errors.ToString()), (ours, faults));
    }

    // Some it writes inside of a line.
    private static string Within(string name, string english) => name switch
    {
        "HelpUsageCommand" or "HelpUsageOptions" => "1 [command] [options]",
        "HelpArgumentDefaultValueLabel" => $"[{english}: 1]",
        _ => english,
    };

    private static async Task<(int Code, string Output, string Errors)> Call(string call, string language = "zh-CN")
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        string[] words = [.. Quoted().Matches(call).Select(m => m.Value.Trim('\''))];
        var code = await HostCommand.Run(Program.Root(), words, output, errors, name => name == "NBA__LANGUAGE" ? language : null);
        return (code, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }

    private static IEnumerable<string> Allowed(Command command) =>
    [
        .. new[] { command }.Concat(command.Subcommands).SelectMany(c => c.Arguments).SelectMany(a => new[] { a.Name, a.HelpName ?? "" }),
        .. command.Options.Concat(Root.Options).SelectMany(o => o.Aliases.Append(o.Name).Append(o.Name.TrimStart('-')).Append(o.HelpName ?? "")),
        .. Examples.Tree(Root).Select(c => c.Command.Name),
    ];

    private static IEnumerable<string> English(string text, IEnumerable<string> allowed)
    {
        var names = allowed.SelectMany(a => Word().Matches(a)).Select(m => m.Value).Concat(Names).ToHashSet(StringComparer.Ordinal);
        return Word().Matches(Typed().Replace(text, "")).Select(m => m.Value).Where(w => !names.Contains(w) && !IsName(w)).Distinct(StringComparer.Ordinal);
    }

    // Settings, options, files and folders, ids, and numbers with their units.
    private static bool IsName(string word) => word.Contains("__", StringComparison.Ordinal) || word.StartsWith("--", StringComparison.Ordinal) || word.Any(char.IsAsciiDigit) || word.Contains('.', StringComparison.Ordinal) || word.Contains('/', StringComparison.Ordinal);

    [GeneratedRegex("[A-Za-z0-9_./-]*[A-Za-z][A-Za-z0-9_./-]*")]
    private static partial Regex Word();

    [GeneratedRegex("'nba [^']*'")]
    private static partial Regex Typed();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Quoted();
}
