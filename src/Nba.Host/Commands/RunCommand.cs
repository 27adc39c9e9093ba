using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Stages;
using HostOptions = Nba.Host.Settings.HostOptions;

namespace Nba.Host.Commands;

/// <summary><c>nba run</c>: the worker, with its pages, until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        var (rules, data, language) = (HostCommand.Rules(), HostCommand.Data(), HostCommand.Language());
        language.Description = "zh-CN or en (NBA__LANGUAGE; default: zh-CN)";
        var listen = new Option<string?>("--listen") { Description = "Address of this machine to serve on (NBA__LISTEN; default: 127.0.0.1:5080)", HelpName = "ADDRESS:PORT" };
        var events = new Option<string?>("--events") { Description = "Also take events from a file of JSON lines (.gz too), going on where it was left, or from standard input (-)", HelpName = "FILE|-" };
        var wait = new Option<bool>("--await-go-live") { Description = "A new store takes everything in as history, and raises nothing, until nba go-live" };
        var set = Set();
        var command = new Command("run", "Take events, decide, and serve queues until stopped") { rules, data, listen, language, events, wait, set };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Run(
            [(nameof(HostOptions.Rules), parsed.GetValue(rules)), (nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Listen), parsed.GetValue(listen)),
                (nameof(HostOptions.Language), parsed.GetValue(language)), .. Pairs(parsed.GetValue(set)!), .. parsed.GetValue(wait) ? [AwaitGoLive] : ((string, string?)[])[]],
            parsed.GetValue(events))));
        return command.WithExamples(
            "nba run",
            "nba run --rules rules --data artifacts/live --lang en --listen 127.0.0.1:5080",
            "nba run --events samples/first-event/events.jsonl --set Stage:BatchActivities=1000");
    }

    /// <summary>Option <c>--set</c>: any other setting of a host.</summary>
    internal static Option<string[]> Set()
    {
        var set = new Option<string[]>("--set") { Description = "Any other setting, as Stage:BatchActivities=1000; may be given again", HelpName = "KEY=VALUE", DefaultValueFactory = _ => [] };
        set.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string[]>()?.FirstOrDefault(s => s.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong) given.AddError(Sentence.Of($"'{wrong}' must be KEY=VALUE, as Stage:BatchActivities=1000").In(Speech.Phrases));
        });
        return set;
    }

    private static readonly (string, string?) AwaitGoLive = ($"{StageOptions.Section}:{nameof(StageOptions.AwaitGoLive)}", "true");

    private static async Task<int> Run((string Key, string? Value)[] given, string? events)
    {
        var settings = Asking.InStore(HostCommand.ServerSettings(given));
        if (events is not null && settings.Kafka.IsOn) throw new CannotStartException($"--events is for one process with its own store, which remembers how far a file was read: on a cluster produce them into the topic of activities, or post them");
        if (events is not (null or "-") && !File.Exists(events)) throw new CannotStartException($"there is no file '{events}'");
        // A demo or simulated bank lives on by its own clock.
        var clock = settings.Kafka.IsOn ? null : SimulatedClock.Of(settings.Store.Directory, TimeProvider.System);
        if (clock is not null) GoByItsOwn(settings, given);
        var host = BankHost.Open(settings, clock ?? TimeProvider.System, builder => Compose(builder, events), Logging);
        await using (host.ConfigureAwait(false))
        {
            await host.StartAsync().ConfigureAwait(false);
            if (clock is not null) ApiLog.Simulated(host.App.Services.GetRequiredService<ILogger<BankHost>>(), new Instant(clock.GetUtcNow().ToUnixTimeMilliseconds()).ToString());
            await host.App.WaitForShutdownAsync().ConfigureAwait(false);
            return host.Failure is null ? CommandLine.Ok : CommandLine.FaultsFound;
        }
    }

    // A simulated bank that carries its own rule files goes by them unless others are named.
    private static void GoByItsOwn(HostSettings settings, (string Key, string? Value)[] given)
    {
        var own = Path.Combine(settings.Store.Directory, RuleFolder.InStore);
        var named = given.Any(g => g is (nameof(HostOptions.Rules), not null)) || Environment.GetEnvironmentVariable("NBA__RULES") is not null;
        if (!named && Directory.Exists(own)) settings.Host.Rules = own;
    }

    private static void Compose(WebApplicationBuilder builder, string? events)
    {
        if (events is not null) builder.Services.AddHostedService(s => ActivatorUtilities.CreateInstance<EventFileIntake>(s, events));
    }

    private static void Logging(ILoggingBuilder logging)
    {
        logging.AddConfiguration(HostConfiguration.Build([]).GetSection("Logging"));
        logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat, o.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ssZ ", true));
    }

    /// <summary>The settings that <see cref="Set"/> was given.</summary>
    internal static (string Key, string? Value)[] Pairs(string[] set) => [.. set.Select(s => s.Split('=', 2)).Select(p => (p[0], (string?)p[1]))];
}
