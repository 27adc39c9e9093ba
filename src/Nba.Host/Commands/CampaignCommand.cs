using System.CommandLine;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba campaign</c>: what is switched on, and the switches themselves, through the control log of the running host or of a stopped one's store.</summary>
internal static class CampaignCommand
{
    public static Command Build()
    {
        var trial = new Command("dry-run", "Say what a change would do to every queue, and change nothing");
        foreach (var change in Changes(isTrial: true)) trial.Add(change);
        var command = new Command("campaign", "See, switch, date, roll out and weigh campaigns while the bank runs") { List(), Show(), History() };
        foreach (var change in Changes(isTrial: false)) command.Add(change);
        command.Add(trial);
        return command;
    }

    // One after the other each finds what it needs; the trials come after the changes.
    private static readonly Dictionary<string, string[]> Calls = new(StringComparer.Ordinal)
    {
        ["off"] = ["off travel-season", "off payroll-spring"],
        ["on"] = ["on travel-season"],
        ["schedule"] = ["schedule travel-season --from 2026-03-01 --to 2026-09-30"],
        ["rollout"] = ["rollout travel-season --percent 20", "rollout company-online --branch branch1 --segment mid --segment potential"],
        ["lever"] = ["lever company-online 1.5", "lever payroll-spring 1.3"],
        ["rollback"] = ["rollback travel-season --to 1"],
        ["reject"] = ["reject 8"],
        ["approve"] = ["approve 2"],
    };

    private static readonly Dictionary<string, string> Trials = new(StringComparer.Ordinal)
    {
        ["off"] = "off company-online", ["on"] = "on travel-season", ["schedule"] = "schedule travel-season --to 2026-09-30", ["rollout"] = "rollout company-online --percent 50",
        ["lever"] = "lever company-online 2", ["rollback"] = "rollback --to 0",
    };

    private static IEnumerable<Command> Changes(bool isTrial)
    {
        var percent = new Option<int?>("--percent") { Description = "Share of the customers, 0 to 100, by a stable hash", HelpName = "N" };
        var branches = Many("--branch", "A branch it is for; may be given again");
        var segments = Many("--segment", "A segment it is for; may be given again");
        var all = new Option<bool>("--everywhere") { Description = "All branches and segments again" };
        var (from, to) = (Day("--from", "First day"), Day("--to", "Last day"));
        var lever = new Argument<decimal>("factor") { Description = "Weight on its actions, 0 to 100; 1 weighs nothing" };
        var back = new Option<long?>("--to") { Description = "The change to go back to, by its number in the history; 0 for what the files say", HelpName = "NUMBER", Required = true };
        yield return Change("off", "Switch a campaign off: what stands of it is withdrawn, or kept where the campaign says so", isTrial, Campaign());
        yield return Change("on", "Switch a campaign on", isTrial, Campaign());
        yield return Change("schedule", "Give a campaign days to run on; without any, it runs on every day", isTrial, Campaign(), (p, r) => r with { From = p.GetValue(from), To = p.GetValue(to) }, from, to);
        yield return Change("rollout", "Roll a campaign out to a share, branches or segments; what is not named stays as it is", isTrial, Campaign(), (p, r) => r with
        {
            Percentage = p.GetValue(percent),
            Branches = Named(p.GetValue(branches), p.GetValue(all)),
            Segments = Named(p.GetValue(segments), p.GetValue(all)),
        }, percent, branches, segments, all);
        var weigh = Change("lever", "Weigh a campaign's actions against others", isTrial, Campaign(), (p, r) => r with { Lever = p.GetValue(lever) });
        weigh.Add(lever);
        yield return weigh;
        yield return Change("rollback", "Put a campaign, or all of them, back to what was set after an earlier change", isTrial, new Argument<string?>("campaign") { Description = "Id of the campaign; all when left out", Arity = ArgumentArity.ZeroOrOne },
            (p, r) => r with { Of = p.GetValue(back) }, back);
        if (isTrial) yield break;
        yield return Verdict("reject", "Reject a change that waits for a second person, or take your own back");
        yield return Verdict("approve", "Approve a change that somebody else asked for, where its campaign needs a second person");
    }

    private static Command Verdict(string name, string description)
    {
        var number = new Argument<long>("number") { Description = "Number of the change in the history" };
        var command = Change(name, description, isTrial: false, null, (p, r) => r with { Of = p.GetValue(number) });
        command.Add(number);
        return command;
    }

    private static Command Change(string name, string description, bool isTrial, Argument<string?>? campaign, Func<ParseResult, CampaignRequest, CampaignRequest>? more = null, params Option[] options)
    {
        var by = new Option<string>("--as") { Description = "Your id in the bank's directory", HelpName = "PERSON", Required = true };
        var why = new Option<string>("--why") { Description = "The reason, for whoever reads the history", HelpName = "TEXT", Required = true };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command(name, description);
        if (campaign is not null) command.Add(campaign);
        foreach (var option in options) command.Add(option);
        foreach (var option in isTrial ? (Option[])[data, language, json] : [by, why, data, language, json]) command.Add(option);
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var asked = new CampaignRequest(name, campaign is null ? null : parsed.GetValue(campaign), isTrial ? null : parsed.GetValue(by), isTrial ? null : parsed.GetValue(why));
            var (answer, fault) = await CampaignDoor.Send(settings, more is null ? asked : more(parsed, asked), isTrial).ConfigureAwait(false);
            if (answer is null)
            {
                Speech.Aside($"nba: {fault}");
                return CommandLine.FaultsFound;
            }
            var print = new CampaignPrinter(System.Console.Out, IsChinese(settings));
            if (parsed.GetValue(json)) Asking.Print(answer);
            else if (isTrial) print.DryRun(JsonSerializer.Deserialize(answer, ApiJson.Web.CampaignDryRunAnswer)!);
            else print.Changed(JsonSerializer.Deserialize(answer, ApiJson.Web.CampaignChangedAnswer)!);
            return CommandLine.Ok;
        }));
        return isTrial ? command.WithExamples($"nba campaign dry-run {Trials[name]} --data artifacts/demo")
            : command.WithExamples([.. Calls[name].Select(call => $"nba campaign {call} --as {(name is "approve" ? "owner2" : "owner1")} --why \"calls take too long\" --data artifacts/demo")]);
    }

    private static Command List()
    {
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("list", "List the campaigns: what is on, for whom, since when and at which weight") { data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var answer = Whole(await CampaignDoor.Ask(settings, "campaigns", q => q.All(null).GetAwaiter().GetResult(), ApiJson.Web.CampaignsAnswer).ConfigureAwait(false));
            if (parsed.GetValue(json)) Asking.Print(answer);
            else new CampaignPrinter(System.Console.Out, IsChinese(settings)).List(JsonSerializer.Deserialize(answer, ApiJson.Web.CampaignsAnswer)!);
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba campaign list --data artifacts/demo");
    }

    private static Command Show()
    {
        var campaign = new Argument<string>("campaign") { Description = "Id of the campaign" };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("show", "Show one campaign, with what stands of it in each queue") { campaign, data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var (settings, id) = (Settings(parsed, data, language), parsed.GetValue(campaign)!);
            var asked = await CampaignDoor.Ask(settings, $"campaigns/{Uri.EscapeDataString(id)}", q => q.One(id), ApiJson.Web.CampaignAnswer).ConfigureAwait(false);
            if (asked.Bytes is not { } answer)
            {
                Speech.Aside($"nba: {asked.Absence ?? Sentence.Of($"there is no campaign '{id}' in the rules in force; 'nba campaign list' names them")}");
                return CommandLine.FaultsFound;
            }
            if (parsed.GetValue(json)) Asking.Print(answer);
            else new CampaignPrinter(System.Console.Out, IsChinese(settings)).One(JsonSerializer.Deserialize(answer, ApiJson.Web.CampaignAnswer)!);
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba campaign show travel-season --data artifacts/demo");
    }

    private static Command History()
    {
        var campaign = new Argument<string?>("campaign") { Description = "Id of the campaign; all when left out", Arity = ArgumentArity.ZeroOrOne };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("history", "Tell who changed campaigns, when, why, and where in the log it took effect") { campaign, data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var (settings, id) = (Settings(parsed, data, language), parsed.GetValue(campaign));
            var answer = Whole(await CampaignDoor.Ask(settings, id is null ? "campaigns/history" : $"campaigns/history?campaign={Uri.EscapeDataString(id)}", q => q.History(id), ApiJson.Web.CampaignHistoryAnswer).ConfigureAwait(false));
            if (parsed.GetValue(json)) Asking.Print(answer);
            else new CampaignPrinter(System.Console.Out, IsChinese(settings)).History(JsonSerializer.Deserialize(answer, ApiJson.Web.CampaignHistoryAnswer)!);
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba campaign history --data artifacts/demo", "nba campaign history travel-season --lang en --data artifacts/demo");
    }

    private static byte[] Whole(Answered answered) => answered.Bytes ?? throw new CannotStartException(answered.Absence ?? Sentence.Of($"this store has no commit yet"));

    private static Argument<string?> Campaign() => new("campaign") { Description = "Id of the campaign" };

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description, HelpName = "ID", DefaultValueFactory = _ => [] };

    private static Option<string?> Day(string name, string description) => new(name) { Description = description, HelpName = "2026-03-31" };

    // Everywhere empties what is not named beside it.
    private static IReadOnlyList<string>? Named(string[]? names, bool everywhere) => names is { Length: > 0 } ? names : everywhere ? [] : null;

    private static HostSettings Settings(ParseResult parsed, Option<string?> data, Option<string?> language) =>
        HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));

    private static bool IsChinese(HostSettings settings) => settings.Host.Language == "zh-CN";
}
