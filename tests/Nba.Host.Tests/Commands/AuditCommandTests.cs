using System.Text.Json;
using Nba.Host.Access.Audit;
using Nba.Host.Commands;
using Nba.Host.Tests.Access.Audit;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly AuditBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Fact]
    public async Task Verify_and_head_work_beside_a_running_host_and_with_a_heads_file()
    {
        _bank.Write(days: 2);
        using var log = _bank.Open();
        var head = (await NbaProcess.Run("audit", "head", "--data", _bank.Data)).Trim();
        log.Append(AuditBank.Read("C9"));
        var heads = Path.Combine(_bank.Data, "heads.txt");
        await File.WriteAllLinesAsync(heads, [AuditHead.Genesis.ToString(), "", head]);

        Assert.Equal($"7 lines in 2 files, 0 faults; head {log.Head}\nheld against 1 head kept elsewhere\n", await NbaProcess.Run("audit", "verify", "--heads", heads, "--data", _bank.Data));
        Assert.Contains("no head was given", await NbaProcess.Run("audit", "verify", "--data", _bank.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ends_with_1_and_names_file_line_what_must_be_and_what_is()
    {
        var head = _bank.Write();
        var lines = _bank.Lines();
        var forged = lines[1].Replace("rm01", "rm02", StringComparison.Ordinal);
        _bank.Put(0, [lines[0], forged]);
        var (must, @is) = (JsonElement.Parse(AuditBank.Rehash(forged)).GetProperty("hash").GetString(), JsonElement.Parse(forged).GetProperty("hash").GetString());

        var (code, output, errors) = await NbaProcess.End("audit", "verify", "--data", _bank.Data, "--head", head.ToString());
        Assert.Equal(CommandLine.FaultsFound, code);
        Assert.StartsWith("2 lines in 1 file, 2 faults; head 2:", output, StringComparison.Ordinal);
        Assert.Equal($"2026-11-28.jsonl:2: the line was altered: its hash must be {must}, is {@is}\nthe end was cut off: the log must reach {head}, which was kept elsewhere, ends at 2:{@is}\n", errors);

        (code, output, _) = await NbaProcess.End("audit", "verify", "--json", "--data", _bank.Data);
        Assert.Equal(CommandLine.FaultsFound, code);
        var fault = JsonElement.Parse(output).GetProperty("faults")[0];
        Assert.Equal($$"""{"file":"2026-11-28.jsonl","line":2,"kind":"altered","must":"{{must}}","is":"{{@is}}"}""", fault.GetRawText());
    }

    [Fact]
    public async Task A_call_that_cannot_be_answered_says_what_is_wrong()
    {
        Assert.Equal((CommandLine.CannotStart, true), await Failed("there is no audit log at '", "audit", "verify", "--data", Path.Combine(_bank.Data, "none")));
        Assert.Equal((CommandLine.WrongUsage, true), await Failed("a head is NUMBER:HASH", "audit", "verify", "--head", "7", "--data", _bank.Data));
        Assert.Equal((CommandLine.WrongUsage, true), await Failed("a day is written as 2026-11-28, not '28.11.2026'", "audit", "show", "--from", "28.11.2026", "--data", _bank.Data));
    }

    [Fact]
    public async Task Show_lists_who_looked_at_a_customer_in_the_days_asked_about()
    {
        using (var log = _bank.Open())
        {
            log.Append(AuditBank.Read("C1"));
            _bank.Clock.Advance(TimeSpan.FromDays(1));
            log.Append(AuditBank.Read("C1", "rm02\u001b[31m"));
            log.Append(AuditBank.Read("C2"));
            log.Append(new AuditAct("rm03", [], AuditAct.Refused, "PUT /campaigns/{id}", null, "spring", 403));
            _bank.Clock.Advance(TimeSpan.FromDays(1));
            log.Append(AuditBank.Read("C1"));
        }

        Assert.Equal("""
                   1  2026-11-28T09:15:02.123Z  rm01 (manager)  read  GET /customers/{id}/actions  customer=C1  200
                   2  2026-11-29T09:15:02.123Z  rm02\x1B[31m (manager)  read  GET /customers/{id}/actions  customer=C1  200
            2 entries

            """.Replace("           1", "       1", StringComparison.Ordinal).ReplaceLineEndings("\n"), await NbaProcess.Run("audit", "show", "--customer", "C1", "--to", "2026-11-29", "--data", _bank.Data));
        Assert.EndsWith("rm03  refused  PUT /campaigns/{id}  subject=spring  403\n1 entry\n", await NbaProcess.Run("audit", "show", "--who", "rm03", "--data", _bank.Data), StringComparison.Ordinal);
        Assert.Equal(_bank.Lines(2)[0] + "\n", await NbaProcess.Run("audit", "show", "--from", "2026-11-30", "--json", "--data", _bank.Data));
    }

    private static async Task<(int, bool)> Failed(string words, params string[] call) => await NbaProcess.End(call) is var (code, _, errors) ? (code, errors.Contains(words, StringComparison.Ordinal)) : default;
}
