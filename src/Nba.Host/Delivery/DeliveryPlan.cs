using System.Globalization;
using Nba.Engine.Actions;
using Nba.Host.Api;

namespace Nba.Host.Delivery;

/// <summary>An action that an owner's queue shows.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Version">Version of its visible content.</param>
/// <param name="IsUrgent">Whether it cannot wait for the morning's list.</param>
internal readonly record struct ShownAction(UInt128 Id, int Version, bool IsUrgent);

/// <summary>One thing to tell a receiver.</summary>
/// <param name="Kind">Raised, changed or gone.</param>
/// <param name="Owner">In whose queue.</param>
/// <param name="Action">Which action.</param>
/// <param name="Version">Which version; of one that is gone, the one it was told of.</param>
/// <param name="Round">How often it was struck out there before.</param>
internal sealed record DeliveryStep(DeliveryKind Kind, string Owner, UInt128 Action, int Version, int Round)
{
    /// <summary>
    /// Its idempotency key: the same however often and by whichever process it is sent. Without points, which part what is signed
    /// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
    /// </summary>
    public string Key => string.Create(CultureInfo.InvariantCulture,
        $"{ActionIdentity.Format(Action)}_{Version}{(Round > 0 ? $"_{Round}" : "")}{(Kind == DeliveryKind.Gone ? GoneMark : "_")}{Named(Owner)}");

    /// <summary>What a key says of one that is gone, between the action's version and its owner.</summary>
    public const string GoneMark = "_gone_";

    /// <summary>An owner's id as part of a key.</summary>
    public static string Named(string owner) => Uri.EscapeDataString(owner).Replace(".", "%2E", StringComparison.Ordinal);
}

/// <summary>What is to be told now, in this order, and when there may be more; null for not before something changes.</summary>
internal readonly record struct PlannedDeliveries(IReadOnlyList<DeliveryStep> Now, long? Later);

/// <summary>
/// Compares what an owner's queue shows with what a receiver has. It knows levels and no events, so however long a receiver was away and whatever happened meanwhile, it ends with
/// what stands. Decides, and does nothing.
/// </summary>
internal static class DeliveryPlan
{
    // Some two minutes: after that it is more likely the message that is refused than the receiver that is unwell, and a day is too long for those behind it.
    private const int HoldsUpFor = 8;

    /// <summary>
    /// What is due: first what is gone, then the rest in the order of the queue. One that waits for its next try holds up those behind it, for its first tries.
    /// </summary>
    /// <param name="rows">What the receiver has of this owner.</param>
    /// <param name="shown">What the queue shows of what it wants, best first.</param>
    /// <param name="pace">When it is told.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="now">The moment, in milliseconds.</param>
    public static PlannedDeliveries Of(IReadOnlyDictionary<UInt128, DeliveryRow> rows, IReadOnlyList<ShownAction> shown, DeliveryPace pace, string owner, long now)
    {
        var (due, later) = (new List<DeliveryStep>(), (long?)null);
        foreach (var step in Steps(rows, shown, pace, owner))
        {
            var row = rows.GetValueOrDefault(step.Action);
            if (row?.SetAside == step.Key) continue;
            if (row?.TriedKey == step.Key && row.NextAt > now)
            {
                later = later < row.NextAt ? later : row.NextAt;
                if (HoldsUp(step, row)) break;
            }
            else due.Add(step);
        }
        return new PlannedDeliveries(due, later);
    }

    /// <summary>Whether a step that was tried holds up those behind it.</summary>
    public static bool HoldsUp(DeliveryStep step, DeliveryRow row) => Tries(step, row) < HoldsUpFor;

    /// <summary>The row while a step is on its way, to be kept before that: whoever is killed right after sending must know what the receiver may have.</summary>
    /// <param name="step">The step.</param>
    /// <param name="row">The row so far.</param>
    /// <param name="told">The words it tells; null for what is gone.</param>
    public static DeliveryRow Trying(DeliveryStep step, DeliveryRow row, ActionAnswer? told) => step.Kind == DeliveryKind.Gone
        ? row with { GoneTried = true }
        : row with { Told = told, Version = row.GoneTried ? 0 : row.Version, Struck = step.Round, GoneTried = false };

    /// <summary>The row after a step reached its receiver.</summary>
    public static DeliveryRow Delivered(DeliveryStep step, DeliveryRow row, long now) => step.Kind == DeliveryKind.Gone
        ? new DeliveryRow(0) { Struck = row.Struck + 1, StruckAt = now }
        : row with { Version = step.Version, Tries = 0, TriedSince = 0, NextAt = 0, TriedKey = null, SetAside = null };

    /// <summary>The row after a try that failed; the next one is at a time, or never.</summary>
    public static DeliveryRow Failed(DeliveryStep step, DeliveryRow row, long? next, long now) => next is { } at
        ? row with { Tries = Tries(step, row) + 1, TriedSince = Since(step, row, now), TriedKey = step.Key, NextAt = at }
        : row with { Tries = 0, TriedSince = 0, NextAt = 0, TriedKey = null, SetAside = step.Key };

    /// <summary>How often a step was tried.</summary>
    public static int Tries(DeliveryStep step, DeliveryRow? row) => row?.TriedKey == step.Key ? row.Tries : 0;

    /// <summary>When a step was tried first; now, where it was not.</summary>
    public static long Since(DeliveryStep step, DeliveryRow? row, long now) => Tries(step, row) > 0 && row!.TriedSince > 0 ? row.TriedSince : now;

    private static IEnumerable<DeliveryStep> Steps(IReadOnlyDictionary<UInt128, DeliveryRow> rows, IReadOnlyList<ShownAction> shown, DeliveryPace pace, string owner)
    {
        var stands = shown.Select(a => a.Id).ToHashSet();
        foreach (var (id, row) in rows.Where(r => r.Value.MayHave && !stands.Contains(r.Key)).OrderBy(r => r.Key)) yield return new DeliveryStep(DeliveryKind.Gone, owner, id, row.Told!.Version, row.Struck);
        foreach (var action in shown)
        {
            var row = rows.GetValueOrDefault(action.Id);
            var has = row is { Version: > 0, GoneTried: false };
            if (has && row!.Version == action.Version && row.Told!.Version == action.Version) continue;
            var told = row?.MayHave == true || pace == DeliveryPace.Each || (pace == DeliveryPace.UrgentAndDigest && action.IsUrgent);
            if (told) yield return new DeliveryStep(has ? DeliveryKind.Changed : DeliveryKind.Raised, owner, action.Id, action.Version, row is null ? 0 : row.GoneTried ? row.Struck + 1 : row.Struck);
        }
    }
}
