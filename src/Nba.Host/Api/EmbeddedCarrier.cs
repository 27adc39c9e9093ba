using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>One process and one store carry everything.</summary>
internal sealed class EmbeddedCarrier : ICarrier
{
    private readonly EmbeddedTransport _transport;
    private readonly DecisionStage _stage;
    private readonly Store _store;
    private readonly BookCache _books;
    private readonly StoredControl _control;
    private readonly Meter _meter = new(StageMeter.Name);
    private StageWorker? _worker;

    private EmbeddedCarrier(HostSettings settings, Store store, BookCache books, StoredControl control, IReadOnlyList<RuleProblem> problems, TimeProvider time)
    {
        (_store, _books, _control, Book, Problems, Directory) = (store, books, control, control.Current, problems, settings.Store.Directory);
        _transport = new EmbeddedTransport(store, time, settings.Host.WaitingChunks) { Changes = Changes };
        _stage = new DecisionStage(_transport, Book, settings.Stage, time) { IsSimulated = time is SimulatedClock };
        control.Changed += Follow;
        StageMeter.Observe(_meter, () => Stages);
    }

    public Store? Tables => _store;

    public BookCache? Books => _books;

    public RuleBook Book { get; }

    public IReadOnlyList<RuleProblem> Problems { get; }

    public OwnerChanges Changes { get; } = new();

    public string? NotReady => _transport.HasFailed || _worker?.Failure is not null ? RequestReasons.StoreFailed : _worker is { IsRunning: true } ? null : RequestReasons.NotReady;

    public string? Detail => null;

    public string Directory { get; }

    public Exception? Failure => _worker?.Failure;

    public IReadOnlyList<SlotAnswer>? Slots => null;

    public IReadOnlyList<DecisionStage> Stages => [_stage];

    /// <summary>Opens the store; nothing runs yet.</summary>
    /// <exception cref="CannotStartException">The rules are faulty and the store holds no book to go on with.</exception>
    /// <exception cref="StoreUnavailableException">Another process has the store, or it cannot be opened.</exception>
    public static EmbeddedCarrier Open(HostSettings settings, RuleBookLoad load, TimeProvider time)
    {
        var store = Store.Open(settings.Store);
        try
        {
            var books = new BookCache(store);
            // Faulty files, or files that do not go with what is set for campaigns, must not keep a bank that worked yesterday from starting today.
            var (control, problems) = load.Book is { } files ? StoredControl.Open(store, files) : (null, load.Problems);
            control ??= new Queries(store, books, time).Book() is { } last ? StoredControl.Open(store, last).Control : null;
            if (control is null) throw new CannotStartException(BankHost.Faults(settings.Host.Rules, problems));
            books.Add(control.Current);
            return new EmbeddedCarrier(settings, store, books, control, problems, time);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IEventDoor>(_transport);
        // Given back by the worker, in its order: the store goes last.
        services.AddSingleton(s => _worker = new StageWorker("stage", _transport, _stage, _transport.Close, s.GetRequiredService<IHostApplicationLifetime>(), s.GetRequiredService<ILogger<StageWorker>>()));
        services.AddHostedService(s => s.GetRequiredService<StageWorker>());
    }

    public ICampaignControl Control => _control;

    public IReadOnlyList<RuleProblem> Offer(RuleBook files) => _control.Take(files);

    private void Follow(RuleBook book)
    {
        _books.Add(book);
        _stage.Offer(book);
    }

    public void Dispose()
    {
        _meter.Dispose();
        // Without a worker nobody else gives these back.
        if (_worker is null)
        {
            _stage.Dispose();
            _transport.Dispose();
        }
        _store.Dispose();
    }
}
