using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Access.Audit;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba audit</c>: who read and changed what, and whether the log of that is whole; from its files, whether a host runs or not.</summary>
internal static class AuditCommand
{
    private const long WorthShowing = 64 << 20;

    public static Command Build() => new("audit", "The audit log: who read which customer, and who changed what") { Verify(), Head(), Show() };

    private static Command Verify()
    {
        var head = new Option<string[]>("--head") { Description = "A head of this log that was kept elsewhere, as 'nba audit head' and the host's own log say it; may be given several times", HelpName = "NUMBER:HASH", DefaultValueFactory = _ => [] };
        var heads = new Option<string?>("--heads") { Description = "A file of such heads, one on a line", HelpName = "FILE" };
        var (data, json) = (HostCommand.Data(), HostCommand.Json());
        var command = new Command("verify", "Find what was altered, removed, added or moved in the audit log, and, by heads kept elsewhere, whether its end was cut off or all of it written anew. Ends with 1 where it was") { head, heads, data, json };
        command.SetAction((parsed, _) => Guarded(() =>
        {
            List<string> given = [.. parsed.GetValue(head)!, .. parsed.GetValue(heads) is { } file ? File.ReadLines(file).Where(l => !string.IsNullOrWhiteSpace(l)) : []];
            var kept = new List<AuditHead>();
            foreach (var one in given)
            {
                if (!AuditHead.TryParse(one, out var read)) return CommandLine.Wrong($"a head is NUMBER:HASH with 64 hexadecimal digits, not '{one}'");
                kept.Add(read);
            }
            var verdict = Verified(Folder(parsed, data), kept);
            if (parsed.GetValue(json)) Asking.Print(JsonSerializer.SerializeToUtf8Bytes(verdict, AuditJson.Web.AuditVerdict));
            else Print(verdict);
            return verdict.FaultCount == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
        }));
        return command.WithExamples("nba audit verify --data artifacts/live", "nba audit verify --heads heads.txt --data artifacts/live");
    }

    private static Command Head()
    {
        var data = HostCommand.Data();
        var command = new Command("head", "Print the last entry's number and hash, to be kept where this host cannot change it") { data };
        command.SetAction((parsed, _) => Guarded(() =>
        {
            System.Console.Out.WriteLine(AuditTail.Of(AuditFolder.ForReading(Folder(parsed, data))).Head.ToString());
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba audit head --data artifacts/live");
    }

    private static Command Show()
    {
        var customer = new Option<string?>("--customer") { Description = "Entries of one customer", HelpName = "ID" };
        var who = new Option<string?>("--who") { Description = "Entries of one person or machine's key", HelpName = "ID" };
        var (from, to) = (Day("--from", "From this day on, in UTC, as 2026-11-28"), Day("--to", "Up to this day and with it, in UTC"));
        var (data, json) = (HostCommand.Data(), HostCommand.Json());
        var command = new Command("show", "List entries: who looked at a customer, what somebody did. Ends with 1 where a line cannot be read; 'verify' says whether the others are as they were written") { customer, who, from, to, data, json };
        command.SetAction((parsed, _) => Guarded(() =>
        {
            var query = new AuditQuery(parsed.GetValue(customer), parsed.GetValue(who), parsed.GetValue(from), parsed.GetValue(to));
            using var output = System.Console.OpenStandardOutput();
            using var lines = new BufferedStream(output, 1 << 16);
            var (found, unreadable) = query.Run(Folder(parsed, data), parsed.GetValue(json) ? line => Raw(lines, line) : line => Plain(lines, line));
            lines.Flush();
            foreach (var line in unreadable) Speech.Aside(line.Told);
            if (!parsed.GetValue(json)) Speech.Line(Speech.Some(found, $"1 entry", $"{found} entries"));
            return unreadable.Count == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
        }));
        return command.WithExamples("nba audit show --customer lin-xia --data artifacts/live", "nba audit show --who rm01 --from 2026-11-01 --to 2026-11-30 --data artifacts/live");
    }

    private static AuditVerdict Verified(string folder, IReadOnlyList<AuditHead> kept)
    {
        Progress? progress = null;
        try
        {
            return AuditVerifier.Verify(folder, kept, (done, all) =>
            {
                if (all >= WorthShowing) (progress ??= new Progress($"audit log", all)).At(done);
            });
        }
        finally
        {
            progress?.Dispose();
        }
    }

    private static void Print(AuditVerdict verdict)
    {
        foreach (var fault in verdict.Faults) Speech.Aside(fault.Told);
        if (verdict.FaultCount > verdict.Faults.Count) Speech.Aside($"and {verdict.FaultCount - verdict.Faults.Count} more faults");
        Speech.Line($"{Speech.Some(verdict.Lines, $"1 line", $"{verdict.Lines} lines")} in {Speech.Some(verdict.Files, $"1 file", $"{verdict.Files} files")}, {Speech.Some(verdict.FaultCount, $"1 fault", $"{verdict.FaultCount} faults")}; head {verdict.Head}");
        if (verdict.Unfinished > 0) Speech.Line($"{verdict.Unfinished} bytes of an unfinished entry at the end: a host is writing it, or its next start cuts them off");
        if (verdict.HeadsKept > 0) Speech.Line(Speech.Some(verdict.HeadsKept, $"held against 1 head kept elsewhere", $"held against {verdict.HeadsKept} heads kept elsewhere"));
        else Speech.Line($"no head was given: whether the end was cut off, or all of it written anew, shows only against one kept elsewhere (--head, --heads)");
    }

    private static void Raw(Stream to, ReadOnlySpan<byte> line)
    {
        to.Write(line);
        to.WriteByte((byte)'\n');
    }

    private static void Plain(Stream to, ReadOnlySpan<byte> line)
    {
        var entry = AuditEntry.From(line);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{entry.Number,8}  {entry.At}  {entry.Who}");
        if (entry.Roles.Count > 0) text.Append(CultureInfo.InvariantCulture, $" ({string.Join(", ", entry.Roles)})");
        text.Append(CultureInfo.InvariantCulture, $"  {entry.What}  {entry.Of}");
        if (entry.Customers.Count > 0) text.Append(CultureInfo.InvariantCulture, $"  customer={string.Join(',', entry.Customers)}");
        if (entry.Subject is { } subject) text.Append(CultureInfo.InvariantCulture, $"  subject={subject}");
        if (entry.Result is { } result) text.Append(CultureInfo.InvariantCulture, $"  {result}");
        to.Write(Encoding.UTF8.GetBytes(EventText.Escaped(text.ToString())));
        to.WriteByte((byte)'\n');
    }

    private static Option<DateOnly?> Day(string name, string description)
    {
        return new Option<DateOnly?>(name)
        {
            Description = description, HelpName = "DAY",
            CustomParser = given =>
            {
                if (DateOnly.TryParseExact(given.Tokens[0].Value, AuditForm.Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                given.AddError(Sentence.Of($"a day is written as 2026-11-28, not '{given.Tokens[0].Value}'").In(Speech.Phrases));
                return null;
            },
        };
    }

    private static string Folder(ParseResult parsed, Option<string?> data) => AuditFolder.In(HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data))).Host.Data);

    private static Task<int> Guarded(Func<int> work) => HostCommand.Guard(() => Task.FromResult(work()));
}
