using System.Text;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Events;

public sealed class ActivityReaderTests
{
    private static readonly Instant Arrival = Scene.At("2026-03-02T12:00");
    private readonly Activity _activity = new(TestBook.Default.Vocabulary);

    [Theory]
    [InlineData(Reason.NotJson, "{\"specversion\":")]
    [InlineData(Reason.NotJson, "hello")]
    [InlineData(Reason.NotJson, "")]
    [InlineData(Reason.NotJson, "{} {}")]
    [InlineData(Reason.NotJson, "{'id':'1'}")]
    [InlineData(Reason.NotJson, "{\"id\":\"1\",}")]
    [InlineData(Reason.NotJson, "{\"id\":\"1\" /* c */}")]
    [InlineData(Reason.NotCloudEvents, "[]")]
    [InlineData(Reason.NotCloudEvents, "{}")]
    [InlineData(Reason.NotCloudEvents, "{\"specversion\":\"0.3\"}")]
    [InlineData(Reason.NotCloudEvents, "{\"specversion\":1.0}")]
    [InlineData(Reason.NoId, "{\"specversion\":\"1.0\"}")]
    [InlineData(Reason.NoId, "{\"specversion\":\"1.0\",\"id\":\"\"}")]
    [InlineData(Reason.NoId, "{\"specversion\":\"1.0\",\"id\":\"1\"}")]
    [InlineData(Reason.NoSubject, "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\"}")]
    [InlineData(Reason.UnknownType, "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"subject\":\"c\"}")]
    [InlineData(Reason.BrokenUtf8, "{\"specversion\":\"1.0\",\"id\":\"\\ud800\",\"source\":\"s\",\"subject\":\"c\"}")]
    public void What_is_no_event_is_refused_with_its_reason(Reason reason, string text) => Assert.Equal(reason, Read(text)?.Reason);

    [Theory]
    [InlineData(Reason.UnknownType, "salary.credit", "{}", "did you mean 'salary.credited'?")]
    [InlineData(Reason.MissingField, "salary.credited", "{}", "'amount'")]
    [InlineData(Reason.MissingField, "salary.credited", "{\"amount\": null}", "'amount'")]
    [InlineData(Reason.MissingField, "salary.credited", "null", "'amount'")]
    [InlineData(Reason.MissingField, "deposit.closed", "{}", "names the deposit")]
    [InlineData(Reason.WrongFieldType, "salary.credited", "[]", "object")]
    [InlineData(Reason.WrongFieldType, "salary.credited", "5", "object")]
    [InlineData(Reason.WrongFieldType, "salary.credited", "{\"amount\": \"5\"}", "decimal")]
    [InlineData(Reason.WrongFieldType, "salary.credited", "{\"amount\": 900000000000001}", "decimal")]
    [InlineData(Reason.WrongFieldType, "salary.credited", "{\"amount\": 1e300}", "decimal")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"truth\": 1}", "boolean")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"whole\": 1.5}", "integer")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"whole\": 99999999999999999999}", "integer")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"day\": \"2026-02-30\"}", "2026-03-02")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"day\": \"2.3.2026\"}", "2026-03-02")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"moment\": \"2026-03-02T09:30:00\"}", "+08:00")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"text\": \"\"}", "1 to 256")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"text\": 5}", "text")]
    [InlineData(Reason.WrongFieldType, "probe", "{\"words\": \"travel\"}", "set:spend")]
    [InlineData(Reason.UnknownCode, "probe", "{\"word\": \"Travel\"}", "'spend'")]
    [InlineData(Reason.UnknownCode, "probe", "{\"words\": [\"travel\", \"trevel\"]}", "'spend'")]
    [InlineData(Reason.UnknownCode, "probe", "{\"words\": [1]}", "'spend'")]
    [InlineData(Reason.UnknownCode, "action.outcome", "{\"action\": \"x\", \"outcome\": \"maybe\"}", "'outcome'")]
    public void Data_that_does_not_fit_the_vocabulary_is_refused(Reason reason, string type, string data, string detail)
    {
        var refusal = Read(Event(type, data));
        Assert.Equal(reason, refusal?.Reason);
        Assert.Contains(detail, refusal!.Value.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02", Reason.BadTime)]
    [InlineData("2026-03-02T09:30:00", Reason.BadTime)]
    [InlineData("yesterday", Reason.BadTime)]
    [InlineData("2026-03-02T12:10:00.001+08:00", Reason.TooFarInTheFuture)]
    [InlineData("9999-12-31T23:59:59Z", Reason.TooFarInTheFuture)]
    [InlineData("2026-03-02T12:10:00+08:00", null)]
    [InlineData("1999-03-02T12:10:00Z", null)]
    public void A_time_needs_an_offset_and_lies_at_most_ten_minutes_ahead(string time, Reason? reason) =>
        Assert.Equal(reason, Read(Event("complaint.received", "{}", time))?.Reason);

    [Fact]
    public void Too_many_bytes_and_broken_UTF8_are_refused()
    {
        Assert.Equal(Reason.Oversize, Read(Event("probe", $"{{\"text\": \"{new string('x', ActivityReader.MaxBytes)}\"}}"))?.Reason);
        var bytes = Encoding.UTF8.GetBytes(Event("probe", "{\"text\": \"x\"}"));
        bytes[^5] = 0xFF;
        Assert.Equal(Reason.BrokenUtf8, TestBook.Default.Reader.Read(bytes, Arrival, _activity)?.Reason);
    }

    [Fact]
    public void Ids_of_customers_and_events_are_bounded()
    {
        Assert.Equal(Reason.NoSubject, Read(Event("complaint.received", "{}").Replace("\"c\"", $"\"{new string('c', 129)}\"", StringComparison.Ordinal))?.Reason);
        Assert.Equal(Reason.NoId, Read(Event("complaint.received", "{}").Replace("\"1\"", $"\"{new string('1', 257)}\"", StringComparison.Ordinal))?.Reason);
    }

    [Fact]
    public void A_refusal_holds_no_value_of_a_field() =>
        Assert.DoesNotContain("secret", Read(Event("probe", "{\"word\": \"secret\"}"))!.Value.Detail, StringComparison.Ordinal);

    [Fact]
    public void Every_type_of_field_is_read_as_stored()
    {
        var text = Event("probe", """{"truth":true,"whole":-5,"money":1.23456,"day":"2026-03-02","moment":"2026-03-02T09:30:00+08:00","word":"dining","words":["travel","other"],"text":"é\n","unknown":{"a":[1]}}""");
        Assert.Null(Read(text));
        long Value(string name) => _activity.Fields.Value(_activity.Type.Field(name)!.Index);
        Assert.Equal((1L, -5L, 12_346L), (Value("truth"), Value("whole"), Value("money")));
        Assert.Equal((Scene.Day("2026-03-02").DayNumber, Scene.At("2026-03-02T09:30").UnixMilliseconds), (Value("day"), Value("moment")));
        Assert.Equal((1L, 5L, "é\n"), (Value("word"), Value("words"), _activity.Fields.Text(_activity.Type.Field("text")!.Index)));
    }

    [Fact]
    public void Without_a_time_an_event_happened_when_it_arrived()
    {
        Assert.Null(Read("""{"specversion":"1.0","id":"1","source":"s","subject":"客户","type":"complaint.received"}"""));
        Assert.Equal((Arrival, "客户", "1", false), (_activity.Time, _activity.Customer.ToString(), _activity.Id, _activity.IsHistory));
    }

    [Fact]
    public void Escaped_attributes_are_what_they_say()
    {
        Assert.Null(Read("""{"specversion":"1.0","id":"\u0031","source":"s","subject":"a\"b","type":"complaint.received","nbahistory":true}"""));
        Assert.Equal(("a\"b", "1", true), (_activity.Customer.ToString(), _activity.Id, _activity.IsHistory));
        var hash = _activity.IdHash;
        Assert.Null(Read("""{"specversion":"1.0","id":"1","source":"s","subject":"c","type":"complaint.received"}"""));
        Assert.Equal(hash, _activity.IdHash);
        Assert.Null(Read("""{"specversion":"1.0","id":"1","source":"t","subject":"c","type":"complaint.received"}"""));
        Assert.NotEqual(hash, _activity.IdHash);
    }

    private EventRefusal? Read(string text) => TestBook.Default.Reader.Read(Encoding.UTF8.GetBytes(text), Arrival, _activity);

    private static string Event(string type, string data, string time = "2026-03-02T09:30:00+08:00") =>
        $$"""{"specversion":"1.0","id":"1","source":"s","subject":"c","type":"{{type}}","time":"{{time}}","data":{{data}}}""";
}
