using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Nba.Host.Access.Audit;
using Nba.Host.Settings;

namespace Nba.Host.Tests.Access.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly AuditBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_line_is_written_in_one_form_and_its_hash_is_what_sha256sum_says()
    {
        using (var log = _bank.Open()) log.Append(new AuditAct("rm01", ["manager", "head"], AuditAct.Read, "GET /customers/{id}/actions", "林夏", null, 200));

        // printf '%s' '{"number":1,…,"previous":"000…"' | sha256sum
        Assert.Equal(
            """{"number":1,"at":"2026-11-28T09:15:02.123Z","who":"rm01","roles":["manager","head"],"what":"read","of":"GET /customers/{id}/actions","customers":["林夏"],"subject":null,"result":200,"previous":"0000000000000000000000000000000000000000000000000000000000000000","hash":"fe2746fc21d1e8c14e16feba522c824cf98d8cfea55b35b376875fb928380f32"}""" + "\n",
            File.ReadAllText(_bank.Days[0].FullName));
    }

    [Fact]
    public void Each_line_names_the_hash_of_the_line_before_it_across_days()
    {
        var head = _bank.Write(days: 3, entries: 2);

        Assert.Equal(["2026-11-28.jsonl", "2026-11-29.jsonl", "2026-11-30.jsonl"], _bank.Days.Select(f => f.Name));
        var (before, number) = (AuditHead.GenesisHash, 0);
        foreach (var line in _bank.All().Select(l => l.TrimEnd('\n')))
        {
            var entry = AuditEntry.From(Encoding.UTF8.GetBytes(line));
            Assert.Equal((++number, before, AuditBank.Rehash(line)), (entry.Number, entry.Previous, line));
            before = entry.Hash;
        }
        Assert.Equal(new AuditHead(6, before), head);
    }

    [Fact]
    public void What_was_given_comes_back_whatever_it_holds()
    {
        var odd = "a\"b\\c\nd\u0000e\u2028f 林夏 😀 </script>";
        using (var log = _bank.Open()) log.Append(new AuditAct(odd, [odd, ""], odd, odd, odd, odd, null));

        var entry = AuditEntry.From(Encoding.UTF8.GetBytes(Assert.Single(_bank.Lines())));
        Assert.Equal([odd, odd, "", odd, odd, odd, odd], [entry.Who, .. entry.Roles, entry.What, entry.Of, entry.Customers[0], entry.Subject]);
        Assert.Null(entry.Result);
        Assert.Equal(0, _bank.Verify().FaultCount);
    }

    [Fact]
    public void A_text_that_somebody_makes_long_is_cut_and_the_entry_written()
    {
        using (var log = _bank.Open())
        {
            log.Append(AuditBank.Read(new string('x', 1_000_000)));
            log.Append(AuditBank.Read(new string('\u0001', 1_000_000)));
            Assert.Throws<ArgumentException>(() => log.Append(AuditBank.Read("C1") with { Roles = [.. Enumerable.Repeat(new string('r', 500), 200)] }));
            Assert.Equal(3, log.Append(AuditBank.Read("C1")));
        }
        Assert.Equal(new string('x', 511) + "…", AuditEntry.From(Encoding.UTF8.GetBytes(_bank.Lines()[0])).Customers[0]);
        Assert.Equal((3, 0), (_bank.Verify().Lines, _bank.Verify().FaultCount));
    }

    [Fact]
    public async Task Entries_of_many_threads_are_one_chain_and_none_is_lost()
    {
        const int Threads = 8, Each = 500;
        using (var log = _bank.Open())
        {
            var tasks = Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
            {
                for (var i = 0; i < Each; i++) log.Append(AuditBank.Read(string.Create(CultureInfo.InvariantCulture, $"{t}-{i}")));
            })).ToList();
            tasks.Add(Task.Run(() =>
            {
                for (var i = 0; i < 20; i++) _bank.Clock.Advance(TimeSpan.FromHours(3));
            }));
            await Task.WhenAll(tasks);
            Assert.Equal(Threads * Each, log.Head.Number);
        }

        Assert.Equal((Threads * Each, 0), (_bank.Verify().Lines, _bank.Verify().FaultCount));
        var customers = _bank.All().Select(l => JsonElement.Parse(l).GetProperty("customers")[0].GetString()!).ToList();
        Assert.Equal(Threads * Each, customers.Distinct().Count());
        // Each thread's own in its order.
        Assert.All(customers.GroupBy(c => c.Split('-')[0]), g => Assert.Equal(Enumerable.Range(0, Each), g.Select(c => int.Parse(c.Split('-')[1], CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void A_log_goes_on_where_it_ended()
    {
        var head = _bank.Write(days: 2);
        _bank.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(12, _bank.Write(days: 2).Number);

        Assert.Equal((12, 3, 0), (_bank.Verify(head).Lines, _bank.Verify(head).Files, _bank.Verify(head).FaultCount));
    }

    [Fact]
    public void A_clock_that_is_set_back_leaves_one_chain_and_shows_in_the_times()
    {
        using (var log = _bank.Open())
        {
            log.Append(AuditBank.Read("C1"));
            _bank.Clock.AdjustTime(_bank.Clock.GetUtcNow().AddDays(-2));
            log.Append(AuditBank.Read("C2"));
        }
        using (var log = _bank.Open()) log.Append(AuditBank.Read("C3"));

        Assert.Single(_bank.Days);
        Assert.Equal(["2026-11-28", "2026-11-26", "2026-11-26"], _bank.Lines().Select(l => JsonElement.Parse(l).GetProperty("at").GetString()![..10]));
        Assert.Equal(0, _bank.Verify().FaultCount);
    }

    [Fact]
    public void A_second_writer_is_refused_and_told_the_folder()
    {
        using (_bank.Open())
        {
            var refused = Assert.Throws<CannotStartException>(_bank.Open);
            Assert.Contains($"'{_bank.Folder}' is in use by another process", refused.Message, StringComparison.Ordinal);
        }
        _bank.Open().Dispose();
    }

    [Fact]
    public void What_is_new_is_on_the_disk_a_second_later_and_at_the_end()
    {
        using var log = _bank.Open();
        log.Append(AuditBank.Read("C1"));
        log.Append(AuditBank.Read("C2"));
        Assert.Equal(0, log.OnDisk);
        _bank.Clock.Advance(AuditLog.SyncEvery);
        Assert.Equal(2, log.OnDisk);
        log.Append(AuditBank.Read("C3"));
        _bank.Clock.Advance(AuditLog.SyncEvery);
        Assert.Equal(3, log.OnDisk);
        log.Append(AuditBank.Read("C4"));
        log.Dispose();
        Assert.Equal(4, log.OnDisk);
        Assert.Throws<ObjectDisposedException>(() => log.Append(AuditBank.Read("C5")));
    }

    [Fact]
    public void An_entry_is_with_the_operating_system_when_it_was_appended()
    {
        using var log = _bank.Open();
        for (var i = 1; i <= 5; i++)
        {
            log.Append(AuditBank.Read("C1"));
            Assert.Equal((i, log.Head.ToString(), 0), (_bank.Verify().Lines, _bank.Verify().Head, _bank.Verify().FaultCount));
        }
    }

    [Fact]
    public void Heads_are_said_at_the_start_each_hour_of_growth_and_at_the_end()
    {
        var said = new Said();
        var heads = new List<string> { AuditHead.Genesis.ToString() };
        using (var log = AuditLog.Open(_bank.Folder, _bank.Clock, said))
        {
            log.Append(AuditBank.Read("C1"));
            _bank.Clock.Advance(AuditLog.HeadEvery);
            heads.Add(log.Head.ToString());
            _bank.Clock.Advance(AuditLog.HeadEvery * 5);
            log.Append(AuditBank.Read("C2"));
            heads.Add(log.Head.ToString());
        }

        Assert.Equal(heads.Select(h => $"The head of the audit log is {h}."), said.Lines);
        Assert.Equal(0, _bank.Verify([.. heads.Select(h => AuditHead.TryParse(h, out var head) ? head : default)]).FaultCount);
    }

    [Fact]
    public void An_entry_leaves_no_garbage()
    {
        using var log = _bank.Open();
        var act = AuditBank.Read("C1");
        for (var i = 0; i < 100; i++) log.Append(act);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) log.Append(act);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 64);
    }

    private sealed class Said : ILogger<AuditLog>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
