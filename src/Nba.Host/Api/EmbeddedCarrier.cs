using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
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
    private readonly Meter _meter = new(StageMeter.Name);
    private StageWorker? _worker;

    private EmbeddedCarrier(HostSettings settings, Store store, BookCache books, RuleBook book, TimeProvider time)
    {
        (_store, _books, Book, Directory) = (store, books, book, settings.Store.Directory);
        _transport = new EmbeddedTransport(store, time, settings.Host.WaitingChunks);
        _stage = new DecisionStage(_transport, book, settings.Stage, time);
        StageMeter.Observe(_meter, () => Stages);
    }

    public Store? Tables => _store;

    public BookCache? Books => _books;

    public RuleBook Book { get; }

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
            // Faulty files must not keep a bank that worked yesterday from starting today.
            var book = load.Book ?? new Queries(store, books, time).Book() ?? throw new CannotStartException(BankHost.Faults(settings.Host.Rules, load.Problems));
            books.Add(book);
            return new EmbeddedCarrier(settings, store, books, book, time);
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

    public void Offer(RuleBook book)
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
