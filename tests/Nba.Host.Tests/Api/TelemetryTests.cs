using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.House;

namespace Nba.Host.Tests.Api;

public sealed class TelemetryTests : IDisposable
{
    private static readonly byte[] Trace = Convert.FromHexString("4bf92f3577b34da6a3ce929d0e0e4736");

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

    [Fact]
    public async Task Spans_of_traced_events_go_to_the_collector_in_the_callers_trace()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        BankRules.Write(Path.Combine(_folder.FullName, "rules"));
        using var host = Start(((IPEndPoint)collector.LocalEndpoint).Port, ("OTEL_METRICS_EXPORTER", "none"));
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(limit.Token) };
            foreach (var (customer, sampled) in new[] { ("C1", "00"), ("C2", "01") })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = new StringContent(RunningBank.Registered(customer), Encoding.UTF8, "application/cloudevents+json") };
                request.Headers.Add("traceparent", $"00-{Convert.ToHexStringLower(Trace)}-00f067aa0ba902b7-{sampled}");
                await RunningBank.Json(await client.SendAsync(request, limit.Token));
            }
            var said = new StringBuilder();
            using (var connection = await collector.AcceptTcpClientAsync(limit.Token)) await Read(connection.GetStream(), said, limit.Token);

            var text = said.ToString();
            Assert.StartsWith("POST /v1/traces ", text, StringComparison.Ordinal);
            // The second event's span alone, and none of the server's, whose paths name customers.
            Assert.Equal(2, text.Split("process nba.activity").Length);
            Assert.Contains(Encoding.Latin1.GetString(Trace), text, StringComparison.Ordinal);
            Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            await host.WaitForExitAsync(limit.Token);
        }
    }

    private async Task<Uri> Address(CancellationToken cancellation)
    {
        var file = Path.Combine(_folder.FullName, "data", BankHost.AddressFile);
        while (!File.Exists(file) || new FileInfo(file).Length == 0) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        return new Uri(await File.ReadAllTextAsync(file, cancellation));
    }

    private Process Start(int port, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(DecisionStage).Assembly.Location, "run", "--rules", Path.Combine(_folder.FullName, "rules"), "--data", Path.Combine(_folder.FullName, "data"), "--listen", "127.0.0.1:0"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}";
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        foreach (var (name, value) in more) start.Environment[name] = value;
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
