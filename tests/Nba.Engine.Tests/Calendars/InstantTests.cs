using System.Globalization;
using System.Text;
using CsCheck;
using Nba.Engine.Calendars;

namespace Nba.Engine.Tests.Calendars;

public sealed class InstantTests
{
    private static readonly Gen<Instant> Any =
        Gen.Long[Instant.MinValue.UnixMilliseconds, Instant.MaxValue.UnixMilliseconds].Select(ms => new Instant(ms));

    [Theory]
    [InlineData("2026-03-02T07:00:00.000Z", 1772434800000)]
    [InlineData("2026-03-02T15:00:00+08:00", 1772434800000)]
    [InlineData("2026-03-02T02:30:00-04:30", 1772434800000)]
    [InlineData("2026-03-02t07:00:00z", 1772434800000)]
    [InlineData("2026-03-02T07:00:00.1Z", 1772434800100)]
    [InlineData("2026-03-02T07:00:00.1239999Z", 1772434800123)]
    [InlineData("2026-03-02T07:00:00.123456789012345+00:00", 1772434800123)]
    [InlineData("1969-12-31T23:59:59.9999Z", -1)]
    [InlineData("2016-12-31T23:59:60Z", 1483228800000)]
    [InlineData("2017-01-01T07:59:60+08:00", 1483228800000)]
    [InlineData("0001-01-01T00:00:00Z", -62135596800000)]
    public void Text_of_RFC_3339_is_read(string text, long unixMilliseconds)
    {
        Assert.True(Instant.TryParse(text, out var instant));
        Assert.Equal(unixMilliseconds, instant.UnixMilliseconds);
        Assert.True(Instant.TryParse(Encoding.UTF8.GetBytes(text), out instant));
        Assert.Equal(unixMilliseconds, instant.UnixMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-02")]
    [InlineData("2026-03-02T07:00Z")]
    [InlineData("2026-03-02T07:00:00")]
    [InlineData("2026-03-02 07:00:00Z")]
    [InlineData("2026-3-2T07:00:00Z")]
    [InlineData("2026-02-29T07:00:00Z")]
    [InlineData("2026-13-01T07:00:00Z")]
    [InlineData("0000-01-01T07:00:00Z")]
    [InlineData("2026-03-02T24:00:00Z")]
    [InlineData("2026-03-02T07:60:00Z")]
    [InlineData("2026-03-02T07:00:61Z")]
    [InlineData("2026-03-02T07:00:60Z")]
    [InlineData("2026-03-02T07:00:00.Z")]
    [InlineData("2026-03-02T07:00:00,5Z")]
    [InlineData("2026-03-02T07:00:00.5")]
    [InlineData("2026-03-02T07:00:00+0800")]
    [InlineData("2026-03-02T07:00:00+24:00")]
    [InlineData("2026-03-02T07:00:00+08:60")]
    [InlineData("2026-03-02T07:00:00ZZ")]
    [InlineData(" 2026-03-02T07:00:00Z")]
    [InlineData("2026-03-02T07:00:00Z ")]
    [InlineData("+026-03-02T07:00:00Z")]
    [InlineData("２026-03-02T07:00:00Z")]
    [InlineData("\u0132026-03-02T07:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("2026-03-02T07:00:00.00000000000000000000000000000000000000000000000000Z")]
    public void Other_text_is_refused_not_guessed(string text)
    {
        Assert.False(Instant.TryParse(text, out var instant));
        Assert.Equal(default, instant);
        Assert.False(Instant.TryParse(Encoding.UTF8.GetBytes(text), out instant));
        Assert.Equal(default, instant);
    }

    [Fact]
    public void The_text_form_is_UTC_with_milliseconds()
    {
        Assert.Equal("2026-03-02T07:00:00.000Z", new Instant(1772434800000).ToString());
        Assert.Equal("0001-01-01T00:00:00.000Z", Instant.MinValue.ToString());
        Assert.Equal("9999-12-31T23:59:59.999Z", Instant.MaxValue.ToString());
        Assert.Equal("9999-12-31T23:59:59.999Z", new Instant(long.MaxValue).ToString());
    }

    [Fact]
    public void Every_instant_comes_back_from_its_text_and_dotnet_reads_the_same() => Any.Sample(instant =>
    {
        var text = instant.ToString();
        return Instant.TryParse(text, out var back) && back == instant
            && DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() == instant.UnixMilliseconds;
    }, iter: Days.Samples);

    [Fact]
    public void Any_byte_put_for_another_gives_a_refusal_or_an_instant_never_an_error() =>
        Gen.Select(Any, Gen.Int[0, 23], Gen.Byte).Sample((instant, at, value) =>
        {
            var bytes = new byte[24];
            Assert.True(instant.TryFormat(bytes, out var written));
            Assert.Equal(24, written);
            bytes[at] = value;
            _ = Instant.TryParse(bytes, out _);
        }, iter: Days.Samples);

    [Fact]
    public void There_is_no_writing_into_too_little_room() => Assert.False(Instant.MinValue.TryFormat(new byte[23], out _));

    [Fact]
    public void Adding_stops_at_the_ends_of_time()
    {
        Assert.Equal(new Instant(5), new Instant(2).Plus(3));
        Assert.Equal(Instant.MaxValue, Instant.MaxValue.Plus(long.MaxValue));
        Assert.Equal(Instant.MinValue, Instant.MinValue.Plus(long.MinValue));
    }

    [Fact]
    public void Instants_are_ordered_by_time() => Gen.Select(Any, Any).Sample((a, b) =>
        (a < b) == (a.UnixMilliseconds < b.UnixMilliseconds) && (a >= b) != (a < b) && (a > b) == (b < a) && (a <= b) != (a > b)
        && Math.Sign(a.CompareTo(b)) == Math.Sign(a.UnixMilliseconds.CompareTo(b.UnixMilliseconds)), iter: Days.Samples);

    [Fact]
    public void Reading_and_writing_bytes_allocates_nothing()
    {
        var bytes = "2026-03-02T15:00:00.1234567+08:00"u8.ToArray();
        Assert.True(Instant.TryParse(bytes, out var instant));
        var room = new byte[24];
        var good = instant.TryFormat(room, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            good &= Instant.TryParse(bytes, out instant) && instant.TryFormat(room, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(good);
    }
}
