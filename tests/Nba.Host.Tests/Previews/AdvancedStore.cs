using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Tests.Previews;

/// <summary>A copy of a store in which days really pass, with what owners' queues show on each.</summary>
internal sealed class AdvancedStore : IDisposable
{
    private readonly Simulation _run;
    private readonly RuleBook _book;

    /// <summary>Copies a store into a folder that does not exist yet; another book than the one in force there takes force at once.</summary>
    public AdvancedStore(string store, string copy, RuleBook book)
    {
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(store)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        _book = book;
        _run = Simulation.Open(new StoreOptions { Directory = copy, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 }, book, new StageOptions());
        _run.Finish();
    }

    /// <summary>The store.</summary>
    public Store Store => _run.Store;

    /// <summary>Lets time pass to the last moment of a day.</summary>
    public void To(DateOnly day) => _run.AdvanceTo(new Instant(_book.Calendar.StartOf(day.AddDays(1)).UnixMilliseconds - 1));

    /// <summary>What queues show on a day.</summary>
    public static Dictionary<(string Owner, UInt128 Id), Shown> Queues(Store store, DateOnly day)
    {
        var shown = new Dictionary<(string, UInt128), Shown>();
        using var rows = store.Scan(new Keys(0).Prefix(Table.Actions));
        while (rows.MoveNext())
        {
            if (ActionRecordCodec.Read(rows.Value) is { Withdrawn: false } record && !(record.NotBefore > day.DayNumber)) shown[(record.Owner, record.Id)] = new Shown(record.Action, record.DueOn, record.Escalated);
        }
        return shown;
    }

    public void Dispose() => _run.Dispose();
}

/// <summary>An action as a queue shows it.</summary>
internal readonly record struct Shown(string Action, int? DueOn, bool Escalated);
