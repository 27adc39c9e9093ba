using CsCheck;
using Nba.House;
using static Nba.Engine.Tests.Statistics.Happened;

namespace Nba.Engine.Tests.Statistics;

/// <summary>Statistics follow from the set of activities: late ones, permuted ones and ones sent again change nothing. A second count, written apart, agrees.</summary>
[Course(11)]
public sealed class StatisticsOrderTests
{
    private const int Runs = 300;
    private const string Today = "2026-04-15";

    private static readonly string[] Words = ["fee", "system", "privacy"];

    // Few customers, complaints and days, so that they meet; some of the days are holidays, some working weekends.
    private static readonly Gen<Happened[]> Past = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 50], Gen.Int[0, 2]).Select((customer, kind, complaint, day, word) =>
    {
        var (at, who, number) = (Scene.Day("2026-02-10").AddDays(day).ToString("yyyy-MM-dd", null), $"c{customer}", $"Q{customer}{complaint % 3}");
        return kind switch
        {
            0 or 1 => Received(at, number, Words[word], who),
            2 => Replied(at, number, who),
            _ => Closed(at, number, who),
        };
    }).Array[0, 40].Select(all => all.Select((one, i) => one with { Id = $"e{i}" }).ToArray());

    [Fact]
    public void Order_and_repetition_never_show() => Gen.Select(Past, Gen.Int[0, 1_000_000], Gen.Bool).Sample((past, seed, merges) =>
    {
        Happened[] straight = merges ? [.. past, Merged("2026-03-01", "c1", "c2") with { Id = "m" }] : past;
        var random = new Random(seed);
        var permuted = straight.Concat(straight.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(permuted);

        Assert.Equal(Print(Complaints(Today, straight)), Print(Complaints(Today, permuted)));
    }, iter: Runs, threads: 1);

    [Fact]
    public void A_second_count_day_by_day_agrees() => Past.Sample(past =>
    {
        var (total, calendar) = (Complaints(Today, past).Total, ShippedBook.Book.Calendar);
        var complaints = past.GroupBy(h => h.Data[..19]).Where(g => g.Any(h => h.Type == "complaint.received")).Select(g => (
            Received: g.Where(h => h.Type == "complaint.received").Min(h => Scene.Day(h.At)),
            Replied: g.Where(h => h.Type == "complaint.replied").Select(h => (DateOnly?)Scene.Day(h.At)).Min(),
            Closed: g.Any(h => h.Type == "complaint.closed"))).ToList();
        int Worked(DateOnly from, DateOnly to) => Enumerable.Range(1, Math.Max(0, to.DayNumber - from.DayNumber)).Count(d => calendar.IsWorkday(from.AddDays(d)));
        // A reply on a free day after the third working day is late, though no fourth one has come.
        bool Late(DateOnly from, DateOnly to) => Worked(from, to) > 3 || (Worked(from, to) == 3 && !calendar.IsWorkday(to));

        Assert.Equal(
            (complaints.Count, complaints.Count(c => c.Replied is { } day && !Late(c.Received, day)), complaints.Count(c => c.Replied is { } day && Late(c.Received, day))),
            (total.Received, total.InTime!.Value, total.Late!.Value));
        Assert.Equal(
            (complaints.Count(c => c.Replied is null && !c.Closed), complaints.Count(c => c.Replied is null && !c.Closed && Late(c.Received, Scene.Day(Today))), complaints.Count(c => c.Closed && c.Replied is null)),
            (total.Unanswered!.Value, total.Overdue!.Value, total.ClosedUnanswered!.Value));
        Assert.Equal(complaints.Where(c => c.Replied is not null).Select(c => (int?)Worked(c.Received, c.Replied!.Value)).Max(), total.WorstWorkdays);
    }, iter: Runs, threads: 1);
}
