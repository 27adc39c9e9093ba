using System.Text;
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Tests.Transport.Kafka;

/// <summary>Expected values come from <c>Utils.murmur2</c> and <c>BuiltInPartitioner.partitionForKey</c> of kafka-clients 4.3.1.</summary>
public sealed class Murmur2Tests
{
    [Theory]
    [InlineData("", 275646681, 9, 3, 25)]
    [InlineData("a", -1563381124, 4, 4, 60)]
    [InlineData("ab", 316155434, 2, 2, 42)]
    [InlineData("abc", 479470107, 3, 3, 27)]
    [InlineData("abcd", -1323649548, 8, 2, 52)]
    [InlineData("abcde", 461995741, 1, 1, 29)]
    [InlineData("rm01", 1453290304, 4, 4, 0)]
    [InlineData("K0004001", -768464292, 8, 2, 28)]
    [InlineData("lin-xia", 78508893, 9, 3, 29)]
    [InlineData("customer-1234567890", 1569016258, 10, 4, 2)]
    [InlineData("林夏", 144833070, 6, 0, 46)]
    [InlineData("王斌", 1291562197, 1, 1, 21)]
    [InlineData("陈雨公司", 1054336168, 4, 4, 40)]
    [InlineData("客户经理-上海-01", -177503929, 7, 1, 7)]
    [InlineData("🏦", 1833996853, 1, 1, 53)]
    [InlineData("\0", 375494588, 8, 2, 60)]
    [InlineData("zürich", 1564393856, 8, 2, 0)]
    public void A_key_goes_where_every_other_client_sends_it(string key, int hash, int ofTwelve, int ofSix, int ofSixtyFour)
    {
        var bytes = Encoding.UTF8.GetBytes(key);

        Assert.Equal(hash, Murmur2.Hash(bytes));
        Assert.Equal((ofTwelve, ofSix, ofSixtyFour), (Murmur2.Partition(bytes, 12), Murmur2.Partition(bytes, 6), Murmur2.Partition(bytes, 64)));
    }

    [Fact]
    public void Every_byte_counts_as_it_is()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];

        Assert.Equal((-1948347274, 10), (Murmur2.Hash(all), Murmur2.Partition(all, 12)));
        Assert.Equal(-160726397, Murmur2.Hash([0xff, 0xfe, 0x80]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lin-xia")]
    [InlineData("客户经理-上海-01")]
    [InlineData("𠀀𠀁𠀂")]
    public void A_text_lies_where_its_utf8_does(string text)
    {
        foreach (var key in (string[])[text, string.Concat(Enumerable.Repeat(text, 128))])
            Assert.Equal(Murmur2.Partition(System.Text.Encoding.UTF8.GetBytes(key), 1009), Murmur2.Partition(key, 1009));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        ReadOnlySpan<byte> key = "客户经理-上海-01"u8;
        ReadOnlySpan<char> text = "客户经理-上海-01";
        var sum = Murmur2.Partition(key, 12) + Murmur2.Partition(text, 12) - 7;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++) sum += Murmur2.Partition(key, 12) + Murmur2.Partition(text, 12);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(7 * 1001, sum);
    }
}
