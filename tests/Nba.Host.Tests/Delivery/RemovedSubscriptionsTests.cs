using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery;

/// <summary>What is kept of a subscription goes with its file, and not before it is certain that this is gone.</summary>
public sealed class RemovedSubscriptionsTests : IAsyncDisposable
{
    private readonly DeliveringBank _bank = new();

    public ValueTask DisposeAsync() => _bank.DisposeAsync();

    [Fact]
    public async Task A_subscription_whose_file_is_gone_is_forgotten_and_one_of_its_name_is_a_new_one()
    {
        await _bank.Start();
        _bank.Write("crm-2", _bank.Receiver.Address);
        _bank.Deliveries.Look();
        _bank.Receiver.Answers = t => t.Data.GetProperty("actions")[0].GetProperty("customer").GetString() == "C2" ? 400 : 200;
        await _bank.Outflow("C1");
        await _bank.Outflow("C2");
        await _bank.Until("one is told and one set aside at both", () => Told == 2 && _bank.Deliveries.SetAside(null).Count == 2);

        File.Delete(_bank.PathOf("crm"));
        _bank.Deliveries.Look();
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(61));
        await _bank.Until("it is forgotten", IsForgotten);
        Assert.Empty(_bank.Deliveries.SetAside("crm"));
        Assert.Single(_bank.Deliveries.SetAside("crm-2"));

        _bank.Write("crm", _bank.Receiver.Address);
        _bank.Deliveries.Look();
        await _bank.Until("what stands is told anew", () => Told == 3 && _bank.Deliveries.SetAside("crm").Count == 1);
    }

    [Fact]
    public async Task A_file_that_is_back_within_a_minute_was_being_saved()
    {
        await _bank.Start();
        await _bank.Outflow("C1");
        await _bank.Until("it is told", () => _bank.Figures.Delivered == 1);

        File.Delete(_bank.PathOf("crm"));
        _bank.Deliveries.Look();
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(30));
        _bank.Deliveries.Look();
        _bank.Write("crm", _bank.Receiver.Address, ", \"tries\": 9");
        _bank.Deliveries.Look();
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(61));
        _bank.Deliveries.Look();
        await _bank.Outflow("C2");

        await _bank.Until("what is new is told", () => _bank.Receiver.Stands.Count == 2);
        Assert.Equal(2, _bank.Receiver.All.Count);
    }

    [Fact]
    public async Task A_file_that_goes_while_the_host_is_stopped_is_forgotten_too_and_one_with_a_fault_or_an_unreadable_folder_is_not()
    {
        await _bank.Start();
        _bank.Write("other", _bank.Receiver.Address);
        _bank.Deliveries.Look();
        await _bank.Outflow("C1");
        await _bank.Until("both are told", () => Told == 2 && _bank.Deliveries.Figures.All(f => f.Delivered == 1));
        await _bank.Bank.Stop();
        File.Delete(_bank.PathOf("crm"));
        await File.WriteAllTextAsync(_bank.PathOf("other"), "{", TestContext.Current.CancellationToken);
        await _bank.Run();

        await _bank.Until("the folder is looked at", () => _bank.Deliveries.Problems.Count == 1);
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(61));
        await _bank.Until("it is forgotten", IsForgotten);
        Assert.Equal(["other"], Ledger.Names());

        Directory.Move(_bank.Folder, _bank.Folder + "-away");
        _bank.Deliveries.Look();
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(61));
        _bank.Deliveries.Look();
        Assert.Equal(["other"], Ledger.Names());
    }

    private DeliveryLedger Ledger => new(_bank.Bank.Service<DeliveryStore>());

    private int Told => _bank.Receiver.All.Count(t => t.Answer == 200);

    private bool IsForgotten()
    {
        _bank.Deliveries.Look();
        return !Ledger.Names().Contains("crm");
    }
}
