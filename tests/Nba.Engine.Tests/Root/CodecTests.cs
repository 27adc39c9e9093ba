using CsCheck;

namespace Nba.Engine.Tests.Root;

public sealed class CodecTests
{
    [Fact]
    public void A_state_written_read_and_written_again_is_the_same_bytes() => Worlds.Days.Sample(days =>
    {
        using var scene = Run(days);
        var bytes = scene.Bytes();
        scene.Store();
        Assert.Equal(bytes, scene.Bytes());
    }, iter: 500, threads: 1);

    [Fact]
    public void A_record_written_and_read_is_equal() => Worlds.Days.Sample(days =>
    {
        using var scene = Run(days);
        foreach (var record in scene.Records)
        {
            var writer = new StateWriter();
            ActionRecordCodec.Write(record, writer);
            var back = ActionRecordCodec.Read(writer.Written);
            Assert.Equal(record.Rules, back.Rules);
            Assert.Equal(record.Arguments, back.Arguments);
            Assert.Equal(record, back with { Rules = record.Rules, Arguments = record.Arguments });
        }
    }, iter: 200, threads: 1);

    [Fact]
    public void A_fact_that_a_book_does_not_know_survives_it()
    {
        var more = TestBook.With(("vocabulary.json", TestBook.Vocabulary.Replace("\"shownProduct\"",
            "\"lastPage\": {\"id\": 60, \"type\": \"integer\", \"zh\": \"页\", \"en\": \"Last page\", \"fold\": {\"latest\": \"page.viewed.page\"}}, \"shownProduct\"", StringComparison.Ordinal)));
        using var scene = new Scene(more);
        scene.Event("2026-03-02", "page.viewed", """{"page": 7}""");
        var bytes = scene.Bytes();

        var state = new CustomerState(TestBook.Default.Vocabulary);
        state.Reset("c1");
        TestBook.Default.Codec.Read(bytes, state);
        var writer = new StateWriter();
        TestBook.Default.Codec.Write(state, writer);

        var back = new CustomerState(more.Vocabulary);
        back.Reset("c1");
        more.Codec.Read(writer.Written, back);
        Assert.Equal(7, back.Profile.Cells[more.Vocabulary.Fact("lastPage")!.Index].A);
    }

    [Fact]
    public void A_thing_that_a_book_does_not_know_survives_it()
    {
        using var scene = new Scene();
        scene.Event("2026-03-02", "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-06-16"}""");
        var bytes = scene.Bytes();
        var less = TestBook.With(("vocabulary.json", TestBook.Vocabulary.Replace("\"deposit\": {\"id\": 1, \"keepDays\"", "\"deposit\": {\"id\": 2, \"keepDays\"", StringComparison.Ordinal)));
        var state = new CustomerState(less.Vocabulary);
        state.Reset("c1");
        less.Codec.Read(bytes, state);
        Assert.Empty(state.Profile.Entities);
        var writer = new StateWriter();
        less.Codec.Write(state, writer);
        Assert.Equal(bytes, writer.Written.ToArray());
    }

    [Fact]
    public void A_slice_of_a_later_version_is_kept_as_it_is()
    {
        using var scene = new Scene();
        scene.Event("2026-03-02", "complaint.received");
        byte[] bytes = [.. scene.Bytes(), 99, 0x83, 0x80, 0, 1, 2, 3];
        var state = new CustomerState(scene.Book.Vocabulary);
        state.Reset("c1");
        scene.Book.Codec.Read(bytes, state);
        var writer = new StateWriter();
        scene.Book.Codec.Write(state, writer);
        Assert.Equal(bytes, writer.Written.ToArray());
    }

    [Fact]
    public void A_count_of_ids_that_exceeds_its_bytes_is_refused_before_room_is_made()
    {
        var state = new CustomerState(TestBook.Default.Vocabulary);
        Assert.Throws<InvalidDataException>(() => TestBook.Default.Codec.Read([CustomerStateCodec.Format, 0, 1, 6, 0, 0xFF, 0xFF, 0xFF, 0xFF, 7], state));
    }

    [Fact]
    public void A_newer_format_is_refused_with_what_to_do()
    {
        var state = new CustomerState(TestBook.Default.Vocabulary);
        var fault = Assert.Throws<InvalidDataException>(() => TestBook.Default.Codec.Read([CustomerStateCodec.Format + 1, 0], state));
        Assert.Contains("upgrade", fault.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ActionRecordCodec.Read([99, 0]));
    }

    private static Scene Run(Happening[][] days)
    {
        var scene = Worlds.Begin();
        for (var day = 0; day < days.Length; day++)
        {
            foreach (var (given, arrival) in Worlds.Events(scene, day, days[day])) scene.Event(given, arrival);
            if (day + 1 < days.Length) scene.Tick(Worlds.FirstDay.AddDays(day + 1).ToString("yyyy-MM-dd", null));
        }
        return scene;
    }
}
