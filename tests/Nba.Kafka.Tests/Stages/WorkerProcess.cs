using System.Diagnostics;
using System.Globalization;
using System.Text;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.House;

namespace Nba.Kafka.Tests.Stages;

/// <summary>A worker of a bank in a process of its own, to be killed, stopped in its tracks and started again under the same name and with the same directory.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly KafkaOptions _options;
    private readonly string _instance;
    private readonly string _folder;
    private readonly string _roles;
    private readonly string _rules;
    private readonly StringBuilder _words = new();
    private Process? _process;

    public WorkerProcess(KafkaOptions options, string instance, string folder, string roles = "decide,queue", string rules = "rules") =>
        (_options, _instance, _folder, _roles, _rules) = (options, instance, Path.Combine(folder, instance), roles, rules);

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often it was stopped in its tracks and woke again.</summary>
    public int Wakes { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What it said so far.</summary>
    public string Words
    {
        get
        {
            lock (_words) return _words.ToString();
        }
    }

    /// <summary>Starts it; answers at once.</summary>
    public void Start(params string[] more)
    {
        string Set(string name, object value) => string.Create(CultureInfo.InvariantCulture, $"Kafka:{name}={value}");
        string[] settings = [Set("Bootstrap", _options.Bootstrap!), Set("Prefix", _options.Prefix), Set("Instance", _instance), Set("Roles", _roles),
            Set("ActivityPartitions", _options.ActivityPartitions), Set("ManagerPartitions", _options.ManagerPartitions), Set("TransactionSeconds", 6), Set("SessionSeconds", 8), Set("Replication", _options.Replication), .. more];
        var start = new ProcessStartInfo("dotnet", [typeof(DecisionStage).Assembly.Location, "run", "--rules", _rules, "--data", _folder, "--listen", "127.0.0.1:0", .. settings.SelectMany(s => new[] { "--set", s })])
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Hear;
        _process.ErrorDataReceived += Hear;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What a command printed; fails when it did not end well.</summary>
    public static async Task<string> Ask(params string[] arguments)
    {
        var (code, said, errors) = await End(arguments);
        Assert.True(code == 0, $"nba {string.Join(' ', arguments)} ended with {code}: {said} {errors}");
        return said;
    }

    /// <summary>How a command ended, what it printed and what it said beside that.</summary>
    public static async Task<(int Code, string Said, string Errors)> End(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(DecisionStage).Assembly.Location, .. arguments]) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await said, await errors);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        Kills++;
        _process!.Kill();
        Gone();
    }

    /// <summary>SIGTERM, as a rolling restart does: it ends what it is at.</summary>
    public void Stop()
    {
        Signal("TERM");
        Gone();
    }

    /// <summary>SIGSTOP, or SIGCONT to go on.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (name == "CONT") Wakes++;
    }

    /// <summary>Everything that it kept is gone.</summary>
    public void LoseDisk()
    {
        // One that was killed as it started has not made it yet.
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        if (_process is null) return;
        _process.Kill();
        Gone();
    }

    private void Gone()
    {
        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_words) _words.AppendLine(line.Data);
    }
}
