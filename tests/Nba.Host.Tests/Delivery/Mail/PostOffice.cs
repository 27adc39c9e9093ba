using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using Nba.Host.Delivery.Mail;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Nba.Host.Tests.Delivery.Mail;

/// <summary>A real SMTP server on loopback, which keeps what it takes, or refuses it as it is told.</summary>
internal sealed class PostOffice : IMessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<MimeMessage> _taken = [];
    private readonly Task _running;

    private PostOffice(bool asksWho, X509Certificate2? certificate)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        var services = new ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilter)this);
        services.Add((IUserAuthenticator)this);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e =>
        {
            e.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AuthenticationRequired(asksWho).AllowUnsecureAuthentication(true);
            if (certificate is not null) e.Certificate(certificate);
        }).Build();
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_end.Token);
    }

    public int Port { get; }

    /// <summary>What it took, in order.</summary>
    public IReadOnlyList<MimeMessage> Taken
    {
        get
        {
            lock (_taken) return [.. _taken];
        }
    }

    /// <summary>What it says to a receiver instead of yes.</summary>
    public SmtpResponse? ToReceiver { get; set; }

    /// <summary>What it says to a whole mail instead of yes.</summary>
    public SmtpResponse? ToMail { get; set; }

    /// <summary>Whether it keeps silent once it has a whole mail.</summary>
    public bool Hangs { get; set; }

    /// <summary>Who logged in.</summary>
    public string? User { get; private set; }

    public static PostOffice Open(bool asksWho = false, X509Certificate2? certificate = null) => new(asksWho, certificate);

    /// <summary>How it is reached.</summary>
    public MailServer Server(MailTls tls = MailTls.None) => new() { Host = "127.0.0.1", Port = Port, Tls = tls, From = "Next best actions <nba@bank.example>", Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>A certificate for 127.0.0.1 that nobody has signed.</summary>
    public static X509Certificate2 OwnCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.bank.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (ToMail is { } answer) return answer;
        var message = await MimeMessage.LoadAsync(new MemoryStream(buffer.ToArray()), cancellationToken);
        lock (_taken) _taken.Add(message);
        return SmtpResponse.Ok;
    }

    public Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
        ToReceiver is { } answer ? throw new SmtpResponseException(answer) : Task.FromResult(true);

    public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
    {
        User = user;
        return Task.FromResult(password == "päss wörd");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
        _end.Dispose();
    }
}
