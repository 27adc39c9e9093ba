using System.Buffers.Binary;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Privacy;

/// <summary>
/// Erases a person: rows go in one commit of the stage, with a tombstone that says what is still to be done; then what receivers were told, the keys, and the bytes in the files. Broken off in between, it is finished when
/// it is asked for again, or at the next start. One erasure at a time.
/// </summary>
/// <param name="store">The rows of the bank, sealed.</param>
/// <param name="queries">Answers from them.</param>
/// <param name="deliveries">What receivers were told; null where nothing ever was.</param>
/// <param name="stage">The stage that writes the rows.</param>
internal sealed class Erasing(Store store, Queries queries, DeliveryStore? deliveries, DecisionStage stage) : IDisposable
{
    // About as many activities as a file of 64 MB holds.
    private const long Near = 200_000;

    // Whoever changes as fast as this is looked for while nothing else is decided.
    private const int MostTries = 4;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>For tests: called between the steps, with the number of each.</summary>
    internal Action<int>? Between { get; init; }

    /// <summary>The clock by which it waits until receivers are told; null where nobody tells them.</summary>
    public TimeProvider? Telling { get; init; }

    /// <summary>Erases the person of a customer; null, with why in words, where that cannot be done or is not finished.</summary>
    public async Task<(Erasure? Erasure, Sentence? Why)> Run(string customer, string reason)
    {
        if (store.Keys is null) return (null, NotSealed);
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Of(store, customer) is { } before) return before.IsDone ? (null, Already(before)) : await Finish(before).ConfigureAwait(false);
            for (var tries = 1; ; tries++)
            {
                if (queries.Standing() is null) return (null, Sentence.Of($"the first commit is still to come"));
                var rows = Standing(customer);
                if (Find(customer) is not { } found) return (null, queries.NoCustomer(customer));
                Between?.Invoke(1);
                ErasedPerson? Still() => Standing(customer).AsSpan().SequenceEqual(rows) ? found : tries >= MostTries ? Find(customer) : null;
                if (await Erase(Still, reason).ConfigureAwait(false) is not { } erasure) continue;
                Between?.Invoke(2);
                return await Finish(erasure).ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>That an erasure has begun and is not at its end.</summary>
    public static Sentence Unfinished(Erasure erasure) => $"the erasure of this customer, begun at {erasure.At}, is not finished: ask for it again, or start the host again";

    private Task<Erasure?> Erase(Func<ErasedPerson?> found, string reason) => stage.Ask(partition =>
    {
        Erasure? made = null;
        partition.Erase(found, (person, positions) =>
        {
            made = new Erasure(person.Customers, queries.Standing()!.Value.Now.ToString(), reason, [.. person.Actions.Select(ActionIdentity.Format)], [.. positions.Select(p => new Keys(0).Number(Table.Log, p).ToArray())]);
            return made.Write();
        });
        return made;
    });

    // Who the person is, and all that is theirs; null where nothing is.
    private ErasedPerson? Find(string customer)
    {
        var (looked, person) = (queries.Standing()!.Value.Head.NextPosition, Person.Of(store, queries, customer));
        var positions = new CustomerSearch(store, person.Customers).Between(0, looked, Instant.MaxValue).Select(r => r.Position).ToHashSet();
        foreach (var one in PersonLetters.Of(store, queries, person, positions)) positions.Add(one.Letter.Position);
        if (positions.Count == 0 && person.Customers.All(c => queries.State(c) is null)) return null;
        return new ErasedPerson(person.Customers, person.Actions, [.. positions], looked, Partition.RowsOf(store, 0, person.Customers, person.Actions));
    }

    // Their ids and states: as long as these are the same, nothing else of them changed but what came late.
    private byte[] Standing(string customer)
    {
        var bytes = new List<byte>();
        var row = Array.Empty<byte>();
        foreach (var one in Past.Family(queries, customer))
        {
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(one));
            bytes.Add(0);
            if (store.TryGet(new Keys(0).Text(Table.Customers, one), ref row, out var length)) bytes.AddRange(row.AsSpan(0, length));
        }
        return [.. bytes];
    }

    // What is left to be done once the rows are gone. Where the disk refuses, the tombstone says that it is open.
    private async Task<(Erasure? Erasure, Sentence? Why)> Finish(Erasure erasure)
    {
        try
        {
            if (deliveries is not null)
            {
                var untold = await Untold.Of(deliveries, erasure, Telling).ConfigureAwait(false);
                // Kept before their rows go, by which they are known.
                if (untold.Except(erasure.Untold ?? []).Any()) await Keep(erasure = erasure with { Untold = untold }).ConfigureAwait(false);
            }
            Finish(store, deliveries, erasure, Between);
            erasure = erasure with { Actions = null, Keys = null };
            await Keep(erasure).ConfigureAwait(false);
            return (erasure, null);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or IOException)
        {
            return (null, $"the erasure of this customer, begun at {erasure.At}, is not finished: {failure.Message.TrimEnd('.')}; ask for it again, or start the host again");
        }
    }

    private Task Keep(Erasure erasure) => stage.Ask(partition =>
    {
        partition.Tombstone(erasure.Customers, erasure.Write());
        return true;
    });

    /// <summary>Why nothing can be erased in a store that is not sealed.</summary>
    public static readonly Sentence NotSealed = Sentence.Of($"customers are not sealed in this store, so copies of it would keep what is erased here: name a master key with Nba:Privacy:KeyFile and start the host again (docs/security.md, A person's data)");

    /// <summary>The erasure of a customer; null where there was none.</summary>
    public static Erasure? Of(Store store, string customer)
    {
        var row = Array.Empty<byte>();
        return customer.Length is > 0 and <= Engine.Events.Activity.MaxCustomerLength && store.TryGet(new Keys(0).Text(Table.Erasures, customer), ref row, out var length) ? Erasure.Read(row.AsSpan(0, length)) : null;
    }

    /// <summary>That a customer was erased already.</summary>
    public static Sentence Already(Erasure erasure) => erasure.Untold is { } untold
        ? Sentence.Of($"this customer was erased at {erasure.At}: {erasure.Reason}; receivers that could not be told, and may still show something: {string.Join(", ", untold)}")
        : Sentence.Of($"this customer was erased at {erasure.At}: {erasure.Reason}");

    /// <summary>
    /// Finishes at a start what a crash broke off, before anything else writes the store; and destroys once more the keys of whoever was erased, in case keys were put back from a copy. Answers how many erasures were finished.
    /// </summary>
    public static int FinishAll(Store store, DeliveryStore? deliveries)
    {
        if (store.Keys is not { } ring) return 0;
        var broken = new Dictionary<string, Erasure>(StringComparer.Ordinal);
        using (var rows = store.Scan(new Keys(0).Prefix(Table.Erasures)))
        {
            while (rows.MoveNext())
            {
                var erasure = Erasure.Read(rows.Value);
                if (!erasure.IsDone) broken[erasure.Customers[0]] = erasure;
                else foreach (var customer in erasure.Customers.Where(c => !ring.IsDestroyed(IdOf(c)))) ring.Destroy(IdOf(customer));
            }
        }
        foreach (var open in broken.Values)
        {
            var erasure = deliveries is not null && Untold.Standing(deliveries, open) is { Count: > 0 } untold ? open with { Untold = untold } : open;
            if (!ReferenceEquals(erasure, open)) Put(store, erasure);
            Finish(store, deliveries, erasure, null);
            Put(store, erasure with { Actions = null, Keys = null });
        }
        return broken.Count;
    }

    private static void Put(Store store, Erasure erasure)
    {
        using var batch = store.NewBatch();
        foreach (var customer in erasure.Customers) batch.Put(new Keys(0).Text(Table.Erasures, customer), erasure.Write());
        store.Write(batch);
    }

    private static void Finish(Store store, DeliveryStore? deliveries, Erasure erasure, Action<int>? between)
    {
        if (deliveries is not null)
        {
            var rows = PersonDeliveries.Of(deliveries.Rows, Untold.Whose(erasure));
            deliveries.Write(batch =>
            {
                foreach (var row in rows) batch.Delete(row.Key);
            });
            // A receiver that was told meanwhile took its rows away itself, so their keys are not known; the tables are small.
            deliveries.Rows.Compact(PersonDeliveries.Parts.Select(p => Whole(new Keys(0).Prefix(p.Table))));
        }
        between?.Invoke(3);
        foreach (var customer in erasure.Customers) store.Keys!.Destroy(IdOf(customer));
        between?.Invoke(4);
        store.Compact(Ranges(erasure));
        between?.Invoke(5);
    }

    // Where anything of theirs can have stood, also what was taken away before and has not left the files yet; of rows that were sealed when they were written there is nothing to be read any more.
    private static IEnumerable<(byte[] From, byte[] To)> Ranges(Erasure erasure)
    {
        foreach (var customer in erasure.Customers)
        {
            var key = new Keys(0).Text(Table.Customers, customer).ToArray();
            yield return (key, key);
            yield return Whole(new Keys(0).TextPrefix(Table.Decisions, customer));
        }
        yield return Whole(new Keys(0).Prefix(Table.Actions));
        foreach (var table in (Table[])[Table.Spent, Table.Waiting, Table.DeadLetters]) yield return Whole(new Keys(0).Prefix(table));
        // A range rewrites its files: positions that may lie in one file go together.
        var positions = erasure.Keys!.Where(k => k[2] == (byte)Table.Log).Select(k => BinaryPrimitives.ReadInt64BigEndian(k.AsSpan(Keys.PrefixLength))).Order().ToList();
        for (int first = 0, i = 1; i <= positions.Count; i++)
        {
            if (i < positions.Count && positions[i] - positions[i - 1] < Near) continue;
            yield return (new Keys(0).Number(Table.Log, positions[first]).ToArray(), new Keys(0).Number(Table.Log, positions[i - 1]).ToArray());
            first = i;
        }
    }

    private static (byte[] From, byte[] To) Whole(ReadOnlySpan<byte> prefix) => (prefix.ToArray(), Store.After(prefix));

    private static UInt128 IdOf(string customer) => KeyRing.IdOf(System.Text.Encoding.UTF8.GetBytes(customer));

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
