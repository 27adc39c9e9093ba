using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>
/// Folds what is stored of one customer into another's profile, as if the activities had been one customer's all along. Who the survivor is and who looks
/// after them stays as the survivor has it, where that is known.
/// </summary>
internal static class Absorbing
{
    /// <summary>Takes everything over, or some facts alone; the other profile is only read.</summary>
    public static void Absorb(Profile into, Profile from, VocabularyBook vocabulary, IReadOnlySet<Fact>? only = null)
    {
        foreach (var fact in vocabulary.Facts)
        {
            ref var cell = ref into.Cells[fact.Index];
            if (only?.Contains(fact) != false && (!cell.Has || !IsIdentity(fact) || IsOpen(fact, cell))) Merge(fact, ref cell, ref from.Cells[fact.Index]);
        }
        Bar(into, from, vocabulary);
        foreach (var thing in from.Entities)
        {
            var own = into.FindOrAdd(thing.Type, thing.Key);
            foreach (var fact in thing.Type.Facts)
            {
                if (only?.Contains(fact) != false) Merge(fact, ref own.Cells[fact.Index], ref thing.Cells[fact.Index]);
            }
            if (thing.EndedOn is { } ended) own.EndedOn = Math.Max(own.EndedOn ?? 0, ended);
            own.Unknown ??= thing.Unknown;
        }
        into.Unknown ??= from.Unknown;
        into.UnknownEntities ??= from.UnknownEntities;
    }

    private static bool IsIdentity(Fact fact) => fact.Personal || fact.Name == BuiltIn.Kind || fact.Id >= BuiltIn.FirstId;

    // Who comes out from behind a barrier does so by an assignment, never by a merge.
    private static bool IsOpen(Fact fact, in Cell cell) => fact.Id == BuiltIn.BarrierId && cell.Text == BuiltIn.NoBarrier;

    // Behind two barriers are those alone who are on both lists: on that of the two together, should the bank write one.
    private static void Bar(Profile into, Profile from, VocabularyBook vocabulary)
    {
        var index = vocabulary.FactsById[BuiltIn.BarrierId].Index;
        ref var cell = ref into.Cells[index];
        var other = from.Cells[index];
        if (cell is not { Has: true, Text: { } own and not BuiltIn.NoBarrier } || other is not { Has: true, Text: { } second and not BuiltIn.NoBarrier } || own == second) return;
        cell.Text = string.Join('+', own.Split('+').Concat(second.Split('+')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static void Merge(Fact fact, ref Cell into, ref Cell from)
    {
        if (fact.Fold is not { } fold || !from.Has) return;
        switch (fold.Kind)
        {
            case FoldKind.InForce: (into.A, into.B, into.Text) = (from.A, from.B, from.Text); break;
            case FoldKind.Latest: Folding.Latest(ref into, from.B, from.A, from.Text); break;
            case FoldKind.LastDate: into.A = into.Has ? Math.Max(into.A, from.A) : from.A; break;
            case FoldKind.FirstDate: into.A = into.Has ? Math.Min(into.A, from.A) : from.A; break;
            case FoldKind.Min when fold.WindowDays == 0: into.A = into.Has ? Math.Min(into.A, from.A) : from.A; break;
            case FoldKind.Max when fold.WindowDays == 0: into.A = into.Has ? Math.Max(into.A, from.A) : from.A; break;
            case FoldKind.Count or FoldKind.Sum or FoldKind.Average when fold.WindowDays == 0: (into.A, into.B) = (into.A + from.A, into.B + from.B); break;
            default:
                foreach (var bucket in from.Buckets ?? []) Add(fold.Kind, ref into, bucket);
                break;
        }
        into.Has = true;
    }

    private static void Add(FoldKind kind, ref Cell into, Bucket bucket)
    {
        switch (kind)
        {
            case FoldKind.Members: Folding.Member(ref into, bucket.Key, bucket.A, bucket.B != 0); break;
            case FoldKind.Distinct: Folding.Seen(ref into, bucket.Key, bucket.A); break;
            case FoldKind.Min or FoldKind.Max: Folding.Extreme(ref into, bucket.Key, bucket.A, kind == FoldKind.Min); break;
            default: Folding.AddTo(ref into, bucket.Key, bucket.A, bucket.B); break;
        }
    }
}
