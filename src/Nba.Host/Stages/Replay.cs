using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using Nba.Engine;
using Nba.Engine.Reports;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>What a verification found.</summary>
/// <param name="Decisions">Decision records that the live run stored.</param>
/// <param name="Identical">How many of them the replay gave again, byte for byte.</param>
/// <param name="Differences">Rows of customers, live actions, decisions and spent budgets that differ, are missing or are too many.</param>
/// <param name="First">The first difference in words, or null.</param>
/// <param name="ErasedCustomers">Customers who were erased, whom it passed over.</param>
/// <param name="ErasedActivities">Places in the log, and budgets spent, that were theirs.</param>
/// <param name="Hash">Hash over every row the replay made: customers, live actions, decisions, spent budgets.</param>
public sealed record Verification(long Decisions, long Identical, long Differences, string? First, string Hash, long ErasedCustomers = 0, long ErasedActivities = 0);

/// <summary>
/// Decides a recorded log again, from nothing but log, journal and the rule books stored beside them, into a store of its own, and compares every row.
/// </summary>
public static class Replay
{
    private static readonly Table[] Compared = [Table.Customers, Table.Actions, Table.Decisions, Table.Spent];

    /// <summary>Replays into a store that is empty, or holds the states of an archive; progress is told the positions decided.</summary>
    /// <param name="recorded">What was recorded.</param>
    /// <param name="target">The store.</param>
    /// <param name="options">How the stage works.</param>
    /// <param name="progress">Is told the positions decided.</param>
    /// <param name="belongs">Whether a customer's activities lie in the partition that was recorded; null where all do.</param>
    /// <param name="since">Where the states in the store stand: only what came after is decided. Null for an empty store.</param>
    /// <exception cref="InvalidDataException">What was recorded cannot be replayed; the message says what is missing.</exception>
    public static void Run(Store recorded, Store target, StageOptions options, Action<long>? progress = null, Func<ReadOnlySpan<char>, bool>? belongs = null, StageHead? since = null) =>
        Run(recorded, target, options, new Excerpt { Belongs = belongs, Since = since }, progress);

    /// <summary>Replays a part of what was recorded, or all of it under another book.</summary>
    /// <exception cref="InvalidDataException">What was recorded cannot be replayed; the message says what is missing.</exception>
    internal static void Run(Store recorded, Store target, StageOptions options, Excerpt excerpt, Action<long>? progress = null)
    {
        var journal = EmbeddedLog.Journal(recorded, 0);
        var first = excerpt.Since?.Book ?? journal.FirstOrDefault(e => e.Kind == JournalKind.Book)?.Payload ?? throw Said.Unusable($"the journal names no rule book: there is nothing to replay");
        RuleBook Found(string version) => excerpt.Books?.Invoke(version) ?? BookShelf.Read(recorded, 0, version) ?? Book(target, version);
        var begun = excerpt.Since is null ? excerpt.Instead?.Invoke(first) ?? Found(first) : Found(first);
        using var transport = new ReplayTransport(recorded, target, excerpt, begun.Calendar);
        using var stage = new DecisionStage(transport, begun, options, clock: null)
        {
            IsReplay = true,
            Instead = excerpt.Instead,
            Past = new PastLog(recorded, 0) { Only = excerpt.Only },
            BookOf = Found,
            SetAside = journal.Where(e => e.Kind == JournalKind.DeadLetter).Select(e => long.Parse(e.Payload, CultureInfo.InvariantCulture)).ToHashSet(),
        };
        while (stage.Turn()) progress?.Invoke(stage.Counters.Activities);
    }

    /// <summary>Compares what a live run stored with what its replay made.</summary>
    public static Verification Compare(Store recorded, Store replayed) => Compare(recorded, replayed, Compared);

    /// <summary>Compares these tables of two stores.</summary>
    /// <param name="recorded">What the live run stored.</param>
    /// <param name="replayed">What the replay made.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="counts">Which decisions count, by key; the others are passed over in both stores. Null: all.</param>
    internal static Verification Compare(Store recorded, Store replayed, IEnumerable<Table> tables, RowTest? counts = null)
    {
        var hash = new XxHash128();
        var tally = new Tally();
        var erased = EmbeddedLog.Journal(recorded, 0).Where(e => e.Kind == JournalKind.Erasure).SelectMany(e => e.Payload.Split(JournalEntry.Between)).Distinct().Count();
        tally.HasErased = erased > 0;
        foreach (var table in tables) CompareTable(table, recorded, replayed, hash, tally, table == Table.Decisions ? counts : null);
        return new Verification(tally.Decisions, tally.Identical, tally.Differences, tally.First, Convert.ToHexStringLower(hash.GetCurrentHash()), erased, tally.PassedOver + (erased > 0 ? ErasedIn(recorded) : 0));
    }

    private static RuleBook Book(Store store, string version) => BookShelf.Read(store, 0, version) ?? throw Said.Unusable($"the store does not hold the rule book {version} that its journal names");

    private static void CompareTable(Table table, Store recorded, Store replayed, XxHash128 hash, Tally tally, RowTest? counts)
    {
        var (keysA, keysB) = (new Keys(0), new Keys(0));
        using var a = recorded.Scan(keysA.Prefix(table));
        using var b = replayed.Scan(keysB.Prefix(table));
        var (hasA, hasB) = (Next(a, counts), Next(b, counts));
        while (hasA || hasB)
        {
            var order = !hasB ? -1 : !hasA ? 1 : a.Key.SequenceCompareTo(b.Key);
            var same = order == 0 && Content(table, a.Value).SequenceEqual(Content(table, b.Value));
            if (order <= 0 && table == Table.Decisions) tally.Decision(same);
            // What an erased customer spent of a budget, where no row told any more that it was theirs; whatever is known to be somebody else's is missing.
            if (!same && order < 0 && table == Table.Spent && tally.HasErased && !tally.IsLivings(recorded, a.Key)) tally.PassedOver++;
            else if (!same) tally.Differs(table, order, order <= 0 ? a.Key : b.Key);
            if (order >= 0)
            {
                hash.Append(b.Key);
                hash.Append(Content(table, b.Value));
            }
            if (order <= 0) hasA = Next(a, counts);
            if (order >= 0) hasB = Next(b, counts);
        }
    }

    private static long ErasedIn(Store recorded)
    {
        var count = 0L;
        using var rows = recorded.Scan(new Keys(0).Prefix(Table.Log), sweep: true);
        while (rows.MoveNext())
        {
            // Of a sealed row, the sealed bytes are longer than that; one whose key is gone is read as what stands in its place.
            if (RowSeal.IsErased(rows.Stored[EmbeddedLog.HeadLength..]) || (rows.SealedWith is not null && RowSeal.IsErased(rows.Value[EmbeddedLog.HeadLength..]))) count++;
        }
        return count;
    }

    private static bool Next(StoreScan rows, RowTest? counts)
    {
        while (rows.MoveNext())
        {
            if (counts is null || counts(rows.Key)) return true;
        }
        return false;
    }

    private static ReadOnlySpan<byte> Content(Table table, ReadOnlySpan<byte> row) => table == Table.Customers ? CustomerRow.State(row) : row;

    private sealed class Tally
    {
        public long Decisions { get; private set; }

        public long Identical { get; private set; }

        public long Differences { get; private set; }

        public string? First { get; private set; }

        public bool HasErased { get; set; }

        public long PassedOver { get; set; }

        private HashSet<UInt128>? _living;

        // Whether the action of a spent budget is one that any row left names: those of erased customers are gone. Read once, where it matters at all.
        public bool IsLivings(Store recorded, ReadOnlySpan<byte> key) => (_living ??= Living(recorded)).Contains(BinaryPrimitives.ReadUInt128BigEndian(key[^16..]));

        private static HashSet<UInt128> Living(Store recorded)
        {
            var living = new HashSet<UInt128>();
            using (var actions = recorded.Scan(new Keys(0).Prefix(Table.Actions), sweep: true))
            {
                while (actions.MoveNext()) living.Add(BinaryPrimitives.ReadUInt128BigEndian(actions.Key[^16..]));
            }
            using var decisions = recorded.Scan(new Keys(0).Prefix(Table.Decisions), sweep: true);
            while (decisions.MoveNext())
            {
                var decision = RecordedDecision.Read(decisions.Value);
                living.UnionWith(decision.Changes.Select(c => c.Id).Concat(decision.Candidates.Select(c => c.Id)));
            }
            return living;
        }

        public void Decision(bool same)
        {
            Decisions++;
            if (same) Identical++;
        }

        public void Differs(Table table, int order, ReadOnlySpan<byte> key)
        {
            Differences++;
            var what = order < 0 ? "the replay did not make it" : order > 0 ? "only the replay made it" : "the bytes differ";
            First ??= $"{table} row {Convert.ToHexStringLower(key)}: {what}";
        }
    }
}

/// <summary>Whether a row counts, by its whole key.</summary>
internal delegate bool RowTest(ReadOnlySpan<byte> key);
