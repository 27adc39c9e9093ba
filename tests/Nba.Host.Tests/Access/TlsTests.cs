using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Nba.Host.Tests.Access;

/// <summary>Other machines reach the host by its certificate and under its names; its own commands by an address of their own.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-tls-");

    private string CertificateFile => Path.Combine(_folder.FullName, "host.pem");

    private string KeyFile => Path.Combine(_folder.FullName, "host.key");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_certificate_that_is_renewed_is_taken_up_with_the_next_connection_and_one_that_is_broken_is_not()
    {
        var first = Issue();
        await using var bank = await Start();

        Assert.Equal((first, 401), await Ask(bank, "nba.bank.example"));
        await File.WriteAllTextAsync(CertificateFile, "half a certificate");
        Assert.Equal((first, 401), await Ask(bank, "nba.bank.example"));
        var second = Issue();
        Assert.NotEqual(first, second);
        Assert.Equal((second, 401), await Ask(bank, "nba.bank.example"));
    }

    [Fact]
    public async Task It_answers_to_its_names_alone_and_commands_come_by_another_door()
    {
        Issue();
        await using var bank = await Start();

        Assert.Equal(421, (await Ask(bank, "nba.elsewhere.example")).Status);
        Assert.Equal(["https", "http"], bank.Bank.Host.Addresses.Select(a => new Uri(a).Scheme));
        Assert.True(bank.Bank.Host.Address is { Scheme: "http", IsLoopback: true });
        Assert.Equal(200, await bank.Status("GET", "/queues/rm1", bank.Local));
    }

    [Fact]
    public async Task Without_a_certificate_that_can_be_read_it_does_not_start_and_names_both_files()
    {
        await File.WriteAllTextAsync(CertificateFile, "none");
        await File.WriteAllTextAsync(KeyFile, "none");

        var cannot = await Assert.ThrowsAsync<Nba.Host.Settings.CannotStartException>(Start);

        Assert.Contains(CertificateFile, cannot.Message, StringComparison.Ordinal);
        Assert.Contains(KeyFile, cannot.Message, StringComparison.Ordinal);
    }

    private Task<GuardedBank> Start() => GuardedBank.Start(change: a => (a.CertificateFile, a.CertificateKeyFile, a.Hosts) = (CertificateFile, KeyFile, "nba.bank.example"));

    // A certificate for the host, written as an authority's tool would; its serial number tells it from others.
    private string Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=nba.bank.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return certificate.SerialNumber;
    }

    private static async Task<(string? Serial, int Status)> Ask(GuardedBank bank, string host)
    {
        string? serial = null;
        using var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => (serial = (shown as X509Certificate2)?.SerialNumber) is not null;
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, bank.Bank.Host.Addresses[0] + "/queues/rm1") { Headers = { Host = host } };
        using var response = await client.SendAsync(request);
        return (serial, (int)response.StatusCode);
    }
}
