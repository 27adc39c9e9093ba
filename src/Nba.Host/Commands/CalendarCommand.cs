using System.CommandLine;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Delivery.Calendar;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba calendar</c>: who may subscribe to their prompts as a calendar, through the running host or the store of a stopped one.</summary>
internal static class CalendarCommand
{
    public static Command Build() => new("calendar", "Give managers the address of their own calendar, and take it back") { Address(), Revoke(), List() };

    private static Command Address()
    {
        var manager = Manager();
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("address", "Give a manager a new secret address of their calendar, in place of the one they had; it is shown once") { manager, data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var (answer, fault) = await CalendarDoor.Give(settings, new CalendarAddressRequest(parsed.GetValue(manager), settings.Host.Language)).ConfigureAwait(false);
            if (answer is null) return Refused(fault);
            if (parsed.GetValue(json))
            {
                Asking.Print(answer);
                return CommandLine.Ok;
            }
            var given = JsonSerializer.Deserialize(answer, CalendarJson.Web.CalendarAddressAnswer)!;
            System.Console.Out.WriteLine(new Uri(CalendarDoor.Base(settings), given.Path).ToString());
            await System.Console.Error.WriteLineAsync(IsChinese(settings)
                ? $"请只交给{given.Name ?? given.Manager}本人：拿到此地址者即可查看日历。地址只显示这一次，旧地址已失效。"
                : $"For {given.Name ?? given.Manager} alone: whoever has it reads the calendar. It is not shown again, and one given before works no longer.").ConfigureAwait(false);
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba calendar address rm01 --data artifacts/demo", "nba calendar address rm01 --lang en --data artifacts/demo");
    }

    private static Command Revoke()
    {
        var manager = Manager();
        var (data, language) = (HostCommand.Data(), HostCommand.Language());
        var command = new Command("revoke", "Take a manager's calendar address back, and forget what the calendar showed") { manager, data, language };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            if (await CalendarDoor.Revoke(settings, parsed.GetValue(manager)!).ConfigureAwait(false) is { } fault) return Refused(fault);
            System.Console.Out.WriteLine(IsChinese(settings) ? $"{parsed.GetValue(manager)} 的日历地址已收回。" : $"The calendar address of {parsed.GetValue(manager)} works no longer.");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba calendar revoke rm01 --data artifacts/demo");
    }

    private static Command List()
    {
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("list", "List who has a calendar address, since when and in which language; the addresses themselves are not kept") { data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = Settings(parsed, data, language);
            var answer = await CalendarDoor.All(settings).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                Asking.Print(answer);
                return CommandLine.Ok;
            }
            var addresses = JsonSerializer.Deserialize(answer, CalendarJson.Web.CalendarAddressesAnswer)!.Addresses;
            foreach (var address in addresses) System.Console.Out.WriteLine($"{address.Manager}  {address.Name ?? "?"}  {address.Since}  {address.Language}");
            if (addresses.Count == 0) System.Console.Out.WriteLine(IsChinese(settings) ? "还没有人领取日历地址。" : "Nobody has a calendar address yet.");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba calendar list --data artifacts/demo");
    }

    private static Argument<string> Manager() => new("manager") { Description = "Id of the manager, team or head whose calendar it is" };

    private static HostSettings Settings(ParseResult parsed, Option<string?> data, Option<string?> language) =>
        HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));

    private static bool IsChinese(HostSettings settings) => settings.Host.Language == "zh-CN";

    private static int Refused(Sentence? fault)
    {
        Speech.Aside($"nba: {fault}");
        return CommandLine.FaultsFound;
    }
}
