using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba dead-letters</c>: refused and set-aside events with their reasons, as they came, and handed in once more.</summary>
internal static class DeadLettersCommand
{
    private const int Page = 1000;

    public static Command Build() => new("dead-letters", "Events that were refused or set aside") { List(), Show(), Redrive() };

    private static Command List()
    {
        var (data, json) = (HostCommand.Data(), HostCommand.Json());
        var list = new Command("list", "List every event that was refused or set aside, and why") { data, json };
        list.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var count = 0;
            await foreach (var (bytes, page) in Pages(HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)))).ConfigureAwait(false))
            {
                if (parsed.GetValue(json)) Asking.Print(bytes);
                else foreach (var letter in page.DeadLetters) System.Console.WriteLine($"{letter.Position,10}  {letter.Arrival}  {letter.Reason,-18}  {EventText.Escaped(letter.Detail)}");
                count += page.DeadLetters.Count;
            }
            if (!parsed.GetValue(json)) Speech.Line($"{count} dead letters");
            return CommandLine.Ok;
        }));
        return list.WithExamples("nba dead-letters list --data artifacts/live");
    }

    private static Command Show()
    {
        var position = new Argument<long>("position") { Description = "Position of the letter, as 'list' gives it" };
        var (data, json) = (HostCommand.Data(), HostCommand.Json());
        var show = new Command("show", "Show one letter: why it was refused, and the event as it came") { position, data, json };
        show.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var (settings, which) = (HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data))), parsed.GetValue(position));
            if (await DeadLetterRedrive.Find(settings, which).ConfigureAwait(false) is not var (letter, bytes))
            {
                Speech.Aside($"nba: {DeadLetterRedrive.NoSuch(which)}");
                return CommandLine.FaultsFound;
            }
            if (parsed.GetValue(json)) Asking.Print(EventText.Answer(letter, bytes));
            else System.Console.Write(EventText.Page(letter, bytes));
            return CommandLine.Ok;
        }));
        return show.WithExamples("nba dead-letters show 17 --data artifacts/live");
    }

    private static Command Redrive()
    {
        var positions = new Argument<long[]>("position") { Description = "Positions of letters, as 'list' gives them", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every letter" };
        var reason = new Option<string?>("--reason") { Description = "Every letter of one reason", HelpName = "CODE" };
        var data = HostCommand.Data();
        var redrive = new Command("redrive",
            "Hand letters in again, as they came, at the host that runs on the data directory. An event counts once however often it is handed in, so doing this twice is harmless. "
            + "Letters stay in the list. Ends with 1 if one was refused again")
        { positions, all, reason, data };
        redrive.SetAction((parsed, cancellation) => HostCommand.Guard(async () =>
        {
            var (named, code) = (parsed.GetValue(positions) ?? [], parsed.GetValue(reason));
            if ((named.Length > 0 ? 1 : 0) + (parsed.GetValue(all) ? 1 : 0) + (code is null ? 0 : 1) != 1) return CommandLine.Wrong($"say which letters: by position, or --all, or --reason CODE");
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)));
            using var host = DeadLetterRedrive.Connect(settings);
            // All of them before the first: what is refused again is a letter too, and would follow itself.
            var chosen = named.Length > 0 ? named.Distinct() : await Chosen(settings, code).ConfigureAwait(false);
            return await host.Run([.. chosen], System.Console.Out, cancellation).ConfigureAwait(false);
        }));
        return redrive.WithExamples(
            "nba dead-letters redrive 17 --data artifacts/live",
            "nba dead-letters redrive --reason unknown-type --data artifacts/live");
    }

    private static async Task<List<long>> Chosen(HostSettings settings, string? reason)
    {
        var positions = new List<long>();
        await foreach (var (_, page) in Pages(settings).ConfigureAwait(false)) positions.AddRange(page.DeadLetters.Where(l => reason is null || l.Reason == reason).Select(l => l.Position));
        return positions;
    }

    private static async IAsyncEnumerable<(byte[] Bytes, DeadLettersAnswer Page)> Pages(HostSettings settings)
    {
        for (long? after = -1; after is { } from;)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"dead-letters?after={from}&limit={Page}");
            var bytes = (await Asking.For(settings, address, q => Asking.Json(q.DeadLetters(from, Page), ApiJson.Web.DeadLettersAnswer)).ConfigureAwait(false))!;
            var page = JsonSerializer.Deserialize(bytes, ApiJson.Web.DeadLettersAnswer)!;
            yield return (bytes, page);
            after = page.Next;
        }
    }
}
