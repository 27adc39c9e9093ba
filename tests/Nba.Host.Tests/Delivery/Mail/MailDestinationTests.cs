using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Mail;
using SmtpServer.Protocol;

namespace Nba.Host.Tests.Delivery.Mail;

/// <summary>Mail to a real server, and what is made of everything it may say.</summary>
public sealed class MailDestinationTests
{
    private static readonly string ReceiverName = "anna@bank.example";

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task What_is_sent_arrives_with_both_parts(string language)
    {
        await using var office = PostOffice.Open();
        var content = Prompts.Digest(language);

        var outcome = await Send(office.Server(), content);

        Assert.True(outcome.Result == MailResult.Delivered, outcome.Reason);
        var mail = Assert.Single(office.Taken);
        Assert.Equal((DigestText.Of(content), DigestHtml.Of(content)), (Words(mail.BodyParts.First()), Words(mail.BodyParts.Last())));
        Assert.Equal((Prompts.Key.MessageId("bank.example"), ReceiverName, "nba@bank.example"), (mail.MessageId, mail.To.Mailboxes.Single().Address, mail.From.Mailboxes.Single().Address));
    }

    [Theory]
    [InlineData("one\r\n.\r\nRCPT TO:<all@bank.example>\r\n")]
    [InlineData("<script>\u0000\u001B")]
    [InlineData("张三 🎂 李四")]
    public async Task Hostile_names_arrive_as_words_of_one_mail(string name)
    {
        await using var office = PostOffice.Open();

        Assert.Equal(MailResult.Delivered, (await Send(office.Server(), Prompts.Hostile(name))).Result);

        Assert.Contains(PlainText.Line(name), Assert.Single(office.Taken).TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(450, MailResult.TryAgain)]
    [InlineData(451, MailResult.TryAgain)]
    [InlineData(550, MailResult.Never)]
    [InlineData(553, MailResult.Never)]
    internal async Task A_receiver_that_is_refused_is_tried_again_or_never(int code, MailResult result)
    {
        await using var office = PostOffice.Open();
        office.ToReceiver = new SmtpResponse((SmtpReplyCode)code, "not this one");

        var outcome = await Send(office.Server());

        Assert.Equal(result, outcome.Result);
        Assert.StartsWith($"{code} not this one", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(452, MailResult.TryAgain)]
    [InlineData(421, MailResult.TryAgain)]
    [InlineData(552, MailResult.Never)]
    [InlineData(554, MailResult.Never)]
    internal async Task A_mail_that_is_refused_is_tried_again_or_never(int code, MailResult result)
    {
        await using var office = PostOffice.Open();
        office.ToMail = new SmtpResponse((SmtpReplyCode)code, "not now");

        Assert.Equal(new MailOutcome(result, $"{code} not now"), await Send(office.Server()));
        Assert.Empty(office.Taken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("@bank.example")]
    [InlineData("anna@")]
    [InlineData("a@bank.example, b@bank.example")]
    [InlineData("a@bank.example\r\nBcc: b@bank.example")]
    [InlineData("all: a@bank.example;")]
    [InlineData("\"a\r\nBcc: b@bank.example\" <a@bank.example>")]
    [InlineData("a@bank.example\r\n")]
    public async Task An_address_that_is_none_is_never_tried(string to)
    {
        var outcome = await new MailDestination(new MailServer { Host = "127.0.0.1", Port = 1, Tls = MailTls.None, From = "nba@bank.example" }, TimeProvider.System).Send(Prompts.Digest("en"), Prompts.Key, to, CancellationToken.None);

        Assert.Equal(MailResult.Never, outcome.Result);
        Assert.EndsWith("is no mail address", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_tried_again()
    {
        var outcome = await Send(new MailServer { Host = "127.0.0.1", Port = 1, Tls = MailTls.None, From = "nba@bank.example" });

        Assert.Equal(MailResult.Away, outcome.Result);
        Assert.StartsWith("the connection failed: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_takes_the_mail_and_says_nothing_is_left_in_time()
    {
        await using var office = PostOffice.Open();
        office.Hangs = true;

        Assert.Equal(new MailOutcome(MailResult.Away, "the server did not answer within 1 s"), await Send(office.Server() with { Timeout = TimeSpan.FromSeconds(1) }));
    }

    [Theory]
    [InlineData(null, "the server did not answer within 1 s")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "the connection failed: ")]
    [InlineData("554 \u001B[31mno\u0007 service for you\r\n", "554 [31mno service for you")]
    [InlineData("421 busy\r\n", "421 busy")]
    [InlineData("", "the connection failed: ")]
    public async Task A_server_that_does_not_greet_as_one_is_tried_again(string? greeting, string reason)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var sent = Send(new MailServer { Host = "127.0.0.1", Port = ((IPEndPoint)server.LocalEndpoint).Port, Tls = MailTls.None, From = "nba@bank.example", Timeout = TimeSpan.FromSeconds(1) });

        using var taken = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        if (greeting is not null)
        {
            await taken.GetStream().WriteAsync(Encoding.ASCII.GetBytes(greeting), TestContext.Current.CancellationToken);
            taken.Client.Shutdown(SocketShutdown.Send);
        }

        var outcome = await sent;
        Assert.Equal(MailResult.Away, outcome.Result);
        Assert.StartsWith(reason, outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Reason, char.IsControl);
    }

    [Fact]
    public async Task Mail_whose_answer_was_lost_is_sent_again_as_the_same()
    {
        await using var office = PostOffice.Open();
        await Send(office.Server());
        await Send(office.Server());

        Assert.Equal(2, office.Taken.Count);
        Assert.Equal(office.Taken[0].MessageId, office.Taken[1].MessageId);
        Assert.Equal(office.Taken[0].ToString(), office.Taken[1].ToString());
    }

    [Theory]
    [InlineData("päss wörd\n", MailResult.Delivered)]
    [InlineData("päss wörd\r\nold\r\n", MailResult.Delivered)]
    [InlineData("wrong", MailResult.Away)]
    [InlineData("", MailResult.Away)]
    [InlineData(null, MailResult.Away)]
    internal async Task Who_sends_is_told_with_the_password_of_a_file(string? password, MailResult result)
    {
        await using var office = PostOffice.Open(asksWho: true);
        var file = Path.GetTempFileName();
        try
        {
            if (password is null) File.Delete(file);
            else await File.WriteAllTextAsync(file, password);

            var outcome = await Send(office.Server() with { User = "nba", PasswordFile = file });

            Assert.True(result == outcome.Result, outcome.Reason);
            Assert.Equal(password is null ? null : "nba", office.User);
            Assert.DoesNotContain("päss", outcome.Reason, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_the_log_in_that_the_server_wants_the_mail_is_refused()
    {
        await using var office = PostOffice.Open(asksWho: true);

        Assert.Equal(MailResult.Away, (await Send(office.Server())).Result);
    }

    [Fact]
    public async Task A_server_that_cannot_encrypt_is_told_nothing()
    {
        await using var office = PostOffice.Open();

        Assert.Equal(MailResult.Away, (await Send(office.Server(MailTls.StartTls))).Result);
        Assert.Empty(office.Taken);
    }

    [Theory]
    [InlineData(true, MailResult.Delivered)]
    [InlineData(false, MailResult.Away)]
    internal async Task An_encrypted_way_is_used_when_the_server_is_who_it_should_be(bool isKnown, MailResult result)
    {
        using var certificate = PostOffice.OwnCertificate();
        await using var office = PostOffice.Open(certificate: certificate);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());

            var outcome = await Send(office.Server(MailTls.StartTls) with { AuthorityFile = isKnown ? file : null });

            Assert.True(result == outcome.Result, outcome.Reason);
            Assert.Equal(isKnown ? 1 : 0, office.Taken.Count);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_none()
    {
        using var certificate = PostOffice.OwnCertificate();
        await using var office = PostOffice.Open(certificate: certificate);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());

            Assert.Equal(MailResult.Away, (await Send(office.Server(MailTls.StartTls) with { Host = "localhost", AuthorityFile = file })).Result);
            Assert.Empty(office.Taken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_kept()
    {
        await using var office = PostOffice.Open();
        office.Hangs = true;
        using var gaveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new MailDestination(office.Server(), TimeProvider.System).Send(Prompts.Digest("en"), Prompts.Key, ReceiverName, gaveUp.Token));
    }

    // As it came, line ends included.
    private static string Words(MimeEntity part)
    {
        using var bytes = new MemoryStream();
        ((MimePart)part).Content!.DecodeTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static Task<MailOutcome> Send(MailServer server, DeliveryContent? content = null) =>
        new MailDestination(server, TimeProvider.System).Send(content ?? Prompts.Digest("en"), Prompts.Key, ReceiverName, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
}
