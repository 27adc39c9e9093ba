using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>What a coordinator knows of a member, read as consumers of all languages write it.</summary>
public sealed class GroupLookTests
{
    // Version 1; topics "ab" with 7 and 2, and "b" with 5; no user data.
    private static readonly byte[] Two =
    [
        0, 1, 0, 0, 0, 2, 0, 2, (byte)'a', (byte)'b', 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0, 2, 0, 1, (byte)'b', 0, 0, 0, 1, 0, 0, 0, 5, 0xff, 0xff, 0xff, 0xff,
    ];

    [Fact]
    public void An_assignment_says_what_was_given_of_each_topic()
    {
        Assert.Equal([2, 7], GroupLook.Given(Two, "ab"));
        Assert.Equal([5], GroupLook.Given(Two, "b"));
        Assert.Empty(GroupLook.Given(Two, "a"));
    }

    [Fact]
    public void Who_was_given_nothing_has_nothing()
    {
        Assert.Empty(GroupLook.Given([], "a"));
        Assert.Empty(GroupLook.Given([0, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], "a"));
    }
}
