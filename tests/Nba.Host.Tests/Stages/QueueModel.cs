using Nba.Engine.Actions;
using Nba.Engine.Rules;

namespace Nba.Host.Tests.Stages;

/// <summary>What a sorted list makes of the same records: no store, no partitions, no order of arrival.</summary>
internal static class QueueModel
{
    /// <summary>The queue as <see cref="QueueDesk.Shown"/> writes it.</summary>
    public static string Of(IEnumerable<ActionRecord> records, string owner, int today, long now, bool spring = true, int share = 3, int capacity = 2)
    {
        var own = records.Where(r => r.Owner == owner).ToList();
        if (own.Count == 0) return "nothing";
        var standing = own.GroupBy(r => r.Id).Select(g => g.MaxBy(r => r.Sequence)!)
            .Where(r => !r.Withdrawn && !(r.NotBefore > today) && !(r.Expires < today) && (spring || r.Accepted || r.Campaign is null)).ToList();
        standing.Sort((a, b) => Compare(a, b, today, now));
        var spent = own.Where(r => r.ContactMade).Select(r => r.Id).Distinct().Count();
        var left = share - spent - standing.Count(r => r is { Campaign: not null, Accepted: true });
        var offered = standing.Where(r => r.Campaign is null || r.Accepted || left-- > 0).ToList();
        var customers = offered.Select(r => r.Customer).Distinct().ToList();
        var lines = customers.Select(c => $"{c} {string.Join('+', offered.Where(r => r.Customer == c).Take(3).Select(r => (long)r.Id))}").ToList();
        var most = owner == "anna" ? capacity : 4;
        var withheld = standing.Select(r => r.Customer).Distinct().Count() - Math.Min(most, lines.Count);
        return $"{string.Join(", ", lines.Take(most))} / {string.Join(", ", lines.Skip(most))} / {withheld}";
    }

    private static int Compare(ActionRecord a, ActionRecord b, int today, long now)
    {
        int Class(ActionRecord r) => r.Purpose != Purpose.Duty ? 2 : r.Due < now ? 0 : 1;
        var c = Class(a).CompareTo(Class(b));
        if (c == 0) c = b.ScoreOn(today).CompareTo(a.ScoreOn(today));
        if (c == 0) c = (a.Due ?? long.MaxValue).CompareTo(b.Due ?? long.MaxValue);
        return c == 0 ? a.Id.CompareTo(b.Id) : c;
    }
}
