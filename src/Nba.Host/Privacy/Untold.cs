using System.Text;
using Nba.Engine.Actions;
using Nba.Host.Delivery;
using Nba.Host.State;

namespace Nba.Host.Privacy;

/// <summary>Whom nobody has told that an erased person's actions are gone: what the runs of deliveries tell by themselves with the commit of the erasure is waited for, as they know by the rows what to strike out.</summary>
internal static class Untold
{
    /// <summary>How long is waited at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until receivers are told, or nothing more is to be hoped for; answers the subscriptions whose receivers may still have something, in order.</summary>
    /// <param name="deliveries">What receivers have.</param>
    /// <param name="erasure">Of whom; its rows in the bank's store are gone.</param>
    /// <param name="time">The clock of waits; null where nobody tells anybody.</param>
    public static async Task<IReadOnlyList<string>> Of(DeliveryStore deliveries, Erasure erasure, TimeProvider? time)
    {
        if (time is null) return Standing(deliveries, erasure);
        // Looked through once: the tables hold everybody's. What is under way meanwhile is found at the end.
        var (begun, keys, row) = (time.GetTimestamp(), Rows(deliveries, erasure).Select(r => r.Key).ToList(), Array.Empty<byte>());
        bool Waits(byte[] key) => deliveries.Rows.TryGet(key, ref row, out var length) && DeliveryRow.Read(row.AsSpan(0, length)) is { MayHave: true, IsGivenUp: false };
        while (keys.Exists(Waits) && time.GetElapsedTime(begun) < Patience) await Task.Delay(LookAgain, time).ConfigureAwait(false);
        return Standing(deliveries, erasure);
    }

    /// <summary>The subscriptions whose receivers may have something now, and those that were found before.</summary>
    public static IReadOnlyList<string> Standing(DeliveryStore deliveries, Erasure erasure) =>
        [.. Rows(deliveries, erasure).Select(r => SubscriptionOf(r.Key)).Concat(erasure.Untold ?? []).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The person of an erasure that is not at its end.</summary>
    public static Person Whose(Erasure erasure) => new(erasure.Customers, erasure.Actions!.Select(a => ActionIdentity.TryParse(a, out var id) ? id : default).ToHashSet());

    private static IEnumerable<PersonDelivery> Rows(DeliveryStore deliveries, Erasure erasure) =>
        PersonDeliveries.Of(deliveries.Rows, Whose(erasure)).Where(r => r.Table == Table.Deliveries && DeliveryRow.Read(r.Value).MayHave);

    private static string SubscriptionOf(ReadOnlySpan<byte> key)
    {
        var own = key[Keys.PrefixLength..];
        return Encoding.UTF8.GetString(own[..own.IndexOf((byte)0)]);
    }
}
