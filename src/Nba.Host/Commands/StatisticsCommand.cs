using System.CommandLine;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba statistics</c>: what the rule book declares to be counted, by class and by month.</summary>
internal static class StatisticsCommand
{
    // A host that has just started reads its whole log first.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public static Command Build()
    {
        var name = new Argument<string?>("name") { Description = "One of statistics.json, as complaints; all unless told", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<string?>("--from") { Description = "First day of receipt that counts, in the bank's zone; from the beginning unless told", HelpName = "DAY" };
        var to = new Option<string?>("--to") { Description = "Last day of receipt that counts; to the end unless told", HelpName = "DAY" };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("statistics", "Count what was received, answered in time and closed, by class and month, from a running host or a stopped one's store")
        {
            name, from, to, data, language, json,
        };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            if (Period.Read(parsed.GetValue(from), parsed.GetValue(to)) is not { } period) return CommandLine.Wrong(Period.Rule);
            var (which, tag) = (parsed.GetValue(name), settings.Host.Language);
            var address = $"statistics{(which is null ? "" : "/" + Uri.EscapeDataString(which))}?lang={tag}{Query("from", period.From)}{Query("to", period.To)}";
            var (bytes, absence) = await Asking.ForRows(settings, address, store => Count(store, which, period, tag), Patience).ConfigureAwait(false);
            if (absence is not null) return CommandLine.Wrong(absence);
            return Print(bytes ?? throw new CannotStartException($"this store has no commit yet"), which, parsed.GetValue(json));
        }));
        return command.WithExamples(
            "nba statistics --data artifacts/demo",
            "nba statistics complaints --from 2025-10-01 --to 2025-12-31 --data artifacts/demo --lang en");
    }

    private static int Print(byte[] answer, string? name, bool json)
    {
        IReadOnlyList<StatisticAnswer> counted = name is null
            ? JsonSerializer.Deserialize(answer, ApiJson.Web.StatisticsAnswer)!.Statistics
            : [JsonSerializer.Deserialize(answer, ApiJson.Web.StatisticAnswer)!];
        if (counted.Count == 0) return CommandLine.Wrong($"the rule book in force declares no statistics");
        if (json) Asking.Print(answer);
        else System.Console.Write(string.Join(Environment.NewLine, counted.Select(s => new StatisticsPrinter(s).Text())));
        return CommandLine.Ok;
    }

    // A name that is not there is told before the count.
    private static Answered Count(Store store, string? name, Period period, string language)
    {
        var queries = new StatisticsQueries(new Queries(store, TimeProvider.System), new StatisticsReader(store));
        if (name is not null && queries.Objection(name) is { } objection) return new Answered(null, objection);
        using var progress = new Progress($"statistics", 100);
        var all = queries.All(period, language, (done, of) => progress.At(done * 100 / of, $"{done} of {of} activities"));
        return new Answered(name is null ? Asking.Json(all, ApiJson.Web.StatisticsAnswer) : Asking.Json(all?.Statistics.Single(s => s.Id == name), ApiJson.Web.StatisticAnswer));
    }

    private static string Query(string name, DateOnly? day) => day is { } there ? $"&{name}={Period.Write(there)}" : "";
}
