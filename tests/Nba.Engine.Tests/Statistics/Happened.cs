using Nba.Engine.Events;
using Nba.Engine.Statistics;

namespace Nba.Engine.Tests.Statistics;

/// <summary>An activity of the shipped vocabulary as a test tells it, on a day at ten in the morning or at a time as 2026-03-02T17:30.</summary>
internal sealed record Happened(string At, string Customer, string Type, string Data, string? Id = null)
{
    public string IdOr(int place) => Id ?? $"e{place}";

    public static Happened Received(string at, string complaint, string word = "fee", string customer = "c1", string? id = null) =>
        new(at, customer, "complaint.received", $$"""{"complaint": "{{complaint}}", "class": "{{word}}"}""", id);

    public static Happened Replied(string at, string complaint, string customer = "c1", string? id = null) => new(at, customer, "complaint.replied", $$"""{"complaint": "{{complaint}}"}""", id);

    public static Happened Closed(string at, string complaint, string customer = "c1") => new(at, customer, "complaint.closed", $$"""{"complaint": "{{complaint}}"}""");

    public static Happened Classified(string at, string complaint, string word) => new(at, "c1", "complaint.classified", $$"""{"complaint": "{{complaint}}", "class": "{{word}}"}""");

    public static Happened Merged(string at, string customer, string into) => new(at, customer, "customer.merged", $$"""{"into": "{{into}}"}""");

    /// <summary>Counts them under a book, as the host would: what does not matter to statistics is not handed in.</summary>
    public static StatisticsCounter Count(RuleBook book, params IEnumerable<Happened> all)
    {
        var (counter, activity, place) = (new StatisticsCounter(book.Statistics, book.Calendar), new Activity(book.Vocabulary), 0);
        foreach (var one in all)
        {
            var time = Scene.At(one.At);
            var bytes = new GivenEvent(one.Type, one.Data, time, one.IdOr(++place)).Bytes(one.Customer);
            Assert.Null(book.Reader.Read(bytes, time, activity));
            if (counter.Counts(activity.Type)) counter.Count(activity);
        }
        return counter;
    }

    /// <summary>The shipped book's complaints.</summary>
    public static StatisticTable Complaints(string today, params IEnumerable<Happened> all) => Table(Count(ShippedBook.Book, all), today);

    public static StatisticTable Table(StatisticsCounter counter, string today, string? from = null, string? to = null, string statistic = "complaints") =>
        counter.Table(ShippedBook.Book.Statistics.Find(statistic)!, from is null ? null : Scene.Day(from), to is null ? null : Scene.Day(to), Scene.Day(today));

    /// <summary>A table in words, to compare all of it.</summary>
    public static string Print(StatisticTable table) =>
        string.Join('\n', new StatisticRow[] { new("all", null, table.Total) }.Concat(table.ByClass).Concat(table.ByMonth).Concat(table.ByClassAndMonth)) + $"\nstray {table.Stray}";
}
