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

    [Theory]
    [InlineData("", "set Nba:Delivery:MailFrom")]
    [InlineData("nobody", "Nba:Delivery:MailFrom, must be one mail address, as nba@bank.example, not 'nobody'")]
    public void A_sender_that_is_none_is_told_with_its_setting(string from, string words) => Assert.Contains(words, Assert.Single((Good with { From = from }).Faults()), StringComparison.Ordinal);
}
