using Nba.Host.Commands;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Readme;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Commands;

/// <summary>A store is found where a host keeps it and where a simulated run makes it, whichever command asks.</summary>
public sealed class StoreLookupTests : IDisposable
{
    private readonly SmallBank _bank = new();

    public StoreLookupTests()
    {
        foreach (var place in (string[])["simulated", "host/store"])
        {
            using var run = _bank.Open(place);
            _bank.Feed(run, "2026-03-02", "customer.registered", "K1", """{"name": "Li", "kind": "personal"}""", id: "r1");
            _bank.Feed(run, "2026-03-02", "transfer.out", "K1", """{"amount": 200000}""", id: "t1");
            run.Finish();
        }
    }

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_hosts_lies_in_a_folder_of_the_data_directory_and_a_simulated_one_is_that_directory()
    {
        Assert.Equal(_bank.Place("host/store"), Asking.InStore(Settings("host")).Store.Directory);
        Assert.Equal(_bank.Place("simulated"), Asking.InStore(Settings("simulated")).Store.Directory);
        Assert.Equal(_bank.Place("none/store"), Asking.InStore(Settings("none")).Store.Directory);
        Assert.Equal(7, Asking.InStore(Settings("simulated")).Store.BlockCacheMiB);
    }

    [Fact]
    public void A_replay_is_told_either_of_the_two()
    {
        Assert.Equal(_bank.Place("simulated"), Asking.StoreOf(_bank.Place("simulated")));
        Assert.Equal(_bank.Place("host/store"), Asking.StoreOf(_bank.Place("host/store")));
        Assert.Equal(_bank.Place("host/store"), Asking.StoreOf(_bank.Place("host")));
        Assert.Equal(_bank.Place("none"), Asking.StoreOf(_bank.Place("none")));
    }

    [Theory]
    [InlineData("dead-letters list", "0 dead letters")]
    [InlineData("backfill", "every fact is known; nothing changed")]
    [InlineData("replay --verify", "identical 1 ")]
    public async Task Commands_answer_alike_over_both(string command, string answer)
    {
        var printed = await NbaProcess.Run([.. command.Split(' '), "--data", _bank.Place("simulated")]);

        Assert.Contains(answer, printed, StringComparison.Ordinal);
        Assert.Equal(printed, await NbaProcess.Run([.. command.Split(' '), "--data", _bank.Place("host")]));
    }

    private HostSettings Settings(string data) =>
        new(new HostOptions { Data = _bank.Place(data) }, new StoreOptions { Directory = _bank.Place(data + "/store"), BlockCacheMiB = 7 }, new StageOptions(), new KafkaOptions());
}
