using Nba.Engine.Events;
using Nba.Engine.Tests.Expressions;

namespace Nba.Engine.Tests.Root;

/// <summary>Budgets of garbage: an activity that matches nothing may cost 600 bytes, a condition and a state written none.</summary>
public sealed class AllocationTests
{
    private const int Times = 2_000;

    [Fact]
    public void An_activity_that_matches_nothing_costs_at_most_600_bytes_in_the_test_book() => Assert.InRange(PerActivity(TestBook.Default, "page.viewed", """{"page": 3}"""), 0, 600);

    [Fact]
    public void An_activity_that_matches_nothing_costs_at_most_600_bytes_in_the_shipped_book()
    {
        var book = RuleBook.Load(ShippedRulesTests.Read("rules")).Book;
        Assert.True(book is not null, "the shipped rules do not load; ShippedRulesTests lists why");
        Assert.InRange(PerActivity(book, "login.mobile", "{}"), 0, 600);
    }

    [Fact]
    public void Testing_a_condition_costs_nothing()
    {
        var condition = ConditionTests.One("customer.balance * 0.1 >= 100 && customer.kind in (\"personal\", \"corporate\") && customer.daysSinceSalary >= param.gapDays && customer.lastSalaryDate < today.date");
        var frame = ConditionTests.Frame("balance=5000;kind=1;daysSinceSalary=50;lastSalaryDate=700");
        Assert.Equal(0, Bytes(Times, _ => Assert.True(condition.Holds(frame))));
    }

    [Fact]
    public void Writing_a_state_costs_nothing_once_the_buffer_has_grown()
    {
        using var scene = Worlds.Begin();
        scene.Event("2026-03-02", "complaint.received");
        var writer = new StateWriter();
        Assert.Equal(0, Bytes(Times, _ =>
        {
            writer.Clear();
            scene.Book.Codec.Write(scene.State, writer);
        }));
    }

    private static long PerActivity(RuleBook book, string type, string data)
    {
        using var scene = new Scene(book);
        var activity = new Activity(book.Vocabulary);
        var arrival = Scene.At("2026-03-02T12:00");
        var events = Enumerable.Range(0, Times * 2).Select(i => new GivenEvent(type, data, Scene.At("2026-03-02").Plus(i), $"{type}-{i}").Bytes("c1")).ToArray();
        scene.Tick("2026-03-02");
        return Bytes(Times, i =>
        {
            Assert.Null(book.Reader.Read(events[i], arrival, activity));
            Assert.False(scene.Decider.Decide(scene.State, activity, i, arrival).IsRecorded);
        }) / Times;
    }

    // The first half warms up: code is compiled and buffers have grown.
    private static long Bytes(int times, Action<int> run)
    {
        for (var i = 0; i < times; i++) run(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = times; i < times * 2; i++) run(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
