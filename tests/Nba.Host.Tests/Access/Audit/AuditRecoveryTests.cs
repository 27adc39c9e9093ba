using System.Globalization;
using System.Text;
using Nba.Host.Access.Audit;

namespace Nba.Host.Tests.Access.Audit;

/// <summary>What a process that dies in the middle of a line leaves, and what no such process leaves.</summary>
public sealed class AuditRecoveryTests : IDisposable
{
    private readonly AuditBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    public void A_line_torn_at_any_byte_is_cut_off_and_an_entry_says_so(int days, int entries)
    {
        _bank.Write(days, entries);
        var path = _bank.Days[^1].FullName;
        var whole = File.ReadAllBytes(path);
        var start = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var kept = start + 1; kept < whole.Length; kept++)
        {
            File.WriteAllBytes(path, whole[..kept]);
            var torn = _bank.Verify();
            Assert.Equal((0, days * entries - 1, kept - start), (torn.FaultCount, torn.Lines, torn.Unfinished));

            using (var log = _bank.Open()) Assert.Equal(days * entries + 1, log.Append(AuditBank.Read("after")));

            var entry = AuditEntry.From(Encoding.UTF8.GetBytes(_bank.All()[^2].TrimEnd('\n')));
            Assert.Equal((AuditAct.Local, AuditAct.Recovered, Path.GetFileName(path), string.Create(CultureInfo.InvariantCulture, $"{kept - start} bytes")), (entry.Who, entry.What, entry.Of, entry.Subject));
            var after = _bank.Verify();
            Assert.Equal((0, days * entries + 1, 0), (after.FaultCount, after.Lines, after.Unfinished));
        }
    }

    [Fact]
    public void A_days_file_without_a_line_is_used_when_its_day_comes()
    {
        _bank.Write();
        File.WriteAllText(Path.Combine(_bank.Folder, "2026-11-29.jsonl"), "");
        using (var log = _bank.Open())
        {
            log.Append(AuditBank.Read("C1"));
            _bank.Clock.Advance(TimeSpan.FromDays(1));
            log.Append(AuditBank.Read("C2"));
        }
        Assert.Equal([4, 1], [_bank.Lines(0).Count, _bank.Lines(1).Count]);
        Assert.Equal(0, _bank.Verify().FaultCount);
    }

    [Fact]
    public void What_a_lost_power_leaves_at_the_end_is_cut_off_too()
    {
        _bank.Write();
        File.AppendAllText(_bank.Days[0].FullName, new string('\0', 500));
        using (_bank.Open())
        {
        }
        Assert.Equal((4, 0), (_bank.Verify().Lines, _bank.Verify().FaultCount));
    }

    [Fact]
    public void A_last_line_with_any_other_byte_is_refused_with_its_place_and_nothing_is_written()
    {
        _bank.Write(days: 2);
        var path = _bank.Days[^1].FullName;
        var whole = File.ReadAllBytes(path);
        var start = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var at = start; at < whole.Length; at++)
        {
            var altered = whole.ToArray();
            altered[at] ^= 1;
            File.WriteAllBytes(path, altered);

            var refused = Assert.Throws<InvalidDataException>(() => _bank.Open().Dispose());

            Assert.Contains($"{path}:3, ", refused.Message, StringComparison.Ordinal);
            Assert.Contains("nba audit verify", refused.Message, StringComparison.Ordinal);
            Assert.Equal(altered, File.ReadAllBytes(path));
        }
        File.WriteAllBytes(path, whole);
        _bank.Open().Dispose();
    }

    [Fact]
    public void A_file_that_lies_where_a_coming_day_begins_is_refused_then_and_not_written_to()
    {
        using var log = _bank.Open();
        log.Append(AuditBank.Read("C1"));
        var planted = Path.Combine(_bank.Folder, "2026-11-29.jsonl");
        File.WriteAllText(planted, "planted\n");
        _bank.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Throws<IOException>(() => log.Append(AuditBank.Read("C2")));
        Assert.Equal("planted\n", File.ReadAllText(planted));
        File.Delete(planted);
        Assert.Equal(2, log.Append(AuditBank.Read("C3")));
        log.Dispose();
        Assert.Equal((2, 0), (_bank.Verify().Lines, _bank.Verify().FaultCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_log_whose_file_is_taken_away_or_cut_off_while_it_is_written_takes_nothing_more(bool cut)
    {
        using var log = _bank.Open();
        log.Append(AuditBank.Read("C1"));
        _bank.Clock.Advance(AuditLog.SyncEvery);
        log.Append(AuditBank.Read("C2"));
        if (cut) File.WriteAllText(_bank.Days[0].FullName, _bank.Lines()[0] + "\n");
        else File.Delete(_bank.Days[0].FullName);
        _bank.Clock.Advance(AuditLog.SyncEvery);

        Assert.Equal(1, log.OnDisk);
        Assert.IsType<IOException>(Assert.Throws<IOException>(() => log.Append(AuditBank.Read("C3"))).InnerException);
        _bank.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Throws<IOException>(() => log.Append(AuditBank.Read("C4")));
    }
}
