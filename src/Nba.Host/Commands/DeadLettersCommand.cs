using System.CommandLine;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba dead-letters list</c>: refused and set-aside events with their reasons.</summary>
internal static class DeadLettersCommand
{
    private const int Page = 1000;

    public static Command Build()
    {
        var (data, json) = (HostCommand.Data(), HostCommand.Json());
        var list = new Command("list", "List every event that was refused or set aside, and why") { data, json };
        list.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)));
            var count = 0;
            for (long? after = -1; after is { } from;)
            {
                var bytes = (await Asking.For(settings, $"dead-letters?after={from}&limit={Page}", q => Asking.Json(q.DeadLetters(from, Page), ApiJson.Web.DeadLettersAnswer)).ConfigureAwait(false))!;
                var page = JsonSerializer.Deserialize(bytes, ApiJson.Web.DeadLettersAnswer)!;
                if (parsed.GetValue(json)) Asking.Print(bytes);
                else foreach (var letter in page.DeadLetters) System.Console.WriteLine($"{letter.Position,10}  {letter.Arrival}  {letter.Reason,-18}  {letter.Detail}");
                count += page.DeadLetters.Count;
                after = page.Next;
            }
            if (!parsed.GetValue(json)) System.Console.WriteLine($"{count} dead letters");
            return CommandLine.Ok;
        }));
        return new Command("dead-letters", "Events that were refused or set aside") { list };
    }
}
