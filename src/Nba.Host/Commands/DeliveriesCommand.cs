using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba deliveries</c>: how subscriptions stand, what could not be delivered, and the same tried again; of the running host. Subscription files are checked without one.</summary>
internal static class DeliveriesCommand
{
    public static Command Build() => new("deliveries", "Prompts on their way into managers' tools") { Check(), List(), SetAside(), Redrive() };

    private static Command Check()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of the subscriptions" };
        var set = RunCommand.Set();
        var command = new Command("check", "Check every subscription of a folder, and tell every fault with its place") { folder, set };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Checked(parsed.GetValue(folder)!, HostCommand.Settings(RunCommand.Pairs(parsed.GetValue(set)!)).Delivery))));
        return command.WithExamples("nba deliveries check samples/delivery --set Delivery:Hosts=127.0.0.1 --set Delivery:Networks=127.0.0.1");
    }

    private static int Checked(string folder, DeliveryOptions operators)
    {
        var hosts = ReachableHosts.Parse(operators.Hosts, operators.Networks, out var wrong) ?? throw Said.Unusable($"Nba:Delivery: {wrong}");
        var load = new SubscriptionFolder(folder, "en", TimeSpan.FromSeconds(1), new DeliveryForms(folder)).Changed()!;
        var destinations = new DestinationFaults(folder, hosts);
        List<RuleProblem> faults = [.. load.Problems, .. (load.Subscriptions ?? []).SelectMany(s => destinations.Of(s, []))];
        Speech.Aside(faults);
        if (load.Subscriptions is not { } subscriptions || faults.Count > 0) return CommandLine.FaultsFound;
        foreach (var subscription in subscriptions) System.Console.WriteLine($"{subscription.Name}  {Form(subscription)}  {Pace(subscription)}");
        return CommandLine.Ok;
    }

    private static Command List()
    {
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("list", "List the subscriptions of the running host: who is up to date, who is behind, and why") { data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var bytes = await RunningHost.Get(settings, "deliveries").ConfigureAwait(false);
            if (parsed.GetValue(json)) Asking.Print(bytes);
            else Print(JsonSerializer.Deserialize(bytes, ApiJson.Web.DeliveriesAnswer)!, settings.Host.Language == "zh-CN");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba deliveries list --data artifacts/live");
    }

    private static Command SetAside()
    {
        var subscription = new Argument<string?>("subscription") { Description = "Name of the subscription; all when left out", Arity = ArgumentArity.ZeroOrOne };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("set-aside", "List the messages that could not be delivered, and why") { subscription, data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var bytes = await RunningHost.Get(settings, Asking.Address("deliveries/set-aside", ("subscription", parsed.GetValue(subscription)))).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                Asking.Print(bytes);
                return CommandLine.Ok;
            }
            var messages = JsonSerializer.Deserialize(bytes, ApiJson.Web.SetAsideAnswer)!.Messages;
            foreach (var m in messages) System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Subscription}  {m.At}  {m.Owner}  {m.Tries}x  {m.Reason}  {m.Key}"));
            System.Console.WriteLine(settings.Host.Language == "zh-CN" ? $"{messages.Count} 条未送达" : $"{messages.Count} messages set aside");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba deliveries set-aside --data artifacts/live");
    }

    private static Command Redrive()
    {
        var subscription = new Argument<string>("subscription") { Description = "Name of the subscription" };
        var key = new Argument<string?>("key") { Description = "Key of one message, as 'set-aside' gives it; all when left out", Arity = ArgumentArity.ZeroOrOne };
        var (data, language) = (HostCommand.Data(), HostCommand.Language());
        var command = new Command("redrive", "Try again what could not be delivered") { subscription, key, data, language };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var count = await RunningHost.Post(settings, $"deliveries/{Uri.EscapeDataString(parsed.GetValue(subscription)!)}/redrive", new RedriveRequest(parsed.GetValue(key)), ApiJson.Web.RedriveRequest, ApiJson.Web.RedriveAnswer).ConfigureAwait(false);
            System.Console.WriteLine(settings.Host.Language == "zh-CN" ? $"重新投递 {count.Messages} 条" : $"{count.Messages} messages are tried again");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba deliveries redrive crm --data artifacts/live");
    }

    private static void Print(DeliveriesAnswer answer, bool zh)
    {
        foreach (var s in answer.Subscriptions)
        {
            System.Console.WriteLine(zh
                ? $"{s.Name}  {State(s.State, zh)}  已投递 {s.Delivered}  失败 {s.Failures}  未送达 {s.SetAside}  位置 {s.Position}/{answer.Position}"
                : $"{s.Name}  {State(s.State, zh)}  delivered {s.Delivered}  failures {s.Failures}  set aside {s.SetAside}  position {s.Position}/{answer.Position}");
            foreach (var fault in s.ToMend) System.Console.WriteLine($"  {fault}");
            if (s.LastFailure is { } failure) System.Console.WriteLine($"  {(zh ? "最近一次失败" : "last failure")}: {failure}");
        }
        if (answer.Subscriptions.Count == 0) System.Console.WriteLine(zh ? "没有订阅。" : "There is no subscription.");
        foreach (var problem in answer.Problems) System.Console.WriteLine(problem);
    }

    private static string State(string state, bool zh) => (state, zh) switch
    {
        ("up-to-date", false) => "up to date",
        ("up-to-date", true) => "已同步",
        ("behind", true) => "追赶中",
        ("waiting", true) => "待时投递",
        ("resting", true) => "暂停重试",
        ("to-mend", false) => "to be mended",
        ("to-mend", true) => "待修正",
        _ => state,
    };

    private static string Form(Subscription subscription) => subscription.To is MailAddresses ? "mail" : subscription.Template;

    private static string Pace(Subscription subscription) => subscription.Pace switch { DeliveryPace.Each => "each", DeliveryPace.Digest => "digest", _ => "urgent-and-digest" };

    private static HostSettings Settings(ParseResult parsed, Option<string?> data, Option<string?> language) =>
        HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
}
