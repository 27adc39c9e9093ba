using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>Where the host listens, and with which limits: on its address, and for this machine's own commands on a loopback one, which comes last.</summary>
internal static class Listening
{
    private const int MostConnections = 4096;

    /// <summary>Sets the server up.</summary>
    public static void Serve(KestrelServerOptions kestrel, HostSettings settings)
    {
        if (!ListenAddress.TryParseAny(settings.Host.Listen, out var address)) throw new CannotStartException($"'{settings.Host.Listen}' is no address of this machine");
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.Host.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        var access = settings.Access;
        kestrel.Listen(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (!string.IsNullOrWhiteSpace(access.CertificateFile)) listen.UseHttps(new HttpsConnectionAdapterOptions { ServerCertificateSelector = new HostCertificate(access.CertificateFile.Trim(), access.CertificateKeyFile!.Trim()).Current });
        });
        if (!IPAddress.IsLoopback(address.Address) || !string.IsNullOrWhiteSpace(access.CertificateFile)) kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
    }

    /// <summary>Takes a request as whoever sent it saw it: where a proxy ends TLS, others come by https.</summary>
    public static Task AsSeen(HttpContext context, RequestDelegate next, AccessOptions access)
    {
        if (access.PlainHttp && !ListenAddress.IsLocalName(context.Request.Host.Host)) context.Request.Scheme = "https";
        return next(context);
    }

    /// <summary>The certificate of the files as they are now: one that is renewed is taken up with the next connection; one that cannot be read leaves the one before. Thread-safe.</summary>
    private sealed class HostCertificate
    {
        private readonly string _file, _key;
        private readonly Lock _one = new();
        private (DateTime, DateTime) _stamp;
        private X509Certificate2 _certificate;

        public HostCertificate(string file, string key)
        {
            (_file, _key) = (file, key);
            try
            {
                (_stamp, _certificate) = (Stamp(), X509Certificate2.CreateFromPemFile(file, key));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
            {
                throw new CannotStartException($"the certificate '{file}' with the key '{key}' cannot be read: {failure.Message}", failure);
            }
        }

        public X509Certificate2 Current(Microsoft.AspNetCore.Connections.ConnectionContext? connection, string? name)
        {
            lock (_one)
            {
                if (Stamp() is var stamp && stamp != _stamp)
                {
                    try
                    {
                        _certificate = X509Certificate2.CreateFromPemFile(_file, _key);
                    }
                    catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
                    {
                        return _certificate;
                    }
                    _stamp = stamp;
                }
                return _certificate;
            }
        }

        private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_file), File.GetLastWriteTimeUtc(_key));
    }
}
