using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Nba.Kafka.Tests;

/// <summary>
/// A broker that a test starts for itself, by the script in the folder that <c>NBA_TEST_KAFKA_HOME</c> names: stopped, with all it kept, in the end.
/// <c>NBA_TEST_KAFKA_DIR</c> names where it keeps its data, so that who runs the tests can clear up behind a process that was killed.
/// </summary>
public sealed class OwnBroker : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly string _data;
    private readonly int _brokers;

    /// <summary>Chooses ports; nothing runs yet.</summary>
    /// <param name="brokers">One, or three that are one cluster.</param>
    public OwnBroker(int brokers = 1)
    {
        _brokers = brokers;
        var parent = Environment.GetEnvironmentVariable("NBA_TEST_KAFKA_DIR") is { Length: > 0 } named
            ? Directory.CreateDirectory(named).FullName : Path.GetTempPath();
        Port = FreePort(brokers);
        _data = Path.Combine(parent, $"nba-own-broker-{Environment.ProcessId}-{Port}");
    }

    /// <summary>Whether there is a script to start one with.</summary>
    public static bool CanStart => Script is not null;

    /// <summary>The port of the listener without a password.</summary>
    public int Port { get; }

    /// <summary>The port of the listener with one, where the settings open it.</summary>
    public int PasswordPort => Port + 200;

    /// <summary>The address without a password.</summary>
    public string Address => string.Join(',', Enumerable.Range(Port, _brokers).Select(port => $"127.0.0.1:{port}"));

    /// <summary>The script; null where none is named.</summary>
    public static string? Script { get; } = Environment.GetEnvironmentVariable("NBA_TEST_KAFKA_HOME") is { Length: > 0 } home
        ? new[] { Path.Combine(home, "bin", "kafka"), Path.Combine(home, "kafka") }.FirstOrDefault(File.Exists)
        : null;

    /// <summary>Starts it; done when it answers.</summary>
    public Task Start(params string[] settings) => Run(["start", "--port", $"{Port}", "--brokers", $"{_brokers}", "--dir", _data, .. settings.SelectMany(s => new[] { "--set", s })]);

    /// <summary>Kills it, as a machine that loses its power.</summary>
    /// <param name="broker">Its number, from 1.</param>
    public Task Kill(int broker = 1) => Run(["kill", $"{broker}", "--dir", _data]);

    /// <summary>Brings it back with what it kept.</summary>
    public Task Up(int broker = 1) => Run(["up", $"{broker}", "--dir", _data]);

    /// <summary>Stops it in its tracks.</summary>
    public Task Pause(int broker = 1) => Run(["pause", $"{broker}", "--dir", _data]);

    /// <summary>Lets it go on.</summary>
    public Task Resume(int broker = 1) => Run(["resume", $"{broker}", "--dir", _data]);

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(_data)) await Run(["wipe", "--dir", _data]);
    }

    private static async Task Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Script!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{Script} did not start");
        using var limit = new CancellationTokenSource(Longest);
        var answer = process.StandardOutput.ReadToEndAsync(limit.Token);
        var words = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        await answer;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Script} {string.Join(' ', arguments)}: {await words}");
    }

    // The script's listeners stand in fixed distances: its controller 100 above, ours with a password 200 above.
    private static int FreePort(int brokers)
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (port < 65_000 && Enumerable.Range(0, brokers).All(b => (b == 0 || IsFree(port + b)) && IsFree(port + b + 100) && IsFree(port + b + 200))) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
