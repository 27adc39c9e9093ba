using System.Text;
using Nba.Host.State;

namespace Nba.Host.Tests.State;

/// <summary>Keys are the same whether the buffer they are built in was large enough before or not.</summary>
public sealed class KeysTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(80)]
    [InlineData(128)]
    public void A_long_text_makes_the_key_that_it_says_also_the_first_time(int length)
    {
        var text = new string('中', length);
        byte[] own = Encoding.UTF8.GetBytes(text);

        Assert.Equal([0, 7, (byte)Table.Customers, .. own], new Keys(7).Text(Table.Customers, text).ToArray());
        Assert.Equal([0, 7, (byte)Table.Waiting, 0, 0, 0, 0, 0, 0, 0, 9, .. own], new Keys(7).NumberText(Table.Waiting, 9, text).ToArray());
        Assert.Equal([0, 7, (byte)Table.Decisions, .. own, 0, 0, 0, 0, 2], new Keys(7).TextNumber(Table.Decisions, text, 2).ToArray());
        Assert.Equal([0, 7, (byte)Table.Decisions, .. own, 0], new Keys(7).TextPrefix(Table.Decisions, text).ToArray());
    }
}
