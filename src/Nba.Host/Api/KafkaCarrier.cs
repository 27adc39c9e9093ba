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
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Api;

/// <summary>A cluster carries the bank; this process is one of its workers, in the roles that its settings give it.</summary>
internal sealed class KafkaCarrier : ICarrier
{
    private readonly KafkaWorker _worker;
    private readonly ILoggerFactory _logging;
    private readonly List<StageWorker> _running = [];

    private KafkaCarrier(KafkaWorker worker, IReadOnlyList<RuleProblem> problems, ILoggerFactory logging)
    {
        (_worker, _logging, Problems) = (worker, logging, [.. problems, .. worker.Problems]);
        if (worker.Tables is { } tables) Books = new BookCache(tables.Store);
        Books?.Add(worker.Book);
        worker.BookChanged += book => Books?.Add(book);
    }

    public Store? Tables => _worker.Tables?.Store;

    public BookCache? Books { get; }

    public RuleBook Book => _worker.Book;

    public IReadOnlyList<RuleProblem> Problems { get; }

    public OwnerChanges Changes => _worker.Changes;

    public string? NotReady =>
        Failure is not null ? RequestReasons.StoreFailed
        : _worker.CannotRun is not null ? RequestReasons.CannotRun
        : _running.Count == _worker.Slots.Count && _running.All(w => w.IsRunning) && _worker.IsReady ? null
        : RequestReasons.NotReady;

    public string? Detail => _worker.CannotRun ?? _worker.Orphans;

    public string Directory => _worker.Directory;

    public Exception? Failure => _running.Select(w => w.Failure).FirstOrDefault(f => f is not null);

    public IReadOnlyList<SlotAnswer>? Slots =>
    [
        .. _worker.Slots.Select(s => (s.Name, s.Transport.Figures.Lags, Held: (s.Stage as DecisionStage)?.Held))
            .Select(s => new SlotAnswer(s.Name, [.. s.Lags.Select(l => l.Partition).Where(p => s.Held?.ContainsKey(p) != true)], s.Lags.Sum(l => l.Lag))),
    ];

    public IReadOnlyList<DecisionStage> Stages => [.. _worker.Slots.Select(s => s.Stage).OfType<DecisionStage>()];

    /// <summary>Connects, makes or checks the topics, and takes up the book that all workers go by; nothing runs yet.</summary>
    /// <exception cref="CannotStartException">No broker answers, a topic is not as it must be, or there is no book to begin with.</exception>
    /// <exception cref="StoreUnavailableException">Another process has the local store, or it cannot be opened.</exception>
    public static KafkaCarrier Open(HostSettings settings, RuleBookLoad load, TimeProvider time, Action<ILoggingBuilder>? logging)
    {
        var factory = LoggerFactory.Create(logging ?? (_ => { }));
        try
        {
            return new KafkaCarrier(KafkaWorker.Open(settings, load.Book, new QueueEvents(settings.Host.Language).Write, time, factory.CreateLogger<KafkaWorker>()), load.Problems, factory);
        }
        catch
        {
            factory.Dispose();
            throw;
        }
    }

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IEventDoor>(_worker.Door);
        foreach (var service in _worker.Services) services.AddSingleton<IHostedService>(_ => service);
        foreach (var slot in _worker.Slots)
        {
            services.AddSingleton<IHostedService>(s =>
            {
                var worker = new StageWorker(slot.Name, slot.Transport, slot.Stage, slot.Transport.Stop, s.GetRequiredService<IHostApplicationLifetime>(), s.GetRequiredService<ILogger<StageWorker>>());
                _running.Add(worker);
                slot.RunBy = worker;
                return worker;
            });
        }
    }

    public ICampaignControl Control => _worker.Control;

    public IReadOnlyList<RuleProblem> Offer(RuleBook files) => _worker.Publish(files);

    public void Dispose()
    {
        _worker.Dispose();
        _logging.Dispose();
    }
}
