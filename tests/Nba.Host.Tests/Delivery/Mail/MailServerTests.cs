using Nba.Host.Delivery.Mail;

namespace Nba.Host.Tests.Delivery.Mail;

public sealed class MailServerTests
{
    private static readonly MailServer Good = new() { Host = "mail.bank.example", From = "Next best actions <nba@bank.example>" };

    [Fact]
    public void A_server_with_a_name_and_a_sender_can_be_used() => Assert.Empty(Good.Faults());

    [Theory]
    [InlineData("localhost", 0)]
    [InlineData("127.0.0.1", 0)]
    [InlineData("::1", 0)]
    [InlineData("mail.bank.example", 1)]
    [InlineData("10.0.0.1", 1)]
    [InlineData("127.0.0.1.evil.example", 1)]
    public void Mail_goes_without_encryption_to_this_machine_alone(string host, int faults) => Assert.Equal(faults, (Good with { Host = host, Tls = MailTls.None }).Faults().Count());

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var bad = new MailServer { Host = "", Port = 0, Tls = (MailTls)9, User = "nba", From = "nobody", Timeout = TimeSpan.Zero };

        Assert.Equal(6, bad.Faults().Count());
        Assert.Throws<ArgumentException>(() => new MailDestination(bad, TimeProvider.System));
    }
}
