using Nba.Engine;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Commands;

/// <summary>Works on the store of a stopped host, under the rule book in force there; the store's lock keeps a running host out.</summary>
internal static class StoppedStore
{
    /// <summary>Where the store stands.</summary>
    /// <exception cref="InvalidDataException">Nothing was ever written to it.</exception>
    public static StageHead Head(Store store) => StageHead.Of(store, 0) ?? throw Said.Unusable($"the store holds no run yet; begin one with 'nba run' or 'nba simulate'");

    /// <summary>Lets a stage do what is asked of it, brings every customer up to the last journal entry, and makes all of it durable.</summary>
    public static void Work(StoreOptions options, StageOptions stageOptions, Action<DecisionStage, RuleBook> ask)
    {
        if (!Directory.Exists(options.Directory)) throw new CannotStartException($"there is no store at '{options.Directory}'; name the data directory a host was run with");
        using var store = Store.Open(options);
        var head = Head(store);
        var book = BookShelf.Read(store, 0, head.Book) ?? throw Said.Unusable($"the store does not hold its rule book {head.Book}");
        using var transport = new EmbeddedTransport(store, TimeProvider.System);
        using var stage = new DecisionStage(transport, book, stageOptions, clock: null) { IsSimulated = head.Simulated, Past = new PastLog(store, 0) };
        stage.Turn();
        ask(stage, book);
        transport.Close();
        while (stage.Turn())
        {
        }
        stage.Settle();
    }

    /// <summary>Puts a book in force and brings every customer up to it; all of it is durable when this returns.</summary>
    public static void PutInForce(Store store, RuleBook book, StageOptions options)
    {
        var head = Head(store);
        using var transport = new EmbeddedTransport(store, TimeProvider.System);
        using var stage = new DecisionStage(transport, book, options, clock: null) { IsSimulated = head.Simulated, Past = new PastLog(store, 0) };
        // A sweep that was broken off goes first.
        do stage.Turn();
        while (stage.InForce != book.Version);
        transport.Close();
        while (stage.Turn())
        {
        }
        stage.Settle();
    }
}
