using Nba.Host.State;

namespace Nba.Host.Archives;

/// <summary>What a bank recorded, wherever it lies: what an archive is made of, and what a replay from one is held against. Used by one thread.</summary>
internal interface IRecordedRun : IDisposable
{
    /// <summary>What carries the bank, as manifests have it.</summary>
    string Carrier { get; }

    /// <summary>What its topics begin with; null where it has none.</summary>
    string? Prefix { get; }

    /// <summary>How many partitions it has.</summary>
    int Partitions { get; }

    /// <summary>The tables that a replay can be held against.</summary>
    IReadOnlyList<Table> Compared { get; }

    /// <summary>An empty store for what comes of it, sealed where the run is.</summary>
    ScratchStore Scratch();

    /// <summary>Whether a customer's activities lie in a partition.</summary>
    bool Belongs(int partition, ReadOnlySpan<char> customer);

    /// <summary>Adds all of it to an archive, each partition as of one of its commits.</summary>
    /// <exception cref="InvalidDataException">It cannot be archived as it stands.</exception>
    void Archive(ArchiveWriter into);

    /// <summary>
    /// All that was recorded of a partition, as partition 0 of a store: states, live actions, journal, books and decisions, and the activities that came
    /// after an archive. The partition stands still meanwhile.
    /// </summary>
    /// <exception cref="InvalidDataException">Something that came after the archive is missing, or the partition does not stand still.</exception>
    RecordedStore Since(ArchivedPart archived);

    /// <summary>Adds what a partition did between two archives to a store: activities, and decisions at least. It may go on meanwhile.</summary>
    /// <exception cref="InvalidDataException">Some of it is missing.</exception>
    void Between(ArchivedPart first, ArchivedPart last, Store into);
}

/// <summary>A store to compare with, and whether it goes when it was.</summary>
internal sealed class RecordedStore(Store store, IDisposable? owner = null) : IDisposable
{
    /// <summary>The store.</summary>
    public Store Store => store;

    public void Dispose() => owner?.Dispose();
}
