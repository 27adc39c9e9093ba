using System.Text;
using Nba.Host.Archives;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Tests.Api;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Privacy;

/// <summary>A bank whose customers are sealed decides as one in clear does, and holds nothing of anybody in its files.</summary>
public sealed class SealedBankTests : WithKeys
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sealed_no_file_holds_what_is_marked_and_in_clear_the_files_do(bool isSealed)
    {
        _bank.Seal = isSealed ? _keys.Places : null;
        await MarkedBank.Run(_bank);
        await _bank.Stop();

        Assert.Equal(isSealed ? [] : MarkedBank.OfOne.Order(), Found());
    }

    [Fact]
    public async Task It_answers_decides_and_verifies_as_in_clear()
    {
        await using var other = new RunningBank();
        var clear = await Decided(other, null);
        var isSealed = await Decided(_bank, _keys.Places);

        Assert.NotEmpty(clear);
        Assert.Equal(clear, isSealed);
    }

    [Fact]
    public async Task An_archive_of_it_is_sealed_too_and_can_be_replayed_from()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        await _bank.Stop();
        var folder = Path.Combine(_bank.Data, "..", "archive");
        using var store = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var run = new EmbeddedRun(store);
        using (var writer = ArchiveWriter.Begin(folder, TimeProvider.System))
        {
            run.Archive(writer);
            writer.Finish(run.Carrier, run.Prefix);
        }
        using var states = ScratchStore.Empty(store);
        Archive.Open(folder).Unpack(0, states.Store);
        using var plain = ScratchStore.Empty();
        Archive.Open(folder).Unpack(0, plain.Store);

        Assert.Equal(Rows(store, Table.Customers), Rows(states.Store, Table.Customers));
        Assert.DoesNotContain(Rows(plain.Store, Table.Customers), r => r.Contains("MARK", StringComparison.Ordinal));
        Assert.Equal(0, new ArchiveReplay(run, Archive.Open(folder), null, new StageOptions()).Verify(0).Differences);
    }

    private static async Task<string> Decided(RunningBank bank, SealPlaces? seal)
    {
        bank.Seal = seal;
        MarkedBank.Set(bank);
        bank.Delivery = new();
        await bank.Run();
        await bank.Take(RunningBank.Registered("K-one"), RunningBank.Transfer("t1", "K-one", 200000), RunningBank.Registered("K-two"), RunningBank.Event("m1", "customer.merged", "K-one", """{"into":"K-two"}"""));
        bank.Clock.Advance(TimeSpan.FromDays(4));
        await RunningBank.Until("the days are swept", async () => !(await bank.Get("/health/ready")).GetProperty("sweeping").GetBoolean() && (await bank.Get("/customers/K-two/actions")).GetProperty("actions").GetArrayLength() == 2);
        var queue = (await bank.Get("/queues/unassigned")).GetRawText();
        await bank.Stop();
        using var recorded = Store.OpenReadOnly(bank.Settings.Store.Directory);
        using var replayed = ScratchStore.Empty(recorded);
        Replay.Run(recorded, replayed.Store, new StageOptions());
        var found = Replay.Compare(recorded, replayed.Store);
        Assert.Equal((0, null), (found.Differences, found.First));
        return queue + found.Hash + string.Join('\n', Rows(recorded, Table.Decisions));
    }

    private static List<string> Rows(Store store, Table table)
    {
        var found = new List<string>();
        using var rows = store.Scan(new Keys(0).Prefix(table));
        while (rows.MoveNext()) found.Add(Encoding.Latin1.GetString(rows.Key) + Encoding.Latin1.GetString(rows.Value));
        return found;
    }

    private IEnumerable<string> Found() => MarkedFiles.Of(_bank.Data, MarkedBank.OfOne);
}
