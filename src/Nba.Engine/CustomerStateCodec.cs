using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Profiles;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Customer states as bytes: format version and key id, then tag-length-value slices; facts under their stable ids. What this book does not know
/// is kept and written back. Thread-safe.
/// </summary>
public sealed partial class CustomerStateCodec(VocabularyBook vocabulary)
{
    private readonly TextPool _pool = new();

    /// <summary>The format written; this and the one before it are read.</summary>
    public const byte Format = 1;

    private const int SeenTag = 1, ProfileTag = 2, EntityTag = 3, LedgerTag = 4, ActionsTag = 6, OccurrencesTag = 7, EndedTag = 8, CountersTag = 9, RelationContactsTag = 12, PersonConsentsTag = 13;
    private const int TurnTag = 23;

    /// <summary>Writes a state; the journal stamp is not part of it.</summary>
    public void Write(CustomerState state, StateWriter writer)
    {
        writer.Byte(Format);
        writer.Unsigned(0); // key id: 0 means not encrypted
        Counters(state, writer);
        Turn(state, writer);
        Seen(state.Seen, writer);
        var start = writer.Begin(ProfileTag);
        CellCodec.Write(vocabulary.Facts, state.Profile.Cells, state.Profile.Unknown, writer);
        writer.End(start);
        for (var i = 0; i < state.Profile.Entities.Count; i++) Entity(state.Profile.Entities[i], writer);
        for (var i = 0; i < (state.Profile.UnknownEntities?.Count ?? 0); i++)
        {
            var (id, bytes) = state.Profile.UnknownEntities![i];
            start = writer.Begin(EntityTag);
            writer.Unsigned((ulong)id);
            writer.Raw(bytes);
            writer.End(start);
        }
        Ledger(state.Ledger, writer);
        RelationContacts(state.Ledger, writer);
        PersonConsents(state.Ledger, writer);
        InterestCodec.Write(state.Interest, writer);
        PlannedCodec.Write(state.Profile.Planned, writer);
        PlanCodec.Write(state.Plans, writer);
        MergeCodec.Write(state, writer);
        Actions(state.Actions, writer);
        for (var i = 0; i < (state.Unknown?.Count ?? 0); i++)
        {
            var (tag, bytes) = state.Unknown![i];
            start = writer.Begin(tag);
            writer.Raw(bytes);
            writer.End(start);
        }
    }

    /// <summary>Reads a state into a reset one; the customer and the stamp are the caller's.</summary>
    /// <exception cref="InvalidDataException">The format is newer than this process reads.</exception>
    public void Read(ReadOnlySpan<byte> bytes, CustomerState into)
    {
        var reader = new StateReader(bytes, _pool);
        var format = reader.Byte();
        if (format > Format) throw new InvalidDataException($"the state has format {format}; this process reads up to {Format}: upgrade it before this partition runs here");
        reader.Unsigned();
        while (!reader.AtEnd)
        {
            var tag = (int)reader.Unsigned();
            var part = reader.Part();
            var slice = new StateReader(part, _pool);
            switch (tag)
            {
                case CountersTag: (into.Decisions, into.Actions.LastSequence, into.Gated, into.GatedBetween, into.Fingerprint) = ((int)slice.Unsigned(), (int)slice.Unsigned(), slice.Fixed64(), slice.Fixed64(), slice.Fixed64()); break;
                case TurnTag: into.Turn = (int)slice.Unsigned(); break;
                case SeenTag: ReadSeen(ref slice, into.Seen); break;
                case ProfileTag: into.Profile.Unknown = CellCodec.Read(ref slice, vocabulary.FactsById, into.Profile.Cells); break;
                case EntityTag: ReadEntity(ref slice, part, into.Profile); break;
                case LedgerTag: ReadLedger(ref slice, into.Ledger); break;
                case PersonConsentsTag: ReadPersonConsents(ref slice, into.Ledger); break;
                case RelationContactsTag: Read(ref slice, into.Ledger.RelationContactList); break;
                case InterestCodec.Tag: InterestCodec.Read(ref slice, into.Interest); break;
                case PlannedCodec.Tag: PlannedCodec.Read(ref slice, into.Profile.Planned); break;
                case PlanCodec.Tag: PlanCodec.Read(ref slice, into.Plans); break;
                case ActionsTag: into.Actions.Open.Add(OpenActionCodec.Read(ref slice, into.Actions.Spare())); break;
                case OccurrencesTag: into.Actions.Occurrences.Add(OpenActionCodec.ReadOccurrence(ref slice)); break;
                case EndedTag: ReadEnded(ref slice, into.Actions); break;
                case MergeCodec.MergedTag: MergeCodec.ReadMerged(ref slice, into); break;
                case MergeCodec.RenamedTag: MergeCodec.ReadRenamed(ref slice, into.Actions); break;
                default: (into.Unknown ??= []).Add((tag, part.ToArray())); break;
            }
        }
    }

    private static void Counters(CustomerState state, StateWriter writer)
    {
        var start = writer.Begin(CountersTag);
        writer.Unsigned((ulong)state.Decisions);
        writer.Unsigned((ulong)state.Actions.LastSequence);
        writer.Fixed64(state.Gated);
        writer.Fixed64(state.GatedBetween);
        writer.Fixed64(state.Fingerprint);
        writer.End(start);
    }

    private static void Turn(CustomerState state, StateWriter writer)
    {
        if (state.Turn == 0) return;
        var start = writer.Begin(TurnTag);
        writer.Unsigned((ulong)state.Turn);
        writer.End(start);
    }

    // The ids as they are, then their times as differences.
    private static void Seen(SeenIds seen, StateWriter writer)
    {
        var start = writer.Begin(SeenTag);
        writer.Signed(seen.Floor);
        writer.Unsigned((ulong)seen.Count);
        writer.Fixed64(seen.Ids);
        long last = 0;
        foreach (var time in seen.KeptTimes)
        {
            writer.Signed(time - last);
            last = time;
        }
        writer.End(start);
    }

    private static void ReadSeen(ref StateReader reader, SeenIds into)
    {
        var (floor, count) = (reader.Signed(), reader.Unsigned());
        // Room is made for as many as can be there: an altered count must not take the machine's memory.
        if (count > (ulong)reader.Remaining / (sizeof(ulong) + 1)) throw new InvalidDataException($"the state counts {count} ids and has {reader.Remaining} bytes for them");
        into.Restore(floor, (int)count, out var ids, out var times);
        reader.Fixed64(ids);
        long time = 0;
        for (var i = 0; i < times.Length; i++) times[i] = time += reader.Signed();
    }

    private static void Entity(EntityState entity, StateWriter writer)
    {
        var start = writer.Begin(EntityTag);
        writer.Unsigned((ulong)entity.Type.Id);
        writer.Text(entity.Key);
        writer.Optional(entity.EndedOn);
        CellCodec.Write(entity.Type.Facts, entity.Cells, entity.Unknown, writer);
        writer.End(start);
    }

    private void ReadEntity(ref StateReader reader, ReadOnlySpan<byte> part, Profile profile)
    {
        var id = (int)reader.Unsigned();
        if (!vocabulary.EntitiesById.TryGetValue(id, out var type))
        {
            var rest = part[VarintLength(id)..];
            (profile.UnknownEntities ??= []).Add((id, rest.ToArray()));
            return;
        }
        var entity = profile.FindOrAdd(type, reader.Text()!);
        entity.EndedOn = (int?)reader.Optional();
        entity.Unknown = CellCodec.Read(ref reader, type.Facts, entity.Cells);
    }

    private static int VarintLength(int value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7) length++;
        return length;
    }

    private static void Actions(ActionSlice actions, StateWriter writer)
    {
        foreach (var action in actions.Open)
        {
            var start = writer.Begin(ActionsTag);
            OpenActionCodec.Write(action, writer);
            writer.End(start);
        }
        foreach (var occurrence in actions.Occurrences)
        {
            var start = writer.Begin(OccurrencesTag);
            OpenActionCodec.Write(occurrence, writer);
            writer.End(start);
        }
        if (actions.Ended.Count == 0) return;
        var ended = writer.Begin(EndedTag);
        foreach (var e in actions.Ended)
        {
            writer.Id(e.Id);
            writer.Byte((byte)e.End);
            writer.Unsigned((ulong)e.EndedOn);
            writer.Unsigned((ulong)e.Until);
            writer.Text(e.Action);
            writer.Signed(e.AnsweredAt);
        }
        writer.End(ended);
    }

    private static void ReadEnded(ref StateReader r, ActionSlice actions)
    {
        while (!r.AtEnd) actions.Ended.Add(new EndedAction(r.Id(), (ActionEnd)r.Byte(), (int)r.Unsigned(), (int)r.Unsigned(), r.Word()!, r.Signed()));
    }
}
