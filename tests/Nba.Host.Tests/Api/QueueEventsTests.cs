using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.Api;
using Nba.Host.RuleFiles;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Api;

public sealed class QueueEventsTests
{
    private static readonly Instant Noon = new(1_772_424_000_000);

    [Fact]
    public async Task Entries_are_those_that_the_host_answers()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Registered("C2"));
        await bank.Take(RunningBank.Transfer("1", "C1", 200000), RunningBank.Transfer("2", "C2", 300000));
        var answer = await bank.Get("/queues/unassigned?lang=en");
        await bank.Stop();

        using var store = Store.OpenReadOnly(bank.Settings.Store.Directory);
        var (book, now) = (RuleFolder.Load(bank.Rules).Book!, new Instant(bank.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
        var buffer = new ArrayBufferWriter<byte>();
        new QueueEvents("en").Write(QueueReader.Read(store, book, "unassigned", now), book, now, 7, buffer);
        var data = JsonDocument.Parse(buffer.WrittenMemory).RootElement.GetProperty("data");

        Assert.Equal(2, data.GetProperty("today").GetArrayLength());
        foreach (var same in new[] { "asOf", "capacity", "today", "backlog", "withheld", "language", "owner" })
            Assert.Equal(answer.GetProperty(same).GetRawText(), data.GetProperty(same).GetRawText());
        Assert.Equal((answer.GetProperty("book").GetString(), 7), (data.GetProperty("bookVersion").GetString(), data.GetProperty("version").GetInt32()));
    }

    [Fact]
    public void It_is_a_cloud_event_of_the_owner()
    {
        var root = Event([QueueDesk.Record("bo|1", 1)], "bo|1").RootElement;
        Assert.Equal(("1.0", "bo|1.7", "nba:queue", "nba.queue.ranked", "bo|1", "2026-03-02T04:00:00.000Z"),
            (Text(root, "specversion"), Text(root, "id"), Text(root, "source"), Text(root, "type"), Text(root, "subject"), Text(root, "time")));
        Assert.Equal("of bo|1", Text(root.GetProperty("data"), "name"));
    }

    [Fact]
    public void Version_and_moment_alone_do_not_make_two_queues_different()
    {
        var (view, writer) = (View([QueueDesk.Record("anna", 1)], "anna"), new QueueEvents("en"));
        var (one, two) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        var at = writer.Write(view, QueueDesk.Usual, Noon, 7, one);
        var later = writer.Write(view, QueueDesk.Usual, Noon.Plus(60_000), 1_234_567, two);

        Assert.Equal(one.WrittenSpan[at..].ToArray(), two.WrittenSpan[later..].ToArray());
        Assert.NotEqual(one.WrittenSpan.ToArray(), two.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_long_queue_ends_with_its_two_hundredth_entry_and_says_how_many_are_not_in_todays_list()
    {
        var data = Event([.. Enumerable.Range(1, 300).Select(id => QueueDesk.Record("anna", id))], "anna").RootElement.GetProperty("data");
        Assert.Equal((2, 198, 298), (Length(data, "today"), Length(data, "backlog"), data.GetProperty("withheld").GetInt32()));
        Assert.Equal("c3", Text(data.GetProperty("backlog")[0], "customer"));
    }

    [Fact]
    public void A_long_day_is_cut_too()
    {
        var (book, records) = (QueueDesk.Book(capacity: 250), Enumerable.Range(1, 300).Select(id => QueueDesk.Record("anna", id)).ToArray());
        var buffer = new ArrayBufferWriter<byte>();
        new QueueEvents("en").Write(QueueReader.View(Queue(records, "anna"), book, Noon, int.MaxValue), book, Noon, 1, buffer);
        var data = JsonDocument.Parse(buffer.WrittenMemory).RootElement.GetProperty("data");
        Assert.Equal((200, 0, 100), (Length(data, "today"), Length(data, "backlog"), data.GetProperty("withheld").GetInt32()));
    }

    [Fact]
    public void Of_a_long_list_of_batch_actions_the_best_are_shown_and_how_many_more()
    {
        var greetings = Enumerable.Range(1, 1500).Select(id => QueueDesk.Record("anna", id) with { Batch = true });
        var data = Event([.. greetings, QueueDesk.Record("anna", 2000)], "anna").RootElement.GetProperty("data");
        var (list, single) = (data.GetProperty("today")[0], data.GetProperty("today")[1]);
        Assert.Equal((200, 1300, "c2000"), (Length(list, "actions"), list.GetProperty("more").GetInt32(), Text(single, "customer")));
    }

    [Fact]
    public void However_long_its_words_are_a_record_is_not_larger_than_half_a_mebibyte_and_leaves_out_no_more_than_it_must() =>
        Gen.Select(Gen.Int[0, 60_000], Gen.Int[1, 260], Gen.Bool).Sample((length, count, batch) =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            var one = QueueDesk.Record("anna", 1) with { CustomerName = new string('王', length / 3), Batch = batch };
            var view = View([.. Enumerable.Range(1, count).Select(id => one with { Id = (UInt128)id, Customer = $"c{id}" })], "anna");
            new QueueEvents("zh-CN").Write(view, QueueDesk.Usual, Noon, 1, buffer);
            var data = JsonDocument.Parse(buffer.WrittenMemory).RootElement.GetProperty("data");
            var shown = data.GetProperty("today").EnumerateArray().Concat(data.GetProperty("backlog").EnumerateArray()).ToList();

            Assert.InRange(buffer.WrittenCount, 1, QueueEvents.MostBytes);
            Assert.NotEmpty(shown);
            var (entries, more) = batch ? (Length(shown[0], "actions"), shown[0].GetProperty("more")) : (Length(data, "today"), data.GetProperty("withheld"));
            Assert.Equal(count, entries + more.GetInt32());
            if (batch || shown.Count == Math.Min(count, QueueEvents.MostEntries)) return;
            Assert.True(buffer.WrittenCount + Encoding.UTF8.GetByteCount(shown[^1].GetRawText()) > QueueEvents.MostBytes - 128);
        }, iter: 150);

    private static ManagerQueue Queue(ActionRecord[] records, string owner)
    {
        var queue = new ManagerQueue(owner);
        foreach (var record in records) queue.Apply(record);
        return queue;
    }

    private static QueueView View(ActionRecord[] records, string owner) => QueueReader.View(Queue(records, owner), QueueDesk.Usual, Noon, int.MaxValue);

    private static JsonDocument Event(ActionRecord[] records, string owner)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new QueueEvents("en").Write(View(records, owner), QueueDesk.Usual, Noon, 7, buffer);
        return JsonDocument.Parse(buffer.WrittenMemory.ToArray());
    }

    private static int Length(JsonElement element, string name) => element.GetProperty(name).GetArrayLength();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
