using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Catalogue;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.Host.Transport;

namespace Nba.Host.Tests.Transport;

public sealed class ActionEventsTests
{
    private static readonly ActionRecord Call = new()
    {
        Owner = "rm01", Id = (UInt128)0xABC, Sequence = 88, Version = 87, Customer = "K0004001", Reason = Reason.Raised, Action = "retention-call",
        CustomerName = "王斌", Subject = "D1", Purpose = Purpose.Service, Channel = 1, Category = "retention",
        RaisedOn = 739_700, OccurredOn = 739_690, Due = 1_774_972_800_000, DueOn = 739_705, Expires = 739_720,
        Score = new Score(350_000, 1_000_000, 4_142_456_400, 1_000_000, 1_449_859_740),
        Price = new Quote(PriceKind.DepositRate, 23_500, 25_000, "branch-head", 739_800), Rules = ["salary-stopped"], Arguments = [new TextArgument(ArgumentKind.DaysSince, 739_690, null)],
    };

    [Fact]
    public void Any_record_written_and_read_is_the_same() => Gen.Select(AnyAction.Record, Gen.Bool).Sample((record, dated) =>
    {
        var json = Json(record, dated ? new Instant(1_772_000_000_000) : null);
        Assert.Equal(Bytes(record), Bytes(ActionEvents.Read(json)));
    }, iter: 5_000);

    [Fact]
    public void Broken_bytes_are_refused_in_one_way() =>
        Gen.Select(AnyAction.Record, Gen.Int[0, 5], Gen.Int[0, int.MaxValue], Gen.Byte.Array[0, 6]).Sample((record, how, at, bytes) =>
        {
            var broken = Break(Json(record, null), how, at, bytes);
            try
            {
                var read = ActionEvents.Read(broken);
                // What is still a record can be written, and is then read as the same.
                Assert.Equal(Bytes(read), Bytes(ActionEvents.Read(Json(read, null))));
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 20_000);

    [Theory]
    [InlineData("\"sequence\":88", "\"sequence\":-1", "sequence")]
    [InlineData("\"sequence\":88", "\"sequence\":8.5", "sequence")]
    [InlineData("\"owner\":\"rm01\"", "\"owner\":\"\"", "owner")]
    [InlineData("\"owner\":\"rm01\"", "\"owner\":\"a\\u0000b\"", "owner")]
    [InlineData("\"owner\":\"rm01\"", "\"owner\":null", "owner")]
    [InlineData("\"owner\":\"rm01\",", "", "data")]
    [InlineData("\"owner\":\"rm01\"", "\"owner\":\"rm01\",\"owner\":\"rm02\"", "data")]
    [InlineData("\"purpose\":\"service\"", "\"purpose\":\"Service\"", "purpose")]
    [InlineData("\"channel\":\"visit\"", "\"channel\":\"fax\"", "channel")]
    [InlineData("\"reason\":\"raised\"", "\"reason\":\"because\"", "reason")]
    [InlineData("\"raisedOn\":\"2026-03-26\"", "\"raisedOn\":\"2026-02-30\"", "raisedOn")]
    [InlineData("\"propensity\":0.35", "\"propensity\":0.3500001", "score.propensity")]
    [InlineData("\"propensity\":0.35", "\"propensity\":79228162514264337593543950335", "score.propensity")]
    [InlineData("\"kind\":\"days-since\"", "\"kind\":\"hours-since\"", "arguments.kind")]
    [InlineData("\"kind\":\"deposit-rate\"", "\"kind\":\"rate\"", "price.kind")]
    [InlineData("[\"salary-stopped\"]", "[null]", "rules")]
    [InlineData("nba.action.upserted", "nba.action.withdrawn", "type")]
    [InlineData("nba.action.upserted", "customer.assigned", "type")]
    [InlineData("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", "specversion")]
    public void A_refusal_names_the_field(string part, string by, string field)
    {
        var json = Encoding.UTF8.GetString(Json(Call, null));
        Assert.Contains(part, json, StringComparison.Ordinal);

        var refusal = Assert.Throws<InvalidDataException>(() => ActionEvents.Read(Encoding.UTF8.GetBytes(json.Replace(part, by, StringComparison.Ordinal))));

        Assert.Contains(field, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("K0004001", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_without_this_program_finds_words_days_times_and_plain_numbers()
    {
        using var read = JsonDocument.Parse(Json(Call, new Instant(1_772_121_600_000)));
        var (root, data) = (read.RootElement, read.RootElement.GetProperty("data"));

        Assert.Equal(("1.0", "00000000000000000000000000000abc.88.rm01", "nba:decide"), (Text(root, "specversion"), Text(root, "id"), Text(root, "source")));
        Assert.Equal(("nba.action.upserted", "K0004001", "2026-02-26T16:00:00.000Z"), (Text(root, "type"), Text(root, "subject"), Text(root, "time")));
        Assert.Equal(("raised", "service", "visit"), (Text(data, "reason"), Text(data, "purpose"), Text(data, "channel")));
        Assert.Equal(("2026-03-31T16:00:00.000Z", "2026-03-31"), (Text(data, "due"), Text(data, "dueOn")));
        Assert.Equal((0.35m, 1449.85974m), (Number(data, "score", "propensity"), Number(data, "score", "base")));
        Assert.Equal((2.35m, 2.5m), (Number(data, "price", "value"), Number(data, "price", "limit")));
        Assert.False(data.GetProperty("accepted").GetBoolean());
        Assert.Contains("王斌", Encoding.UTF8.GetString(Json(Call, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_says_that_and_no_more()
    {
        var gone = new ActionRecord
        {
            Owner = "rm01", Id = 1, Sequence = 9, Version = 9, Customer = "K1", Reason = Reason.Reassigned, Action = "call", Withdrawn = true,
        };
        using var json = JsonDocument.Parse(Json(gone, null));

        Assert.Equal("nba.action.withdrawn", Text(json.RootElement, "type"));
        Assert.Equal(["owner", "id", "sequence", "version", "customer", "withdrawn", "reason", "action", "contactMade"],
            json.RootElement.GetProperty("data").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void A_name_that_nothing_reads_is_passed_over()
    {
        const string More = "\"traceparent\":\"00-1\",\"data\":{\"mood\":[1,{}],";
        var json = Encoding.UTF8.GetString(Json(Call, null)).Replace("\"data\":{", More, StringComparison.Ordinal);
        Assert.Equal(Bytes(Call), Bytes(ActionEvents.Read(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void A_key_names_owner_and_action_whatever_the_owner_is_called() => AnyAction.Record.Sample(record =>
    {
        Assert.True(ActionEvents.TryParseKey(ActionEvents.Key(record.Owner, record.Id), out var owner, out var id));
        Assert.Equal((record.Owner, record.Id), (owner, id));
    }, iter: 2_000);

    [Theory]
    [InlineData("")]
    [InlineData("rm01")]
    [InlineData("|0000000000000000000000000000000a")]
    [InlineData("rm01|000000000000000000000000000000a")]
    [InlineData("rm01|0000000000000000000000000000000g")]
    [InlineData("rm01-0000000000000000000000000000000a")]
    public void What_is_no_key_is_refused(string key) => Assert.False(ActionEvents.TryParseKey(key, out _, out _));

    private static byte[] Break(byte[] json, int how, int at, byte[] bytes)
    {
        at %= json.Length;
        var (part, by) = (at % 2 == 0 ? "\":\"" : ":", at % 3 == 0 ? ":null,\"" : ":9,\"x\":\"");
        return how switch
        {
            0 => [.. json[..at], .. bytes, .. json[Math.Min(json.Length, at + bytes.Length)..]],
            1 => json[..at],
            2 => [.. json[..at], .. json[Math.Min(json.Length, at + 9)..]],
            3 => [.. json[..at], .. "\"null,{[9"u8.Slice(at % 8, 1), .. json[at..]],
            4 => bytes,
            _ => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace(part, by, StringComparison.Ordinal)),
        };
    }

    private static decimal Number(JsonElement element, string part, string name) => element.GetProperty(part).GetProperty(name).GetDecimal();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static byte[] Json(ActionRecord record, Instant? arrival)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ActionEvents.Write(record, arrival, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] Bytes(ActionRecord record)
    {
        var writer = new StateWriter();
        ActionRecordCodec.Write(record, writer);
        return writer.Written.ToArray();
    }
}
