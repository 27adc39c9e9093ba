using System.Text;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

public sealed class RecordMapperTests
{
    [Fact]
    public void A_record_becomes_an_activity_of_its_customer()
    {
        using var mapper = new RecordMapper(RecordWords.Mapping(RecordWords.Payments));
        Assert.Null(mapper.Map(RecordWords.Record(RecordWords.Payment)));
        var made = Assert.Single(mapper.Events);
        Assert.Equal("陈雨", made.Customer);
        Assert.Equal("""{"specversion":"1.0","id":"p-7","source":"core.payments","type":"transfer.out","subject":"\u9648\u96E8","time":"2026-03-02T02:15:00.000Z","data":{"amount":1200.50,"channel":"web"}}""", Encoding.UTF8.GetString(made.Json.Span));
    }

    [Fact]
    public void What_it_becomes_the_engine_reads()
    {
        using var mapper = new RecordMapper(RecordWords.Mapping(RecordWords.Payments));
        Assert.Null(mapper.Map(RecordWords.Record(RecordWords.Payment)));
        var activity = new Activity(RecordWords.Vocabulary);
        Assert.Null(new ActivityReader(RecordWords.Vocabulary).Read(mapper.Events[0].Json, new(1_772_500_000_000), activity));
        Assert.Equal(("陈雨", "transfer.out"), (activity.Customer.ToString(), activity.Type.Name));
    }

    [Fact]
    public void Without_a_field_for_it_id_and_time_come_from_the_record_itself()
    {
        using var mapper = new RecordMapper(RecordWords.Mapping("""
            {"topic": "core.payments", "source": "core", "subject": "$key", "data": {"amount": {"field": "sum", "type": "decimal"}},
             "type": {"events": [{"event": "transfer.in"}, {"event": "transfer.out"}]}}
            """));
        Assert.Null(mapper.Map(RecordWords.Record("""{"sum": 1.2e3}""", key: "c-1")));
        Assert.Equal(
            [
                """{"specversion":"1.0","id":"core.payments-3-1715","source":"core","type":"transfer.in","subject":"c-1","time":"2026-03-02T01:30:00.000Z","data":{"amount":1200}}""",
                """{"specversion":"1.0","id":"core.payments-3-1715.1","source":"core","type":"transfer.out","subject":"c-1","time":"2026-03-02T01:30:00.000Z","data":{"amount":1200}}""",
            ],
            mapper.Events.Select(e => Encoding.UTF8.GetString(e.Json.Span)));
    }

    [Theory]
    [InlineData("not json", Reason.NotJson, "this is not JSON at byte 1 of line 1")]
    [InlineData("[]", Reason.NotMapped, "core.payments: a record is a JSON object (mapping: intake/payments.json)")]
    [InlineData("""{"paymentId": "p", "direction": "D", "amount": 1, "bookedAt": "2026-03-02T10:15:00+08:00"}""", Reason.NoSubject, "core.payments: field 'account.customer': the customer's id must have 1 to 128 characters (mapping: intake/payments.json)")]
    [InlineData("""{"paymentId": "p", "account": {"customer": "c"}, "direction": "D", "amount": 1, "bookedAt": "gestern"}""", Reason.BadTime, "core.payments: field 'bookedAt': a time with an offset, as 2026-03-02T09:30:00+08:00 must stand here (mapping: intake/payments.json)")]
    [InlineData("""{"paymentId": "", "account": {"customer": "c"}, "direction": "D", "amount": 1, "bookedAt": "2026-03-02T10:15:00+08:00"}""", Reason.NoId, "core.payments: field 'paymentId', which names the record, is empty")]
    [InlineData("""{"paymentId": "p", "account": {"customer": "c"}, "direction": "D", "amount": "much", "bookedAt": "2026-03-02T10:15:00+08:00"}""", Reason.NotMapped, "core.payments: field 'amount': a number must stand here, as 1200.50 (mapping: intake/payments.json)")]
    [InlineData("""{"paymentId": "p", "account": {"customer": "c"}, "direction": "D", "amount": {"of": 1}, "bookedAt": "2026-03-02T10:15:00+08:00"}""", Reason.NotMapped, "core.payments: field 'amount' is no text, number, true or false (mapping: intake/payments.json)")]
    public void A_record_that_does_not_fit_is_refused_with_its_field_and_no_value(string value, Reason reason, string detail)
    {
        using var mapper = new RecordMapper(RecordWords.Mapping(RecordWords.Payments));
        var refusal = mapper.Map(RecordWords.Record(value));
        Assert.Equal((reason, detail), (refusal?.Reason, refusal?.Detail));
        Assert.Empty(mapper.Events);
    }

    [Fact]
    public void What_no_event_wants_is_passed_over_or_refused_as_the_mapping_says()
    {
        const string Other = """{"paymentId": "p", "account": {"customer": "c"}, "direction": "X", "amount": 1, "bookedAt": "2026-03-02T10:15:00+08:00"}""";
        using var lenient = new RecordMapper(RecordWords.Mapping(RecordWords.Payments));
        using var strict = new RecordMapper(RecordWords.Mapping(RecordWords.Payments.Replace("\"otherwise\": \"ignore\", ", "", StringComparison.Ordinal)));
        foreach (var value in new[] { Other, "" })
        {
            Assert.Null(lenient.Map(RecordWords.Record(value)));
            Assert.Empty(lenient.Events);
            Assert.Equal(Reason.NotMapped, strict.Map(RecordWords.Record(value))?.Reason);
        }
    }

    [Fact]
    public void An_event_larger_than_the_engine_takes_is_refused_here()
    {
        using var mapper = new RecordMapper(RecordWords.Mapping("""{"topic": "a", "subject": "c", "data": {"name": {"field": "n"}, "kind": {"constant": "personal"}}, "type": {"events": [{"event": "customer.registered"}]}}"""));
        Assert.Equal(Reason.Oversize, mapper.Map(RecordWords.Record($$"""{"c": "1", "n": "{{new string('x', ActivityReader.MaxBytes)}}"}"""))?.Reason);
    }

    [Fact]
    public void Seconds_and_milliseconds_since_1970_are_times_too()
    {
        foreach (var (format, at) in new[] { ("unix-s", "1772415000"), ("unix-ms", "1772415000000") })
        {
            using var mapper = new RecordMapper(RecordWords.Mapping($$$"""{"topic": "a", "subject": "c", "time": {"field": "at", "format": "{{{format}}}"}, "data": {"amount": {"constant": 1}}, "type": {"events": [{"event": "transfer.in"}]}}"""));
            Assert.Null(mapper.Map(RecordWords.Record($$"""{"c": "1", "at": {{at}}}""")));
            Assert.Contains("\"time\":\"2026-03-02T01:30:00.000Z\"", Encoding.UTF8.GetString(mapper.Events[0].Json.Span), StringComparison.Ordinal);
        }
    }
}
