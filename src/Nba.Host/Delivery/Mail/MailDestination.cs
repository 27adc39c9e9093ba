using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Nba.Host.Delivery.Mail;

/// <summary>
/// Sends mail by one server, a connection for each. Whatever the server says or does is an answer, never an exception. Mail that was taken while its answer was lost is sent again with the same
/// Message-ID. Thread-safe.
/// </summary>
internal sealed class MailDestination
{
    private const int MostWords = 300;

    private readonly MailServer _server;
    private readonly MailboxAddress _from;
    private readonly TimeProvider _time;

    /// <summary>Takes a server that can be used.</summary>
    /// <exception cref="ArgumentException">It has faults.</exception>
    public MailDestination(MailServer server, TimeProvider time)
    {
        if (server.Faults().ToList() is { Count: > 0 } faults) throw new ArgumentException(string.Join("; ", faults), nameof(server));
        (_server, _time, _from) = (server, time, MailAddress.TryParse(server.From, out var from) ? from : throw new ArgumentException("no sender", nameof(server)));
    }

    /// <summary>Sends a message to an address.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; the mail may have been taken.</exception>
    public async Task<MailOutcome> Send(DeliveryContent content, MailKey key, string to, CancellationToken cancellation)
    {
        // The server would say so to each attempt.
        if (!MailAddress.TryParse(to, out var receiver)) return new MailOutcome(MailResult.Never, $"'{Said(to)}' is no mail address");
        using var limit = new CancellationTokenSource(_server.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var message = DigestMail.Of(content, key, _from, receiver);
        // Its own limit is for one step and comes later than ours, which is for all of them. Authorities of a bank's own seldom say where revoked certificates are listed.
        using var client = new SmtpClient { Timeout = 2 * (int)_server.Timeout.TotalMilliseconds, CheckCertificateRevocation = false };
        var isOpen = false;
        try
        {
            await Open(client, either.Token).ConfigureAwait(false);
            isOpen = true;
            var said = await client.SendAsync(message, either.Token).ConfigureAwait(false);
            await Close(client, either.Token).ConfigureAwait(false);
            return new MailOutcome(MailResult.Delivered, Said(said));
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && Reads(failure))
        {
            return limit.IsCancellationRequested ? new MailOutcome(MailResult.Away, string.Create(CultureInfo.InvariantCulture, $"the server did not answer within {_server.Timeout.TotalSeconds:0.#} s")) : Of(failure, isOpen);
        }
    }

    private async Task Open(SmtpClient client, CancellationToken cancellation)
    {
        if (_server.AuthorityFile is { } authority)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authority);
            client.ServerCertificateValidationCallback = (_, certificate, _, faults) => certificate is X509Certificate2 own && IsOf(own, trusted, faults);
        }
        var how = _server.Tls switch { MailTls.None => SecureSocketOptions.None, MailTls.StartTls => SecureSocketOptions.StartTls, _ => SecureSocketOptions.SslOnConnect };
        await client.ConnectAsync(_server.Host, _server.Port, how, cancellation).ConfigureAwait(false);
        if (_server is not { User: { } user, PasswordFile: { } file }) return;
        var lines = await File.ReadAllLinesAsync(file, cancellation).ConfigureAwait(false);
        await client.AuthenticateAsync(user, lines.FirstOrDefault() ?? "", cancellation).ConfigureAwait(false);
    }

    // The name must be the server's, and the chain must end with the bank's own authority.
    private static bool IsOf(X509Certificate2 certificate, X509Certificate2Collection trusted, SslPolicyErrors faults)
    {
        if ((faults & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        (chain.ChainPolicy.TrustMode, chain.ChainPolicy.RevocationMode) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck);
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        return chain.Build(certificate);
    }

    // It was taken; how the goodbye goes changes nothing.
    private static async Task Close(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (Reads(failure))
        {
            client.Dispose();
        }
    }

    private static bool Reads(Exception failure) => failure is CommandException or ProtocolException or AuthenticationException or SslHandshakeException or SocketException or IOException
        or UnauthorizedAccessException or CryptographicException or TimeoutException or OperationCanceledException or NotSupportedException or ServiceNotConnectedException or ServiceNotAuthenticatedException;

    // Who cannot log in, or finds no key to the server, has a setting to mend; the mail is none the worse for it.
    private static MailOutcome Of(Exception failure, bool isOpen) => failure switch
    {
        SmtpCommandException { StatusCode: var code } refused when isOpen && (int)code >= 500 => new MailOutcome(MailResult.Never, Code(refused)),
        SmtpCommandException refused => new MailOutcome(isOpen ? MailResult.TryAgain : MailResult.Away, Code(refused)),
        NotSupportedException when isOpen => new MailOutcome(MailResult.Never, $"the server cannot take it: {Said(failure.Message)}"),
        AuthenticationException => new MailOutcome(MailResult.Away, $"the server did not let the sender log in: {Said(failure.Message)}"),
        SslHandshakeException => new MailOutcome(MailResult.Away, $"no safe connection to the server: {Said(failure.InnerException?.Message ?? failure.Message)}"),
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException or CryptographicException => new MailOutcome(MailResult.Away, $"a file of the mail server's settings cannot be read: {Said(failure.Message)}"),
        _ => new MailOutcome(MailResult.Away, $"the connection failed: {Said(failure.Message)}"),
    };

    private static string Code(SmtpCommandException refused) => string.Create(CultureInfo.InvariantCulture, $"{(int)refused.StatusCode} {Said(refused.Message)}");

    private static string Said(string words) => PlainText.Line(words) is { Length: > MostWords } all ? all[..MostWords] : PlainText.Line(words);
}
