using System.Globalization;
using System.Text;
using System.Text.Json;
using Nba.Engine.Vocabulary;
using Nba.Host.Access.Audit;
using Nba.Host.Api;
using Nba.Host.Archives;
using Nba.Host.Delivery;
using Nba.Host.Privacy;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Privacy;

/// <summary>Who is erased is in no file any more, and nobody else notices.</summary>
public sealed class EraseTests : WithKeys
{
    private static readonly string[] Ids = ["K-one", "K-old"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_marked_stands_in_any_file_nor_the_keys(bool wasInClearBefore)
    {
        if (wasInClearBefore)
        {
            await MarkedBank.Run(_bank);
            await _bank.Stop();
            Assert.Equal(MarkedBank.OfOne.Order(), MarkedFiles.Of(_bank.Data, MarkedBank.OfOne));
            _bank.Seal = _keys.Places;
            await _bank.Run();
        }
        else
        {
            _bank.Seal = _keys.Places;
            await MarkedBank.Run(_bank);
        }
        await _bank.Take(RunningBank.Transfer("t9", "K-one", 5), RunningBank.Transfer("t8", "K-old", 5));
        var wrapped = Ids.Select(Wrapped).ToList();
        Assert.All(wrapped, w => Assert.True(InKeys(w)));

        var erased = await Erase("K-one");
        Assert.Equal(Ids, erased.GetProperty("customers").EnumerateArray().Select(c => c.GetString()!));
        // Nobody answers there.
        Assert.Equal(["crm"], erased.GetProperty("untold").EnumerateArray().Select(c => c.GetString()!));

        Assert.All(wrapped, w => Assert.False(InKeys(w)));
        Assert.Empty(MarkedFiles.Places(_bank.Data, MarkedBank.OfOne));
        await _bank.Stop();
        Assert.Empty(MarkedFiles.Places(_bank.Data, MarkedBank.OfOne));
        using var store = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var deliveries = DeliveryStore.OpenReadOnly(_bank.Settings);
        Assert.Empty(Rows(store).Concat(Rows(deliveries!.Rows)).Where(r => r.Contains("MARK-1", StringComparison.Ordinal)));
        // Whoever stays is whole: that the search finds.
        Assert.Contains(Rows(store), r => r.Contains("MARK-2-name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everybody_else_is_decided_and_queued_as_before_and_a_replay_verifies()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        await _bank.Take(RunningBank.Transfer("c1", "K-two", 7));
        var (before, actions) = (await Others(), await _bank.Get("/customers/K-two/actions"));
        await Erase("K-one");

        Assert.Equal(before, await Others());
        Assert.Equal(Part(actions, "actions"), Part(await _bank.Get("/customers/K-two/actions"), "actions"));
        Assert.DoesNotContain("K-one", (await _bank.Get("/queues/rm1")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, (await _bank.Get("/queues/rm1")).GetProperty("today").GetArrayLength());
        await _bank.Stop();
        // Its clock would tick for each look at the subscriptions.
        _bank.Delivery = new();
        await _bank.Run();
        _bank.Clock.Advance(TimeSpan.FromDays(4));
        await _bank.Take(RunningBank.Transfer("t3", "K-two", 300000));
        await RunningBank.Until("the days are swept", async () => !(await _bank.Get("/health/ready")).GetProperty("sweeping").GetBoolean());
        await _bank.Stop();

        var found = Verified();
        Assert.Equal((0, null), (found.Differences, found.First));
        Assert.True(found.Decisions > 0);
        Assert.Equal((2, 8), (found.ErasedCustomers, found.ErasedActivities));
    }

    [Fact]
    public async Task An_archive_of_before_gives_the_others_again()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        await _bank.Stop();
        var folder = Path.Combine(_bank.Data, "..", "archive");
        using (var store = Store.OpenReadOnly(_bank.Settings.Store.Directory))
        using (var run = new Nba.Host.Transport.Embedded.EmbeddedRun(store))
        using (var writer = ArchiveWriter.Begin(folder, TimeProvider.System))
        {
            run.Archive(writer);
            writer.Finish(run.Carrier, run.Prefix);
        }
        await _bank.Run();
        await Erase("K-one");
        await _bank.Take(RunningBank.Transfer("t3", "K-two", 300000));
        await _bank.Stop();
        using var recorded = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var again = new Nba.Host.Transport.Embedded.EmbeddedRun(recorded);

        var found = new ArchiveReplay(again, Archive.Open(folder), null, new StageOptions()).Verify(0);

        Assert.Equal((0, null), (found.Differences, found.First));
        using var states = ScratchStore.Empty(recorded);
        Archive.Open(folder).Unpack(0, states.Store);
        Assert.False(states.Store.TryGet(new Keys(0).Text(Table.Customers, "K-one"), ref _row, out _));
        Assert.True(states.Store.TryGet(new Keys(0).Text(Table.Customers, "K-two"), ref _row, out _));
    }

    private byte[] _row = [];

    [Fact]
    public async Task What_comes_later_is_refused_and_not_kept()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        await Erase("K-one");
        foreach (var late in new[] { RunningBank.Registered("K-one", "MARK-1-late"), RunningBank.Registered("K-old", "MARK-1-late"), RunningBank.Event("x", "transfer.out", "K-one", """{"amount":"MARK-1-late"}""") })
        {
            var problem = await RunningBank.Json(await _bank.Post("/events", late), 400);
            Assert.Equal(ReasonNames.Of(Reason.Erased), problem.GetProperty("reason").GetString());
        }

        Assert.Equal(3, (await _bank.Get("/dead-letters")).GetProperty("deadLetters").EnumerateArray().Count(l => l.GetProperty("reason").GetString() == "erased"));
        await _bank.Stop();
        Assert.Empty(MarkedFiles.Of(_bank.Data, ["MARK-1-late"]));
        Assert.Equal(0, Verified().Differences);
        // Also after a start.
        await _bank.Run();
        Assert.Equal("erased", (await RunningBank.Json(await _bank.Post("/events", RunningBank.Transfer("y", "K-one", 1)), 400)).GetProperty("reason").GetString());
        Assert.Contains("was erased at", (await _bank.Get("/customers/K-one/export", 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await Asked("K-one")).StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Broken_off_after_any_step_it_is_not_begun_or_finished_at_the_next_start(int step)
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        using var erasing = new Erasing(_bank.Service<ICarrier>().Tables!, _bank.Service<Queries>(), _bank.Service<DeliveryStore>(), _bank.Service<ICarrier>().Stages[0])
        {
            Between = at =>
            {
                if (at != step) return;
                // What a killed process leaves on the disk at this moment.
                MarkedFiles.Copy(_bank.Data, _bank.Data + "-killed");
                File.Copy(_keys.Places.KeysFile, _bank.Data + "-killed.keys");
                throw new BrokenOffException();
            },
        };
        await Assert.ThrowsAsync<BrokenOffException>(() => erasing.Run("K-one", "asked for"));
        await _bank.Stop();
        Directory.Delete(_bank.Data, recursive: true);
        Directory.Move(_bank.Data + "-killed", _bank.Data);
        File.Move(_bank.Data + "-killed.keys", _keys.Places.KeysFile, overwrite: true);
        var begun = step > 1;
        Assert.Equal(begun, Tombstone() is { IsDone: false });

        await _bank.Run();
        Assert.Equal(begun, Tombstone() is { IsDone: true });
        Assert.Equal(begun, Ids.All(i => _bank.Service<ICarrier>().Tables!.Keys!.IsDestroyed(KeyRing.IdOf(Encoding.UTF8.GetBytes(i)))));
        if (!begun) await Erase("K-one");
        await _bank.Stop();
        Assert.Empty(MarkedFiles.Places(_bank.Data, MarkedBank.OfOne));
        Assert.Equal(0, Verified().Differences);
    }

    [Fact]
    public async Task Keys_that_are_put_back_from_a_copy_are_destroyed_again()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        await _bank.Stop();
        var copy = await File.ReadAllBytesAsync(_keys.Places.KeysFile);
        await _bank.Run();
        await Erase("K-one");
        await _bank.Stop();
        await File.WriteAllBytesAsync(_keys.Places.KeysFile, copy);
        await _bank.Run();

        Assert.All(Ids, i => Assert.True(_bank.Service<ICarrier>().Tables!.Keys!.IsDestroyed(KeyRing.IdOf(Encoding.UTF8.GetBytes(i)))));
    }

    [Fact]
    public async Task Who_looked_stays_proven_and_the_audit_log_says_nothing_of_them()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        await _bank.Get("/customers/K-one/actions");
        await Erase("K-one");
        await _bank.Stop();
        var folder = AuditFolder.In(_bank.Data);

        Assert.Equal(0, AuditVerifier.Verify(folder, []).FaultCount);
        var entries = new List<string>();
        new AuditQuery("K-one", null, null, null).Run(folder, line => entries.Add(Encoding.UTF8.GetString(line)));
        Assert.Contains(entries, e => e.Contains("GET /customers/{id}/actions", StringComparison.Ordinal));
        Assert.Contains(entries, e => e.Contains("POST /customers/{id}/erase", StringComparison.Ordinal) && e.Contains("K-old", StringComparison.Ordinal));
        Assert.Empty(MarkedFiles.Of(folder, MarkedBank.OfOne.Append("asked for")));
    }

    [Fact]
    public async Task In_a_store_that_is_not_sealed_nobody_is_erased()
    {
        await MarkedBank.Run(_bank);
        var problem = await RunningBank.Json(await Asked("K-one"), 409);

        Assert.Contains("Nba:Privacy:KeyFile", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(0, (await _bank.Get("/customers/K-one/actions")).GetProperty("actions").GetArrayLength());
    }

    [Fact]
    public async Task Without_a_reason_or_of_nobody_nothing_is_erased()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);

        Assert.Equal(400, (int)(await _bank.Post("/customers/K-one/erase", "{}", "application/json")).StatusCode);
        Assert.Equal(404, (int)(await Asked("K-none")).StatusCode);
        await _bank.Get("/customers/K-one/export");
    }

    private async Task<JsonElement> Erase(string customer) => await RunningBank.Json(await Asked(customer));

    private Task<HttpResponseMessage> Asked(string customer) => MarkedBank.Erase(_bank, customer);

    private async Task<string> Others() => (await _bank.Get("/customers/K-two/decisions")).GetRawText() + (await _bank.Client.GetStringAsync("/decisions/K-two.1"));

    private static string Part(JsonElement answer, string name) => answer.GetProperty(name).GetRawText();

    private Erasure? Tombstone()
    {
        if (_bank.IsRunning) return Erasing.Of(_bank.Service<ICarrier>().Tables!, "K-old");
        using var store = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        return Erasing.Of(store, "K-old");
    }

    private Verification Verified()
    {
        using var recorded = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var replayed = ScratchStore.Empty(recorded);
        Replay.Run(recorded, replayed.Store, new StageOptions());
        return Replay.Compare(recorded, replayed.Store);
    }

    private byte[] Wrapped(string customer)
    {
        using var keys = KeyFile.Open(_keys.Places.KeysFile, writes: false);
        var wrapped = new byte[KeyFile.WrappedLength];
        Assert.True(keys.TryFind(KeyRing.IdOf(Encoding.UTF8.GetBytes(customer)), wrapped, out var isDestroyed) && !isDestroyed, string.Create(CultureInfo.InvariantCulture, $"{customer} has no key"));
        return wrapped;
    }

    private bool InKeys(byte[] wrapped)
    {
        using var file = new FileStream(_keys.Places.KeysFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(wrapped) >= 0;
    }

    private static List<string> Rows(Store store)
    {
        var found = new List<string>();
        using var rows = store.Scan([]);
        while (rows.MoveNext()) found.Add(Encoding.UTF8.GetString(rows.Value));
        return found;
    }

    private sealed class BrokenOffException : Exception;
}
