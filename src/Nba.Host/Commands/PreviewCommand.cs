using System.CommandLine;
using Nba.Host.Previews;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba preview</c>: what the calendar will raise in the coming days, and what other rules would change in that.</summary>
internal static class PreviewCommand
{
    public static Command Build()
    {
        var days = new Option<string?>("--days") { Description = $"How many days, 1 to {PreviewSpan.MostDays} (default: 30)", HelpName = "N" };
        var from = new Option<string?>("--from") { Description = "First day, as 2026-03-02; not before the day on which the store stands (default: the day after it)", HelpName = "DAY" };
        var month = new Option<string?>("--month") { Description = "The greeting plan of a month instead, as 2026-03: each greeting, what the customer said to it, and the way they like", HelpName = "MONTH" };
        var manager = new Option<string?>("--manager") { Description = "Only this owner's queue: a manager, a team or channel:NAME", HelpName = "ID" };
        var against = new Option<string?>("--against") { Description = "Compare with the rules of another folder, as an edited copy: which reminders they add, remove and move", HelpName = "DIR" };
        var markdown = new Option<bool>("--markdown") { Description = "Print the comparison as Markdown, for a change request" };
        var csv = new Option<string?>("--csv") { Description = "Write a table for spreadsheets, one line for each thing that happens", HelpName = "FILE|-" };
        var ics = new Option<string?>("--ics") { Description = "Write calendars: one file with --manager, else a folder with a file for each owner", HelpName = "FILE|DIR" };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("preview", "Show what the coming days will raise if nothing else happens, and what other rules would change in it")
        {
            days, from, month, manager, against, markdown, csv, ics, data, language, json,
        };
        command.SetAction((parsed, _) => HostCommand.Guard(() =>
        {
            var asked = new PreviewRequest(parsed.GetValue(days), parsed.GetValue(from), parsed.GetValue(month), parsed.GetValue(manager), parsed.GetValue(against),
                parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(csv), parsed.GetValue(ics));
            if (asked.Contradiction is { } wrong) return Task.FromResult(CommandLine.Wrong(wrong));
            return new PreviewSession(asked, HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)))).Run();
        }));
        return command.WithExamples(
            "nba preview --days 30 --manager rm01 --data artifacts/demo",
            "nba preview --month 2026-03 --csv greetings.csv --data artifacts/demo",
            "nba preview --days 60 --manager rm01 --ics rm01.ics --data artifacts/demo",
            "nba preview --against rules --markdown --data artifacts/demo");
    }
}
