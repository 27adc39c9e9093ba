using System.Diagnostics;
using System.Globalization;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Commands;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;
using Nba.House;

namespace Nba.Host.Tests.Stages;

/// <summary>A backfill of many customers: its commits are small, and killed between two of them it loses and doubles nothing.</summary>
public sealed class BackfillAtScaleTests : IDisposable
{
    private const int Customers = 1_500;
    private static readonly FactKey Transfers = new(0, 9);
    private static readonly Table[] Whole = [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions, Table.DeadLetters, Table.Spent];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly SmallBank _bank = new();

    [Fact]
    public async Task Killed_in_the_middle_and_run_again_it_gives_what_an_undisturbed_run_gives()
    {
        Live();
        foreach (var name in new[] { "calm", "shaken" }) Copy("live", name + "/store");
        await End(Start("calm"));
        for (var kill = 0; kill < 2; kill++)
        {
            await Kill(Start("shaken"));
            // Some customers have the new fact, and some have not.
            Assert.Equal(FactKey.Write([Transfers]), Head("shaken/store").Backfilling);
            Assert.InRange(Differences("live", "shaken/store", Table.Customers), 1, Customers - 1);
            Assert.InRange(Differences("calm/store", "shaken/store", Table.Customers), 1, Customers - 1);
        }
        await End(Start("shaken"));

        Assert.Equal(Customers, Differences("live", "shaken/store", Table.Customers));
        Assert.Equal(0, Differences("calm/store", "shaken/store", Whole));
        Assert.Equal(Head("calm/store").Write(), Head("shaken/store").Write());
        Assert.Null(_bank.FirstDifference("shaken/store", 1_000));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(150)]
    public void No_commit_holds_more_customers_than_a_sweep(int chunk)
    {
        Live();
        using var store = Store.Open(_bank.Options("live"));
        using var inner = new EmbeddedTransport(store, TimeProvider.System);
        using var transport = new CountingTransport(inner);
        using (var stage = new DecisionStage(transport, _bank.Book(), new StageOptions { SweepChunk = chunk }, clock: null) { IsSimulated = true, Past = new PastLog(store, 0) })
        {
            stage.Turn();
            stage.Backfill([Transfers]);
            inner.Close();
            while (stage.Turn())
            {
            }
            stage.Settle();
        }

        Assert.Equal(Customers, transport.Customers.Sum());
        Assert.Equal(chunk, transport.Customers.Max());
    }

    public void Dispose() => _bank.Dispose();

    // Customers with three small transfers each, under a book that counts none; then one that does.
    private void Live()
    {
        using (var run = _bank.Open("live"))
        {
            for (var i = 0; i < Customers; i++) _bank.Register(run, "2026-02-01", $"K{i}");
            foreach (var day in new[] { "2026-02-10", "2026-02-12", "2026-02-20" })
            {
                for (var i = 0; i < Customers; i++) _bank.Feed(run, day, "transfer.out", $"K{i}", """{"amount": 10}""");
            }
            run.AdvanceTo(SmallBank.At("2026-02-28"));
        }
        BankRules.Count(_bank.Rules, ">= 3");
        using (var run = _bank.Open("live")) run.AdvanceTo(SmallBank.At("2026-03-02"));
    }

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(_bank.Place(to));
        foreach (var file in Directory.GetFiles(_bank.Place(from))) File.Copy(file, Path.Combine(_bank.Place(to), Path.GetFileName(file)));
    }

    // One customer a commit, so that there are many moments between two of them.
    private Process Start(string name)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Simulation).Assembly.Location, "backfill", "--data", _bank.Place(name)])
        {
            WorkingDirectory = Repository.Root, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["NBA__STAGE__SWEEPCHUNK"] = "1";
        return Process.Start(start)!;
    }

    // Kills it without a warning once it says that it has done a part.
    private static async Task Kill(Process process)
    {
        using (process)
        {
            using var limit = new CancellationTokenSource(Patience);
            var heard = new List<string>();
            while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
            {
                heard.Add(line);
                if (line.IndexOf('%', StringComparison.Ordinal) is var at and > 3 && int.Parse(line.AsSpan(at - 3, 3), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) >= 10) break;
            }
            process.Kill();
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode > 128, $"it ended before it was killed: {string.Join('\n', heard)}");
        }
    }

    private static async Task End(Process process)
    {
        using (process)
        {
            using var limit = new CancellationTokenSource(Patience);
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"nba backfill ended with {process.ExitCode}: {await errors}");
            Assert.Contains("transfers90", await output, StringComparison.Ordinal);
        }
    }

    private StageHead Head(string name)
    {
        using var store = Store.OpenReadOnly(_bank.Place(name));
        return StoppedStore.Head(store);
    }

    private long Differences(string one, string other, params Table[] tables)
    {
        using var a = Store.OpenReadOnly(_bank.Place(one));
        using var b = Store.OpenReadOnly(_bank.Place(other));
        return Replay.Compare(a, b, tables).Differences;
    }

    /// <summary>Counts the customers that each commit writes.</summary>
    private sealed class CountingTransport(ITransport inner) : ITransport
    {
        public List<int> Customers { get; } = [];

        public long Durable => inner.Durable;

        public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait) => inner.Poll(into, atMost, wait);

        public ITransaction Begin(int partition, int generation) => new Counting(this, inner.Begin(partition, generation));

        public Store Reader(int partition) => inner.Reader(partition);

        public bool IsCaughtUp(int partition) => inner.IsCaughtUp(partition);

        public bool Belongs(int partition, ReadOnlySpan<char> customer) => inner.Belongs(partition, customer);

        public bool TryHold(int partition) => inner.TryHold(partition);

        public void Settle() => inner.Settle();

        public void Dispose()
        {
        }

        private sealed class Counting(CountingTransport counts, ITransaction inner) : ITransaction
        {
            private int _customers;

            public long Number => inner.Number;

            public void Consume(in LogRecord record) => inner.Consume(record);

            public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter) => inner.Refuse(record, key, letter);

            public void Journal(JournalEntry entry) => inner.Journal(entry);

            public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
            {
                _customers += table == Table.Customers ? 1 : 0;
                inner.Put(table, key, value);
            }

            public void Delete(Table table, ReadOnlySpan<byte> key) => inner.Delete(table, key);

            public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last) => inner.Retire(table, key, last);

            public bool TrySend(SentActivity activity) => inner.TrySend(activity);

            public void Commit()
            {
                counts.Customers.Add(_customers);
                inner.Commit();
            }

            public void Abort() => inner.Abort();
        }
    }
}
