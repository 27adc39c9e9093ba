using System.CommandLine;
using System.Globalization;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.WhatIf;

namespace Nba.Host.Commands;

/// <summary><c>nba what-if</c>: the same log under another rule book, another parameter or another campaign set, and what would have been different.</summary>
internal static class WhatIfCommand
{
    private const int DefaultDays = 30;

    public static Command Build()
    {
        var other = new Argument<string?>("rules") { Description = "Folder of the other rule files, or a git revision of the folder that --rules names; the recorded rules when left out.", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<string?>("--from") { Description = "First day, as 2026-02-01 (default: the last 30 days of the log)", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "Last day (default: the log's last)", HelpName = "DAY" };
        var set = new Option<string[]>("--set") { Description = "Another value of a parameter, as documentNoticeDays=40 or, for one segment, salaryGapDays.private=30", HelpName = "NAME=VALUE" };
        var campaign = new Option<string[]>("--campaign") { Description = "A campaign switched: ID=on, ID=off or ID=percent:30", HelpName = "ID=…" };
        var keep = new Option<string[]>("--keep") { Description = "A file taken from the recorded rules whatever the others have, as directory.json", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Write a summary for a pull request into this file; - for standard output", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Write a report to open in a browser into this file", HelpName = "FILE" };
        var names = new Option<bool>("--names") { Description = "Give customers' names and personal values too" };
        var (rules, data, language, json) = (HostCommand.Rules(), HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("what-if", "Tell what other rules would have done with a recorded log") { other, from, to, set, campaign, keep, rules, data, language, json, markdown, html, names };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Run(new Asked(
            parsed.GetValue(other), parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(set) ?? [], parsed.GetValue(campaign) ?? [], parsed.GetValue(keep) ?? [],
            HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Rules), parsed.GetValue(rules)), (nameof(HostOptions.Language), parsed.GetValue(language))),
            parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(html), parsed.GetValue(names))))));
        return command.WithExamples(
            "nba what-if --set documentNoticeDays=40 --data artifacts/demo", "nba what-if --campaign travel-season=off --data artifacts/demo --html artifacts/what-if.html",
            "nba what-if rules --keep directory.json --keep campaigns.json --from 2025-12-01 --to 2025-12-14 --data artifacts/demo --json", "nba what-if HEAD~1 --markdown -");
    }

    private static int Run(Asked asked)
    {
        var directory = Asking.InStore(asked.Settings).Store.Directory;
        if (!StoreOwnership.IsStore(directory)) throw new CannotStartException($"there is no store at '{directory}'; name with --data the directory that a host, 'nba simulate' or 'nba demo' was run with");
        using var store = Store.OpenReadOnly(directory);
        var log = new RecordedLog(store);
        if (PeriodOf(asked, log, out var wrong) is not { } period) return CommandLine.Wrong(wrong!);
        if (Other(asked, log, period, out var code) is not { } other) return code;
        using var run = WhatIfRun.Decide(log, other.Rules, period, (what, total) => new Progress(what, total));
        var answer = new WhatIfReader(run, other, asked.Names).Read();
        Print(asked, answer);
        return CommandLine.Ok;
    }

    private static void Print(Asked asked, WhatIfAnswer answer)
    {
        var words = WhatIfWords.In(asked.Settings.Host.Language);
        if (asked.Markdown is { } markdown and not "-") Write(markdown, WhatIfMarkdown.Of(answer, words));
        if (asked.Html is { } html) Write(html, WhatIfHtml.Of(answer, asked.Settings.Host.Language));
        if (asked.Json) Asking.Print(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(answer, WhatIfJson.Readable.WhatIfAnswer));
        else if (asked.Markdown == "-") System.Console.Out.Write(WhatIfMarkdown.Of(answer, words));
        else WhatIfText.Write(System.Console.Out, answer, words, Terminal.Output);
    }

    private static void Write(string file, string text)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(file, text);
        System.Console.Error.WriteLine(file);
    }

    /// <summary>The days asked for; null and a sentence where they are none of the log's.</summary>
    private static Period? PeriodOf(Asked asked, RecordedLog log, out Sentence? wrong)
    {
        var (from, to) = (log.LastDay.AddDays(1 - DefaultDays), log.LastDay);
        wrong = asked.To is not null && !Day(asked.To, out to) ? Sentence.Of($"--to must be a day, as 2026-02-28, not '{asked.To}'") : null;
        if (asked.From is null) from = to.AddDays(1 - DefaultDays) is var first && first > log.FirstDay ? first : log.FirstDay;
        else if (!Day(asked.From, out from)) wrong ??= Sentence.Of($"--from must be a day, as 2026-02-01, not '{asked.From}'");
        if (wrong is null && from > to) wrong = Sentence.Of($"--from {WhatIfReader.Day(from)} lies after --to {WhatIfReader.Day(to)}");
        if (wrong is null && (from < log.FirstDay || to > log.LastDay)) wrong = Sentence.Of($"the log goes from {WhatIfReader.Day(log.FirstDay)} to {WhatIfReader.Day(log.LastDay)}: choose --from and --to within");
        return wrong is null ? new Period(from, to) : null;
    }

    private static bool Day(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>The other book; null and an exit code where there is none, with what is wrong told.</summary>
    private static OtherBook? Other(Asked asked, RecordedLog log, Period period, out int code)
    {
        code = CommandLine.FaultsFound;
        var recorded = log.InForceBefore(period.From);
        var (text, source, fault) = Files(asked, recorded);
        var faults = new List<Sentence>();
        if (text is null) faults.Add(fault!);
        else if (asked.Rules is null && asked.Set.Count == 0 && asked.Campaigns.Count == 0) faults.Add($"name other rules: a folder, a git revision, --set NAME=VALUE or --campaign ID=on|off|percent:N");
        foreach (var file in asked.Keep.Where(k => recorded.Files.All(f => f.Path != k))) faults.Add($"--keep {file}: the recorded rules have no such file{NearMiss.Hint(file, recorded.Files.Select(f => f.Path))}");
        if (text is null || faults.Count > 0) return Told(faults, CommandLine.WrongUsage, out code);
        // What product owners switched stands over any files, as in a host that takes new ones up.
        RuleBookLoad Compile(SourceFile? switches)
        {
            IReadOnlyList<SourceFile> files = [.. text.Files.Where(f => f.Path != CampaignSwitches.File && !asked.Keep.Contains(f.Path)), .. recorded.Files.Where(f => f.Path != CampaignSwitches.File && asked.Keep.Contains(f.Path)), .. switches is null ? [] : new[] { switches }];
            if (text.Problems.Count == 0) files = BookOverrides.Switch(BookOverrides.Set(files, asked.Set, faults), asked.Campaigns, faults);
            return RuleFolder.Compile(text with { Files = files });
        }

        var load = Compile(recorded.Files.FirstOrDefault(f => f.Path == CampaignSwitches.File));
        if (faults.Count > 0) return Told(faults, CommandLine.WrongUsage, out code);
        Speech.Aside(load.Problems);
        return load.Book is null ? null : new OtherBook(new OtherRules(Compile, log, log.FollowedOn(period.From)), source, [.. asked.Campaigns.Where(c => !c.EndsWith("=off", StringComparison.Ordinal)).Select(c => c.Split('=')[0])]);
    }

    private static OtherBook? Told(List<Sentence> faults, int answer, out int code)
    {
        foreach (var fault in faults) Speech.Aside(fault);
        code = answer;
        return null;
    }

    private static (RuleFolderText? Text, string Source, Sentence? Fault) Files(Asked asked, RuleBook recorded)
    {
        var changes = asked.Set.Count + asked.Campaigns.Count == 0 ? "" : " " + string.Join(", ", asked.Set.Concat(asked.Campaigns));
        if (asked.Rules is not { } rules) return (new RuleFolderText(recorded.Files, []), "recorded" + changes, null);
        if (Directory.Exists(rules)) return (RuleFolder.Read(rules), rules + changes, null);
        var (text, fault) = GitRules.Read(asked.Settings.Host.Rules, rules);
        return (text, rules + changes, fault);
    }

    private sealed record Asked(
        string? Rules, string? From, string? To, IReadOnlyList<string> Set, IReadOnlyList<string> Campaigns, IReadOnlyList<string> Keep, HostSettings Settings, bool Json, string? Markdown, string? Html, bool Names);
}
