using System.Text;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Queues;
using Nba.Host.Demo;

namespace Nba.Host.Tests.Demo;

public sealed class DemoManagersTests
{
    private static readonly DemoBankOptions Options = new();

    [Fact]
    public void Answers_follow_from_seed_owner_and_day()
    {
        Assert.Equal(Days(Options), Days(Options));
        Assert.NotEqual(Days(Options), Days(Options with { Seed = 1 }));
    }

    [Fact]
    public void Answers_are_accepted_in_order_and_within_the_working_day()
    {
        var (book, activity) = (DemoBooks.Shipped, new Activity(DemoBooks.Shipped.Vocabulary));
        using var managers = new DemoManagers(Options);
        var (last, ids) = (long.MinValue, new HashSet<string>());
        for (var day = DemoQueues.Day; day < DemoQueues.Day.AddDays(60); day = day.AddDays(1))
        {
            foreach (var answer in managers.Answers(DemoQueues.View, day))
            {
                Assert.Null(book.Reader.Read(answer.Json, new Instant(answer.TimeMs), activity));
                Assert.True(answer.TimeMs > last && ids.Add(activity.Id));
                Assert.InRange(answer.TimeMs, book.Calendar.AtLocal(day, 600).UnixMilliseconds, book.Calendar.AtLocal(day, 1020).UnixMilliseconds);
                last = answer.TimeMs;
            }
        }
    }

    [Fact]
    public void Much_is_left_for_another_day()
    {
        var actions = DemoQueues.View.Today.Sum(e => e.Actions.Count);
        var answered = Days(Options).Count(a => a.Contains("action.outcome", StringComparison.Ordinal));

        // A desk with few entries is left for other work most of the day.
        Assert.InRange(answered, 60 * actions / 10, 60 * actions * 4 / 5);
    }

    [Fact]
    public void An_empty_list_has_no_answers()
    {
        using var managers = new DemoManagers(Options);

        Assert.Empty(managers.Answers(new QueueView("rm01", [], [], 0), DemoQueues.Day));
    }

    private static List<string> Days(DemoBankOptions options)
    {
        using var managers = new DemoManagers(options);
        return [.. Enumerable.Range(0, 60).SelectMany(d => managers.Answers(DemoQueues.View, DemoQueues.Day.AddDays(d))).Select(a => Encoding.UTF8.GetString(a.Json.Span))];
    }
}
