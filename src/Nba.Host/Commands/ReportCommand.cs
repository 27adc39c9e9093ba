using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba report</c>: what came of rules and campaigns in a period.</summary>
internal static class ReportCommand
{
    // A large bank's log and records are read as a whole.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Command Build()
    {
        var from = new Option<string?>("--from") { Description = "First day, in the bank's zone; from the beginning unless told", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "Last day: nothing later counts; to the end unless told", HelpName = "DAY" };
        var care = new Option<int>("--care-days") { Description = "List customers without a care contact for so many days", HelpName = "N", DefaultValueFactory = _ => ReportQueries.CareDays };
        var csv = new Option<string?>("--csv") { Description = "Write one CSV file for each table into this directory", HelpName = "DIR" };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("report", "Tell what came of rules and campaigns: silent rules, what managers did with prompts, customers kept out against the others") { from, to, care, data, language, json, csv };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            if (Period.Read(parsed.GetValue(from), parsed.GetValue(to)) is not { } period) return CommandLine.Wrong($"nba: {Period.Rule}");
            var days = parsed.GetValue(care);
            if (days is < 1 or > ReportQueries.MostCareDays) return CommandLine.Wrong($"nba: {ReportQueries.CareRule}");
            var address = string.Create(CultureInfo.InvariantCulture, $"reports?careDays={days}{Query("from", period.From)}{Query("to", period.To)}");
            var (bytes, absence) = await Asking.ForRows(settings, address, store => Read(store, period, days), Patience).ConfigureAwait(false);
            if (absence is not null) return CommandLine.Wrong($"nba: {absence}");
            if (bytes is null) throw new CannotStartException($"this store has no commit yet: feed it with 'nba run', 'nba simulate' or 'nba demo'");
            Print(bytes, parsed.GetValue(json), parsed.GetValue(csv), settings.Host.Language == "zh-CN");
            return CommandLine.Ok;
        }));
        return command.WithExamples(
            "nba report --data artifacts/demo --from 2025-12-01 --to 2026-02-26 --lang en",
            "nba report --data artifacts/demo --csv artifacts/report");
    }

    private static Answered Read(Store store, Period period, int careDays)
    {
        var books = new BookCache(store);
        var reports = new ReportQueries(new Queries(store, books, TimeProvider.System), new ReportReader(store, books.Find));
        if (reports.Objection(period) is { } objection) return new Answered(null, objection);
        using var progress = new Progress($"report", 100);
        return new Answered(Asking.Json(reports.Of(period, careDays, (done, of) => progress.At(of == 0 ? 100 : done * 100 / of)), ApiJson.Web.ReportAnswer));
    }

    private static void Print(byte[] bytes, bool json, string? csv, bool zh)
    {
        var answer = JsonSerializer.Deserialize(bytes, ApiJson.Web.ReportAnswer)!;
        var files = csv is null ? [] : ReportCsv.Write(answer, csv);
        if (json) Asking.Print(bytes);
        else new ReportPrinter(answer, zh, Terminal.Output, System.Console.Out).Print();
        foreach (var file in files) System.Console.Error.WriteLine(file);
    }

    private static string Query(string name, DateOnly? day) => day is { } there ? $"&{name}={Period.Write(there)}" : "";
}
