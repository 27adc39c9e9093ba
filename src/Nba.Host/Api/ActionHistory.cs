using System.Buffers.Binary;
using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>Reads from a customer's decision records what happened to an action. Thread-safe.</summary>
internal static class ActionHistory
{
    /// <summary>The latest records that are read: years of an ordinary customer.</summary>
    public const int Most = 1000;

    /// <summary>The customer's latest records, latest first.</summary>
    public static IReadOnlyList<StoredDecision> Records(Store store, string customer, int recorded)
    {
        var found = new List<StoredDecision>();
        var keys = new Keys(0);
        var length = keys.TextPrefix(Table.Decisions, customer).Length + 4;
        using var rows = store.Scan(keys.TextPrefix(Table.Decisions, customer), new Keys(0).TextNumber(Table.Decisions, customer, Math.Max(1, recorded - Most + 1)));
        while (rows.MoveNext())
        {
            if (rows.Key.Length == length && BinaryPrimitives.ReadInt32BigEndian(rows.Key[^4..]) > 0) found.Add(StoredDecision.Read(rows.Value));
        }
        found.Reverse();
        return found;
    }

    /// <summary>What happened to one action, latest first.</summary>
    public static IReadOnlyList<HappenedAnswer> Of(IReadOnlyList<StoredDecision> records, string action, BankCalendar calendar) =>
    [
        .. records.SelectMany(r => r.Changes.Where(c => c.Id == action).GroupBy(c => c.Reason)
            .Select(g => new HappenedAnswer(r.Id, Local(r.Now, calendar), g.Key, [.. g.Select(c => c.Owner).OfType<string>().Distinct(StringComparer.Ordinal)], By(r.Input)))),
    ];

    /// <summary>The record that raised an action last; null where none is kept.</summary>
    public static StoredDecision? Raising(IReadOnlyList<StoredDecision> records, string action) =>
        records.FirstOrDefault(r => r.Changes.Any(c => c.Id == action && c.Reason == "raised"));

    /// <summary>A time of a record on the bank's clock.</summary>
    public static string Local(string time, BankCalendar calendar) => Instant.TryParse(time, out var now) ? Moment.Local(now, calendar) : time;

    /// <summary>What a record was made about, in a few words that are the same in every language: <c>salary.credited e17 @4711</c>, <c>day #360</c>.</summary>
    public static string By(StoredInput input) => input.Type is { } type
        ? string.Create(CultureInfo.InvariantCulture, $"{type} {input.Event} @{input.Position}")
        : string.Create(CultureInfo.InvariantCulture, $"{input.Kind} #{input.Journal}");
}
