using System.Text;
using Nba.Engine.Vocabulary;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

public sealed class EnvelopeRecordTests
{
    private const string Event = """{"specversion": "1.0", "id": "e-1", "source": "crm", "type": "transfer.in", "subject": "c-1", "data": {"amount": 5}}""";

    [Theory]
    [InlineData(null)]
    [InlineData("application/cloudevents+json; charset=utf-8")]
    public void A_structured_event_goes_through_as_it_came_under_its_subject(string? contentType)
    {
        (string, string)[] headers = contentType is null ? [] : [("content-type", contentType)];
        Assert.Null(EnvelopeRecord.Read(RecordWords.Record(Event, "other key", headers), out var made));
        Assert.Equal(("c-1", Event, false), (made.Customer, Encoding.UTF8.GetString(made.Json.Span), made.IsForAll));
    }

    [Fact]
    public void A_binary_event_is_put_together_from_its_headers_and_its_value()
    {
        var record = RecordWords.Record("""{"amount": 5}""", null, ("ce_specversion", "1.0"), ("ce_id", "e-1"), ("ce_source", "crm"), ("ce_type", "transfer.in"), ("ce_subject", "陈雨"), ("content-type", "application/json"), ("other", "x"));
        Assert.Null(EnvelopeRecord.Read(record, out var made));
        Assert.Equal("陈雨", made.Customer);
        Assert.Equal("""{"id":"e-1","source":"crm","specversion":"1.0","subject":"陈雨","type":"transfer.in","datacontenttype":"application/json","data":{"amount": 5}}""", Encoding.UTF8.GetString(made.Json.Span));
    }

    [Fact]
    public void How_far_a_source_has_come_goes_to_every_partition()
    {
        Assert.Null(EnvelopeRecord.Read(RecordWords.Record(Event.Replace("transfer.in", "feed.complete", StringComparison.Ordinal)), out var made));
        Assert.True(made.IsForAll);
    }

    [Theory]
    [InlineData("""{"id": "e-1", "source": "crm", "subject": "c"}""", Reason.NotCloudEvents)]
    [InlineData("""{"specversion": "1.0", "source": "crm", "subject": "c"}""", Reason.NoId)]
    [InlineData("""{"specversion": "1.0", "id": "e-1", "source": "crm"}""", Reason.NoSubject)]
    [InlineData("{", Reason.NotJson)]
    public void What_is_no_event_is_refused(string value, Reason reason) => Assert.Equal(reason, EnvelopeRecord.Read(RecordWords.Record(value), out _)?.Reason);

    [Fact]
    public void Data_cannot_close_the_event_and_name_another_customer()
    {
        var record = RecordWords.Record("""{}, "subject": "c-2" """, null, ("ce_specversion", "1.0"), ("ce_id", "e"), ("ce_source", "s"), ("ce_type", "t"), ("ce_subject", "c-1"));
        Assert.Equal(Reason.NotJson, EnvelopeRecord.Read(record, out _)?.Reason);
    }

    [Fact]
    public void Batches_and_other_formats_are_refused() =>
        Assert.Equal(Reason.NotCloudEvents, EnvelopeRecord.Read(RecordWords.Record("[]", null, ("content-type", "application/cloudevents-batch+json")), out _)?.Reason);
}
