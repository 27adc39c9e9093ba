using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Api;
using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery;

/// <summary>An owner of a receiver is served from one place at a time, whatever happens to its subscription, and the host's stop waits for it.</summary>
public sealed class DeliveryTurnsTests : IAsyncDisposable
{
    private readonly DeliveringBank _bank = new();
    private readonly ManualResetEventSlim _answers = new();
    private int _asked, _beside, _mostBeside;

    public async ValueTask DisposeAsync()
    {
        _answers.Set();
        await _bank.DisposeAsync();
        _answers.Dispose();
    }

    [Fact]
    public async Task What_is_under_way_of_a_subscription_that_changes_is_over_before_more_is_told_and_nobody_else_waits_for_it()
    {
        await using var other = await Receiver.Start();
        await _bank.Start();
        _bank.Receiver.Answers = Held;
        await _bank.Outflow("C1");
        await _bank.Until("the receiver is asked", () => _asked == 1);

        _bank.Write("crm", _bank.Receiver.Address, ", \"tries\": 9");
        _bank.Write("other", other.Address);
        _bank.Deliveries.Look();
        await _bank.Outflow("C2");
        await _bank.Until("the other receiver has both", () => other.Stands.Count == 2);
        Assert.Equal(1, _asked);

        _answers.Set();
        await _bank.Until("the receiver has both", () => _bank.Receiver.Stands.Count == 2);
        Assert.Equal(1, _mostBeside);
        // The answer that was waited for counted.
        Assert.Equal(2, _bank.Receiver.All.Count);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_the_next_run_for_one_time_out()
    {
        await _bank.Start();
        _bank.Receiver.Answers = Held;
        await _bank.Outflow("C1");
        await _bank.Until("the receiver is asked", () => _asked == 1);

        _bank.Write("crm", _bank.Receiver.Address, ", \"tries\": 9");
        _bank.Deliveries.Look();
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(1, _asked);
        _bank.Bank.Clock.Advance(TimeSpan.FromSeconds(2));

        await _bank.Until("it is asked again", () => _asked == 2);
    }

    [Fact]
    public async Task What_is_asked_for_again_waits_for_the_turn_of_its_owner()
    {
        await _bank.Start();
        _bank.Receiver.Answers = _ => 400;
        await _bank.Outflow("C1");
        await _bank.Until("it is set aside", () => _bank.Deliveries.SetAside("crm").Count == 1);
        _bank.Receiver.Answers = Held;
        await _bank.Outflow("C2");
        await _bank.Until("the owner's turn is under way", () => _asked == 1);

        Assert.Equal(1, _bank.Deliveries.Redrive("crm", null));

        // Nothing that is kept of the owner changes beside the turn.
        Assert.Single(_bank.Deliveries.SetAside("crm"));
        _answers.Set();
        await _bank.Until("the receiver has both", () => _bank.Receiver.Stands.Count == 2);
        Assert.Empty(_bank.Deliveries.SetAside("crm"));
        Assert.Equal(1, _mostBeside);
    }

    [Fact]
    public async Task What_was_asked_for_again_survives_the_end_of_the_run_that_was_asked()
    {
        await _bank.Start();
        _bank.Receiver.Answers = _ => 400;
        await _bank.Outflow("C1");
        await _bank.Until("it is set aside", () => _bank.Deliveries.SetAside("crm").Count == 1);
        _bank.Receiver.Answers = Held;
        await _bank.Outflow("C2");
        await _bank.Until("the owner's turn is under way", () => _asked == 1);

        Assert.Equal(1, _bank.Deliveries.Redrive("crm", null));
        _bank.Write("crm", _bank.Receiver.Address, ", \"tries\": 9");
        _bank.Deliveries.Look();
        _answers.Set();

        await _bank.Until("the receiver has both", () => _bank.Receiver.Stands.Count == 2);
        Assert.Empty(_bank.Deliveries.SetAside("crm"));
    }

    [Fact]
    public async Task A_host_that_stops_waits_for_what_is_under_way_before_the_store_is_closed()
    {
        var held = new HeldDestination();
        Directory.CreateDirectory(_bank.Folder);
        _bank.Write("crm", new Uri("http://127.0.0.1:1/"));
        // As when what is under way needs longer than the host has for its stop.
        await _bank.Bank.Run(b => b.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.Zero).AddSingleton(s => Of(s, held)).AddHostedService(s => s.GetRequiredService<Deliveries>()));
        await _bank.Outflow("C1");
        await held.Asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        var stop = _bank.Bank.Stop();
        await Assert.ThrowsAsync<TimeoutException>(() => stop.WaitAsync(TimeSpan.FromMilliseconds(500)));
        held.Answer();
        await stop.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.True(held.IsGivenBack);
    }

    private Deliveries Of(IServiceProvider services, IDestination destination)
    {
        var (carrier, folder) = (services.GetRequiredService<ICarrier>(), _bank.Folder);
        return new Deliveries(new SubscriptionFolder(folder, "en", TimeSpan.FromHours(1), new DeliveryForms(folder)), _ => destination, new DeliveryReader(carrier.Tables!, services.GetRequiredService<Queries>(), carrier.Control, () => true),
            new DeliveryLedger(services.GetRequiredService<DeliveryStore>()), carrier.Changes, _bank.Bank.Clock, NullLogger<Deliveries>.Instance);
    }

    private int Held(Told told)
    {
        var beside = Interlocked.Increment(ref _beside);
        InterlockedMost(beside);
        Interlocked.Increment(ref _asked);
        _answers.Wait(TimeSpan.FromSeconds(30));
        Interlocked.Decrement(ref _beside);
        return 200;
    }

    private void InterlockedMost(int beside)
    {
        for (var most = _mostBeside; beside > most; most = _mostBeside) Interlocked.CompareExchange(ref _mostBeside, beside, most);
    }

    // Answers when it is told to, and listens to nobody else.
    private sealed class HeldDestination : IDestination
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously), _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public bool IsGivenBack { get; private set; }

        public string? Resting => null;

        public void Answer() => _answer.SetResult();

        public async Task<DeliveryAnswer> Send(DeliveryMessage message, CancellationToken stopping)
        {
            _asked.TrySetResult();
            await _answer.Task;
            return new DeliveryAnswer(DeliveryResult.Delivered);
        }

        public void Dispose() => IsGivenBack = true;
    }
}
