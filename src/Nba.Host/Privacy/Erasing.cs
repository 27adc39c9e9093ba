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
/// Erases a person: rows go in one commit of the stage, with a tombstone that says what is still to be done; then what receivers were told, the keys, and the bytes in the files. Killed in between, it is finished at the next start.
/// One erasure at a time.
/// </summary>
/// <param name="store">The rows of the bank, sealed.</param>
/// <param name="queries">Answers from them.</param>
/// <param name="deliveries">What receivers were told; null where nothing ever was.</param>
/// <param name="stage">The stage that writes the rows.</param>
internal sealed class Erasing(Store store, Queries queries, DeliveryStore? deliveries, DecisionStage stage) : IDisposable
{
    // About as many activities as a file of 64 MB holds.
    private const long Near = 200_000;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>For tests: called between the steps, with the number of each.</summary>
    internal Action<int>? Between { get; init; }

    /// <summary>Erases the person of a customer; null, with why in words, where that cannot be done.</summary>
    public async Task<(Erasure? Erasure, Sentence? Why)> Run(string customer, string reason)
    {
        if (store.Keys is null) return (null, NotSealed);
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Of(store, customer) is { } before) return (null, Already(before));
            if (queries.Standing() is not var (head, _, now)) return (null, Sentence.Of($"the first commit is still to come"));
            var person = Person.Of(store, queries, customer);
            var found = new CustomerSearch(store, person.Customers).Between(0, head.NextPosition, Instant.MaxValue).Select(r => r.Position).ToHashSet();
            foreach (var (letter, bytes) in PersonLetters.Of(store, queries, person, found)) found.Add(letter.Position);
            if (found.Count == 0 && person.Customers.All(c => queries.State(c) is null)) return (null, queries.NoCustomer(customer));
            var erasure = new Erasure(person.Customers, now.ToString(), reason, [.. person.Actions.Select(ActionIdentity.Format)], [.. found.Select(p => new Keys(0).Number(Table.Log, p).ToArray())]);
            Between?.Invoke(1);
            var keys = await stage.Ask(p => p.Erase(new ErasedPerson(person.Customers, person.Actions, [.. found], head.NextPosition), erasure.Write())).ConfigureAwait(false);
            Between?.Invoke(2);
            Finish(store, deliveries, erasure with { Keys = keys }, Between);
            var done = erasure with { Actions = null, Keys = null };
            await stage.Ask(p =>
            {
                p.Tombstone(done.Customers, done.Write());
                return true;
            }).ConfigureAwait(false);
            return (done, null);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Why nothing can be erased in a store that is not sealed.</summary>
    public static readonly Sentence NotSealed = Sentence.Of($"customers are not sealed in this store, so copies of it would keep what is erased here: name a master key with Nba:Privacy:KeyFile and start the host again (docs/security.md, A person's data)");

    /// <summary>The erasure of a customer; null where there was none.</summary>
    public static Erasure? Of(Store store, string customer)
    {
        var row = Array.Empty<byte>();
        return customer.Length is > 0 and <= Engine.Events.Activity.MaxCustomerLength && store.TryGet(new Keys(0).Text(Table.Erasures, customer), ref row, out var length) ? Erasure.Read(row.AsSpan(0, length)) : null;
    }

    /// <summary>That a customer was erased already.</summary>
    public static Sentence Already(Erasure erasure) => $"this customer was erased at {erasure.At}: {erasure.Reason}";

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
        foreach (var erasure in broken.Values)
        {
            Finish(store, deliveries, erasure, null);
            using var batch = store.NewBatch();
            var done = (erasure with { Actions = null, Keys = null }).Write();
            foreach (var customer in erasure.Customers) batch.Put(new Keys(0).Text(Table.Erasures, customer), done);
            store.Write(batch);
        }
        return broken.Count;
    }

    private static void Finish(Store store, DeliveryStore? deliveries, Erasure erasure, Action<int>? between)
    {
        if (deliveries is not null)
        {
            var person = new Person(erasure.Customers, erasure.Actions!.Select(a => ActionIdentity.TryParse(a, out var id) ? id : default).ToHashSet());
            var rows = PersonDeliveries.Of(deliveries.Rows, person);
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
