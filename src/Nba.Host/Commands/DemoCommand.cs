using System.CommandLine;
using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Demo;
using Nba.Host.Settings;
using Nba.Host.Stages;

namespace Nba.Host.Commands;

/// <summary><c>nba demo</c>: a made-up bank lives through a year, and one manager's morning is shown.</summary>
internal static class DemoCommand
{
    private const int CustomersPerManager = 250;

    public static Command Build()
    {
        var seed = new Option<ulong>("--seed") { Description = "The bank's seed: the same seed is the same bank to the byte.", DefaultValueFactory = _ => new DemoBankOptions().Seed };
        var customers = new Option<int>("--customers") { Description = "How many customers; each 250 have a manager.", DefaultValueFactory = _ => 5000 };
        var day = new Option<string>("--day") { Description = "The morning shown, as 2026-02-27.", DefaultValueFactory = _ => "2026-02-27" };
        var manager = new Option<string?>("--manager") { Description = "Whose morning; the manager with the longest list when left out." };
        var language = HostCommand.Language();
        var rules = new Option<string>("--rules") { Description = "Folder of the rule files.", DefaultValueFactory = _ => "rules" };
        var data = new Option<string>("--data") { Description = "Where the bank's log and queues are kept; an older demo there is replaced.", DefaultValueFactory = _ => DemoYear.Directory };
        var sizes = new Option<string?>("--sizes") { Description = "Count the entries of every manager on every working day into this file (CSV), draw them beside it (SVG) and print a summary." };
        var command = new Command("demo", "Let a made-up bank live through a year and show one manager's morning.") { seed, customers, day, manager, language, rules, data, sizes };
        command.SetAction(parsed =>
        {
            if (!DateOnly.TryParseExact(parsed.GetValue(day), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)) return CommandLine.Wrong($"'{parsed.GetValue(day)}' is no day; write --day 2026-02-27");
            var tag = parsed.GetValue(language) ?? Environment.GetEnvironmentVariable("NBA__LANGUAGE") ?? MachineLanguage.Of(Environment.GetEnvironmentVariable) ?? "en";
            if (tag is not ("zh-CN" or "en")) return CommandLine.Wrong($"'{tag}' is no language of the texts; write --lang zh-CN or --lang en");
            if (parsed.GetValue(customers) is < 1 and var few) return CommandLine.Wrong($"{few} customers are no bank; write --customers 5000");
            var options = Options(parsed.GetValue(seed), parsed.GetValue(customers));
            if (until < options.From || until > options.To) return CommandLine.Wrong($"the bank lives from {options.From:yyyy-MM-dd} to {options.To:yyyy-MM-dd}; choose a --day between");
            return HostCommand.Guarded(() => Run(options, until, parsed.GetValue(manager), tag, parsed.GetValue(rules)!, parsed.GetValue(data)!, parsed.GetValue(sizes)));
        });
        return command.WithExamples(
            "nba demo",
            "nba demo --customers 250 --day 2025-12-31 --lang zh-CN");
    }

    // A bank so small that it needs fewer managers than branches has a branch for each.
    private static DemoBankOptions Options(ulong seed, int customers)
    {
        var managers = Math.Max(1, customers / CustomersPerManager);
        return new() { Seed = seed, Customers = customers, Managers = managers, Branches = Math.Min(new DemoBankOptions().Branches, managers) };
    }

    private static int Run(DemoBankOptions options, DateOnly until, string? manager, string language, string rules, string data, string? sizes)
    {
        if (CommandLine.Load(rules) is not { } shipped) return CommandLine.FaultsFound;
        var known = new DemoBank(options, shipped.Calendar).Managers;
        if (manager is not null && !known.Contains(manager)) return CommandLine.Wrong($"'{manager}' is nobody of the demo bank, whose managers are {string.Join(", ", known)}{NearMiss.Hint(manager, known)}");
        using var year = DemoYear.Run(options, shipped, until, data, HostCommand.Settings((nameof(Settings.HostOptions.Data), data)).Store.Seal);
        System.Console.WriteLine();
        if (!year.Book.Calendar.IsWorkday(until)) System.Console.WriteLine(new DemoDayWords(language).Closed(until, year.Book.Calendar.AddWorkdays(until, 1)));
        var shown = Queues(year, until, manager).OrderByDescending(q => q.Today.Count).ThenBy(q => q.Owner, StringComparer.Ordinal).First();
        DemoDayPrinter.Write(System.Console.Out, year.Book, shown, year.Book.Directory.Find(shown.Owner)?.Name ?? shown.Owner, until, language, color: Terminal.Output.HasColour);
        System.Console.WriteLine();
        if (sizes is not null) WriteSizes(year, sizes);
        else DemoDayPrinter.WhereNext(System.Console.Out, year.Managers[0], language);
        System.Console.WriteLine();
        Speech.Line($"activities {year.Activities} refused {year.Refused} decisions {year.Decisions} seconds {year.Elapsed.TotalSeconds:F1}");
        return CommandLine.Ok;
    }

    private static IEnumerable<Engine.Queues.QueueView> Queues(DemoYear year, DateOnly day, string? manager)
    {
        var now = new Instant(year.Book.Calendar.AtLocal(day, 8 * 60).UnixMilliseconds);
        foreach (var name in manager is null ? year.Managers : [manager]) yield return QueueReader.Read(year.Store, year.Book, name, now);
    }

    private static void WriteSizes(DemoYear year, string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, year.Sizes.ToCsv());
        File.WriteAllText(Path.ChangeExtension(path, ".svg"), DemoSizesChart.Draw(year.Sizes));
        DemoSizesReport.Write(System.Console.Out, year.Sizes, year.Book);
    }

}
