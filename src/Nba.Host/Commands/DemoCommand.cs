using System.CommandLine;
using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Host.Demo;
using Nba.Host.Stages;

namespace Nba.Host.Commands;

/// <summary><c>nba demo</c>: a made-up bank lives through a year, and one manager's morning is shown.</summary>
internal static class DemoCommand
{
    public static Command Build()
    {
        var seed = new Option<ulong>("--seed") { Description = "The bank's seed: the same seed is the same bank to the byte.", DefaultValueFactory = _ => new DemoBankOptions().Seed };
        var customers = new Option<int>("--customers") { Description = "How many customers.", DefaultValueFactory = _ => 5000 };
        var day = new Option<string>("--day") { Description = "The morning shown, as 2026-02-27.", DefaultValueFactory = _ => "2026-02-27" };
        var manager = new Option<string?>("--manager") { Description = "Whose morning; the manager with the longest list when left out." };
        var language = new Option<string>("--lang") { Description = "zh-CN or en.", DefaultValueFactory = _ => "en" };
        var rules = new Option<string>("--rules") { Description = "Folder of the rule files.", DefaultValueFactory = _ => "rules" };
        var data = new Option<string>("--data") { Description = "Where the bank's log and queues are kept; an older demo there is replaced.", DefaultValueFactory = _ => DemoYear.Directory };
        var command = new Command("demo", "Let a made-up bank live through a year and show one manager's morning.") { seed, customers, day, manager, language, rules, data };
        command.SetAction(parsed =>
        {
            if (!DateOnly.TryParseExact(parsed.GetValue(day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)) return CommandLine.Wrong($"'{parsed.GetValue(day)}' is no day; write --day 2026-02-27");
            if (parsed.GetValue(language) is not ("zh-CN" or "en")) return CommandLine.Wrong($"'{parsed.GetValue(language)}' is no language of the texts; write --lang zh-CN or --lang en");
            var options = new DemoBankOptions { Seed = parsed.GetValue(seed), Customers = parsed.GetValue(customers) };
            if (until < options.From || until > options.To) return CommandLine.Wrong($"the bank lives from {options.From:yyyy-MM-dd} to {options.To:yyyy-MM-dd}; choose a --day between");
            return Run(options, until, parsed.GetValue(manager), parsed.GetValue(language)!, parsed.GetValue(rules)!, parsed.GetValue(data)!);
        });
        return command;
    }

    private static int Run(DemoBankOptions options, DateOnly until, string? manager, string language, string rules, string data)
    {
        if (CommandLine.Load(rules) is not { } shipped) return CommandLine.FaultsFound;
        using var year = DemoYear.Run(options, shipped, until, data);
        var now = new Instant(year.Book.Calendar.AtLocal(until, 8 * 60).UnixMilliseconds);
        var names = manager is null ? year.Managers : [manager];
        var queues = names.Select(m => QueueReader.Read(year.Store, year.Book, m, now)).ToList();
        var shown = queues.OrderByDescending(q => q.Today.Count).ThenBy(q => q.Owner, StringComparer.Ordinal).First();
        if (manager is not null && year.Book.Directory.Find(manager) is null)
            return CommandLine.Wrong($"'{manager}' is nobody of the demo bank{Engine.Sources.NearMiss.Hint(manager, year.Managers)}; its managers are {string.Join(", ", year.Managers)}");
        System.Console.WriteLine();
        DemoDayPrinter.Write(System.Console.Out, year.Book, shown, year.Book.Directory.Find(shown.Owner)?.Name ?? shown.Owner, until, language, color: !System.Console.IsOutputRedirected);
        System.Console.WriteLine();
        System.Console.WriteLine("Where to look next:");
        System.Console.WriteLine($"  nba demo --day 2025-12-31 --manager {year.Managers[0]} --lang zh-CN    another morning, in Chinese");
        System.Console.WriteLine("  nba replay --verify                                     decide the whole year again and compare every byte");
        System.Console.WriteLine("  nba run --rules rules --data data                       the same engine, live, with an HTTP door");
        System.Console.WriteLine("  rules/retention.json                                    a rule with its cases; edit it and run: nba rules test");
        System.Console.WriteLine();
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"activities {year.Activities} refused {year.Refused} decisions {year.Decisions} seconds {year.Elapsed.TotalSeconds:F1}"));
        return CommandLine.Ok;
    }
}
