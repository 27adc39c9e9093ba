using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Host.Archives;
using Nba.Host.State;

namespace Nba.Host.WhatIf;

/// <summary>How the decisions of two runs over one log compare.</summary>
/// <param name="Recorded">Decisions that the recorded run kept.</param>
/// <param name="Other">Decisions that the other run kept.</param>
/// <param name="Same">Those over the same input with the same outcome, candidates and changes.</param>
internal readonly record struct DecisionCount(long Recorded, long Other, long Same);

/// <summary>
/// Compares what two runs decided, customer by customer: by input, and apart from numbers that follow from what came before (of decisions, journal entries and versions) and from the book's own name.
/// </summary>
internal static class DecisionComparison
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Counts them.</summary>
    public static DecisionCount Count(Store recorded, Store other)
    {
        var count = default(DecisionCount);
        using var had = Customers(recorded).GetEnumerator();
        using var has = Customers(other).GetEnumerator();
        var (hadNext, hasNext) = (had.MoveNext(), has.MoveNext());
        while (hadNext || hasNext)
        {
            var order = !hasNext ? -1 : !hadNext ? 1 : string.CompareOrdinal(had.Current.Customer, has.Current.Customer);
            var (was, stands) = (order <= 0 ? had.Current.Decisions : [], order >= 0 ? has.Current.Decisions : []);
            count = new DecisionCount(count.Recorded + was.Count, count.Other + stands.Count, count.Same + Same(was, stands));
            if (order <= 0) hadNext = had.MoveNext();
            if (order >= 0) hasNext = has.MoveNext();
        }
        return count;
    }

    private static int Same(List<byte[]> was, List<byte[]> stands)
    {
        if (was.Count == 0 || stands.Count == 0) return 0;
        var left = was.GroupBy(Content, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var same = 0;
        foreach (var content in stands.Select(Content))
        {
            if (left.GetValueOrDefault(content) is not (> 0 and var more)) continue;
            left[content] = more - 1;
            same++;
        }
        return same;
    }

    private static string Content(byte[] record)
    {
        var decision = (JsonObject)JsonNode.Parse(record)!;
        decision.Remove("id");
        decision.Remove("book");
        (decision["input"] as JsonObject)?.Remove("journal");
        foreach (var change in decision["changes"] as JsonArray ?? []) (change as JsonObject)?.Remove("version");
        return decision.ToJsonString(Plain);
    }

    // In the order of keys: by customer as bytes, which for ids of customers is the order of their characters.
    private static IEnumerable<(string Customer, List<byte[]> Decisions)> Customers(Store store)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Decisions));
        var (customer, decisions) = ((string?)null, new List<byte[]>());
        while (rows.MoveNext())
        {
            var next = CustomerCounters.Decision(rows.Key).Customer;
            if (customer is not null && next != customer)
            {
                yield return (customer, decisions);
                decisions = [];
            }
            customer = next;
            decisions.Add(rows.Value.ToArray());
        }
        if (customer is not null) yield return (customer, decisions);
    }
}
