using System.CommandLine;
using System.Text.Json;
using Nba.Engine.Sources;
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
            return Print(await Ask(settings, period).ConfigureAwait(false), parsed.GetValue(name), parsed.GetValue(json), System.Console.Out);
        }));
        return command;
    }

    /// <summary>Prints one statistic, or all; a name that is not there is told with the nearest.</summary>
    internal static int Print(StatisticsAnswer answer, string? name, bool json, TextWriter to)
    {
        var chosen = answer.Statistics.Where(s => name is null || s.Id == name).ToList();
        if (chosen.Count == 0)
            return CommandLine.Wrong(name is null
                ? "the rule book in force declares no statistics"
                : $"the rule book in force declares no statistic '{name}'{NearMiss.Hint(name, answer.Statistics.Select(s => s.Id))}");
        if (!json) to.Write(string.Join(Environment.NewLine, chosen.Select(s => new StatisticsPrinter(s).Text())));
        else to.WriteLine(name is null ? JsonSerializer.Serialize(answer, ApiJson.Web.StatisticsAnswer) : JsonSerializer.Serialize(chosen[0], ApiJson.Web.StatisticAnswer));
        return CommandLine.Ok;
    }

    private static async Task<StatisticsAnswer> Ask(HostSettings settings, Period period)
    {
        var language = settings.Host.Language;
        var address = $"statistics?lang={language}{Query("from", period.From)}{Query("to", period.To)}";
        var bytes = await Asking.ForRows(settings, address, store => Asking.Json(Count(store, period, language), ApiJson.Web.StatisticsAnswer), Patience).ConfigureAwait(false)
            ?? throw new CannotStartException("this store has no commit yet");
        return JsonSerializer.Deserialize(bytes, ApiJson.Web.StatisticsAnswer)!;
    }

    private static StatisticsAnswer? Count(Store store, Period period, string language)
    {
        using var progress = new Progress("statistics", 100);
        var queries = new StatisticsQueries(new Queries(store, TimeProvider.System), new StatisticsReader(store));
        return queries.All(period, language, (done, of) => progress.At(done * 100 / of, $"{done} of {of} activities"));
    }

    private static string Query(string name, DateOnly? day) => day is { } there ? $"&{name}={Period.Write(there)}" : "";
}
