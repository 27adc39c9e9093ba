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
            foreach (var answer in managers.Answers(DemoQueues.View, day, day.AddDays(1)))
            {
                Assert.Null(book.Reader.Read(answer.Json, new Instant(answer.TimeMs), activity));
                Assert.True(answer.TimeMs > last && ids.Add(activity.Id));
                Assert.InRange(answer.TimeMs, book.Calendar.AtLocal(day, 600).UnixMilliseconds, book.Calendar.AtLocal(day, 1020).UnixMilliseconds);
                last = answer.TimeMs;
            }
        }
    }

    // Percent of what is due tomorrow, and of what has time, that is answered on a day.
    [Theory]
    [InlineData(6, 4, 12, 0, 2)]
    [InlineData(12, 20, 45, 1, 6)]
    [InlineData(24, 85, 97, 12, 28)]
    public void A_desk_with_few_entries_is_left_for_other_work_and_a_full_one_is_worked_through(int entries, int leastDue, int mostDue, int leastOther, int mostOther)
    {
        Assert.InRange(Answered(Desk(entries, due: 1), days: 1), leastDue, mostDue);
        Assert.InRange(Answered(Desk(entries, due: 5), days: 1), leastOther, mostOther);
    }

    [Fact]
    public void What_falls_due_until_the_next_working_day_is_done_before_a_holiday() =>
        Assert.InRange(Answered(Desk(24, due: 5), days: 10), 85, 97);

    [Fact]
    public void An_hour_agreed_on_is_kept_though_there_is_little_to_do()
    {
        var agreed = Desk(6, due: 5, at: DemoBooks.Shipped.Calendar.AtLocal(DemoQueues.Day, 14 * 60).UnixMilliseconds);

        Assert.InRange(Answered(agreed, days: 1), 65, 97);
    }

    [Fact]
    public void An_empty_list_has_no_answers()
    {
        using var managers = new DemoManagers(Options);

        Assert.Empty(managers.Answers(new QueueView("rm01", [], [], 0), DemoQueues.Day, DemoQueues.Day.AddDays(1)));
    }

    // Entries of one action each that is due in some days: half on the day's list, half behind it.
    private static QueueView Desk(int entries, int due, long? at = null)
    {
        var action = DemoQueues.View.Today[1].Actions[0].Record with { DueOn = DemoQueues.Day.DayNumber + due, AppointmentAt = at };
        QueueEntry Entry(int i) => new($"K{i}", [new QueuedAction(action with { Id = (UInt128)i, Customer = $"K{i}" }, 0)], 0);
        return new QueueView("rm01", [.. Enumerable.Range(0, entries / 2).Select(Entry)], [.. Enumerable.Range(entries / 2, entries - (entries / 2)).Select(Entry)], entries - (entries / 2));
    }

    // Of a hundred actions, those that many managers answer on the day before so many days off.
    private static int Answered(QueueView desk, int days)
    {
        using var managers = new DemoManagers(Options);
        const int owners = 200;
        var answers = Enumerable.Range(0, owners)
            .SelectMany(o => managers.Answers(desk with { Owner = $"rm{o}" }, DemoQueues.Day, DemoQueues.Day.AddDays(days)).Select(a => Encoding.UTF8.GetString(a.Json.Span)));
        return 100 * answers.Count(a => a.Contains("action.outcome", StringComparison.Ordinal)) / (owners * DemoSizes.EntriesOf(desk));
    }

    private static List<string> Days(DemoBankOptions options)
    {
        using var managers = new DemoManagers(options);
        return [.. Enumerable.Range(0, 60).SelectMany(d => managers.Answers(DemoQueues.View, DemoQueues.Day.AddDays(d), DemoQueues.Day.AddDays(d + 1))).Select(a => Encoding.UTF8.GetString(a.Json.Span))];
    }
}
