using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Nba.Host.Stages;
using Nba.House;

namespace Nba.Host.Tests.Api;

public sealed class TelemetryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-telemetry-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Counters_go_to_the_collector_that_the_environment_names()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        BankRules.Write(Path.Combine(_folder.FullName, "rules"));
        using var host = Start(((IPEndPoint)collector.LocalEndpoint).Port);
        try
        {
            var said = new StringBuilder();
            while (!said.ToString().Contains("nba.activities.refused", StringComparison.Ordinal))
            {
                using var connection = await collector.AcceptTcpClientAsync(limit.Token);
                await Read(connection.GetStream(), said, limit.Token);
            }
            Assert.StartsWith("POST /v1/metrics ", said.ToString(), StringComparison.Ordinal);
            foreach (var name in (string[])["service.name", "nba", "nba.decisions", "nba.customers.swept"]) Assert.Contains(name, said.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync(limit.Token);
        }
    }

    private Process Start(int port)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DecisionStage).Assembly.Location, "run", "--rules", Path.Combine(_folder.FullName, "rules"), "--data", Path.Combine(_folder.FullName, "data"), "--listen", "127.0.0.1:0"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}";
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    // One request, answered so that the next one comes on a connection of its own.
    private static async Task Read(NetworkStream stream, StringBuilder into, CancellationToken cancellation)
    {
        var bytes = new byte[64 * 1024];
        int read;
        var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        quiet.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            while ((read = await stream.ReadAsync(bytes, quiet.Token)) > 0) into.Append(Encoding.Latin1.GetString(bytes, 0, read));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellation);
        }
        finally
        {
            quiet.Dispose();
        }
    }
}
