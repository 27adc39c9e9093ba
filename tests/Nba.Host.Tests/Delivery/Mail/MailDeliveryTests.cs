using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;
using SmtpServer.Protocol;

namespace Nba.Host.Tests.Delivery.Mail;

/// <summary>A running bank mails each manager the day's list, and nobody else's.</summary>
public sealed class MailDeliveryTests : IAsyncDisposable
{
    private readonly RunningBank _bank = new();

    public ValueTask DisposeAsync() => _bank.DisposeAsync();

    [Fact]
    public async Task Each_manager_gets_the_days_list_of_their_own_customers()
    {
        await using var office = PostOffice.Open();
        await Start(office.Server().Port);
        await _bank.Take(
            RunningBank.Registered("C1", "张三"), RunningBank.Event("a1", "customer.assigned", "C1", """{"a":"rm1"}"""), RunningBank.Transfer("t1", "C1", 200000),
            RunningBank.Registered("C2", "李四"), RunningBank.Event("a2", "customer.assigned", "C2", """{"a":"rm2"}"""), RunningBank.Transfer("t2", "C2", 200000));

        // A mail that the test's fast clock gave up on comes again, as the same.
        await Until(() => office.Taken.DistinctBy(m => m.MessageId).Count() == 2);
        var taken = office.Taken.DistinctBy(m => m.MessageId).ToList();

        foreach (var (manager, own, other) in new[] { ("rm1", "张三", "李四"), ("rm2", "李四", "张三") })
        {
            var mail = taken.Single(m => m.To.Mailboxes.Single().Address == manager + "@bank.example");
            Assert.Contains(own, mail.TextBody, StringComparison.Ordinal);
            Assert.DoesNotContain(other, mail.TextBody + mail.HtmlBody, StringComparison.Ordinal);
            Assert.DoesNotContain(own, mail.Subject, StringComparison.Ordinal);
        }
        Assert.Equal(2, taken.Count);
    }

    [Fact]
    public async Task Why_a_mail_was_refused_is_kept_without_anybodys_address()
    {
        await using var office = PostOffice.Open();
        office.ToReceiver = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "<rm1@bank.example>: no such mailbox, ask \"post master\"@bank.example");
        await Start(office.Server().Port);
        await _bank.Take(RunningBank.Registered("C1"), RunningBank.Event("a1", "customer.assigned", "C1", """{"a":"rm1"}"""), RunningBank.Transfer("t1", "C1", 200000));
        var deliveries = _bank.Service<Deliveries>();

        await Until(() => deliveries.SetAside(null).Count == 1);

        Assert.StartsWith("550 <(address)>: no such mailbox, ask (address)", deliveries.SetAside(null)[0].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("@", deliveries.Figures.Single().LastFailure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'li.na+crm@mail.bank.example' is no address", "'(address)' is no address")]
    [InlineData("5.1.1 RCPT TO:<李娜@银行.example>", "5.1.1 RCPT TO:<(address)>")]
    [InlineData("li%40bank.example; try later", "(address); try later")]
    [InlineData("421 too busy", "421 too busy")]
    public void An_address_is_left_out_however_it_is_written(string said, string kept) => Assert.Equal(kept, PlainText.WithoutAddresses(said));

    [Fact]
    public async Task A_subscription_without_a_mail_server_is_told_and_the_others_go_on()
    {
        await using var receiver = await Receiver.Start();
        await Start(mailPort: null, ("crm.json", $$"""{"to": {"webhook": {"url": "{{receiver.Address}}"} } }"""));
        await _bank.Take(RunningBank.Registered("C1"), RunningBank.Event("a1", "customer.assigned", "C1", """{"a":"rm1"}"""), RunningBank.Transfer("t1", "C1", 200000));

        await Until(() => receiver.Stands.Count == 1);

        Assert.Contains("Nba:Delivery:MailHost", Assert.Single(_bank.Service<Deliveries>().Problems).Message, StringComparison.Ordinal);
    }

    private async Task Start(int? mailPort, params (string Name, string Text)[] more)
    {
        BankRules.Write(_bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲"}, "rm2": {"name": "乙"}}}""");
        var folder = Directory.CreateDirectory(Path.Combine(_bank.Data, "..", "subscriptions")).FullName;
        // Long, by a clock that runs faster than a mail server on a busy machine.
        await File.WriteAllTextAsync(Path.Combine(folder, "mail.json"), """{"to": {"mail": {"address": "{owner}@bank.example"}}, "timeoutSeconds": 120}""");
        foreach (var (name, text) in more) await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        _bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1", PollMilliseconds = 3_600_000, MailFrom = "nba@bank.example" };
        if (mailPort is { } port) (_bank.Delivery.MailHost, _bank.Delivery.MailPort, _bank.Delivery.MailTls) = ("127.0.0.1", port, "none");
        await _bank.Run();
    }

    private Task Until(Func<bool> isSo) => RunningBank.Until("it has come", async () =>
    {
        _bank.Clock.Advance(TimeSpan.FromMilliseconds(50));
        await _bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        return isSo();
    });
}
