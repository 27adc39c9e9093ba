using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Nba.Host.Access.Audit;
using Nba.Host.Privacy;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.State.Sealing;
using Nba.House;

namespace Nba.Host.Tests.Privacy;

/// <summary>Sealing, export and erasure as programs of their own: with a host that runs, with a stopped store, and with a process that is killed in the middle.</summary>
public sealed class CustomerProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-processes-");
    private readonly SealFolder _keys = new();

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Rules => Path.Combine(_folder.FullName, "rules");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _keys.Dispose();
    }

    [Fact]
    public async Task Exported_and_erased_at_the_host_and_in_its_stopped_store()
    {
        await Run("simulate", "--events", Events("K-one", "K-two", "K-three"), "--rules", Rules, "--data", Data);
        Assert.Empty(MarkedFiles.Of(Data, ["MARK-K-one", "MARK-K-two"]));
        using (var host = Start("run", "--data", Data, "--listen", "127.0.0.1:0", "--rules", Rules, "--lang", "en"))
        {
            await Listening(host);
            Assert.Contains("MARK-K-one", await Run("customer", "export", "K-one", "--data", Data), StringComparison.Ordinal);
            Assert.Contains("erased at", await Run("customer", "erase", "K-one", "--reason", "asked for", "--yes", "--data", Data, "--lang", "en"), StringComparison.Ordinal);
            Assert.Contains("was erased at", (await End("customer", "export", "K-one", "--data", Data, "--lang", "en")).Errors, StringComparison.Ordinal);
            host.Kill();
            await host.WaitForExitAsync();
        }
        Assert.Contains("MARK-K-two", await Run("customer", "export", "K-two", "--data", Data), StringComparison.Ordinal);
        Assert.Contains("erased at", await Run("customer", "erase", "K-two", "--reason", "asked for", "--yes", "--data", Data, "--lang", "en"), StringComparison.Ordinal);
        var (code, _, errors) = await End("customer", "export", "K-two", "--data", Data, "--lang", "en");

        Assert.Equal(1, code);
        Assert.Contains("was erased at", errors, StringComparison.Ordinal);
        Assert.Empty(MarkedFiles.Places(Data, ["MARK-K-one", "MARK-K-two"]));
        Assert.Contains("MARK-K-three", await Run("customer", "export", "K-three", "--data", Data), StringComparison.Ordinal);
        Assert.Contains("identical", await Run("replay", "--verify", "--data", Data, "--lang", "en"), StringComparison.Ordinal);
        var entered = new List<AuditEntry>();
        new AuditQuery("K-two", null, null, null).Run(AuditFolder.In(Data), line => entered.Add(AuditEntry.From(line)));
        Assert.Equal([(AuditAct.Local, AuditAct.Read, "nba customer export"), (AuditAct.Local, AuditAct.Change, "nba customer erase")], entered.Select(e => (e.Who, e.What, e.Of)));
        Assert.Equal(0, AuditVerifier.Verify(AuditFolder.In(Data), []).FaultCount);
    }

    [Fact]
    public async Task A_simulated_bank_and_what_a_replay_keeps_of_it_are_sealed()
    {
        await Run("simulate", "--events", Events("K-one", "K-two"), "--rules", Rules, "--data", Data);
        var kept = Path.Combine(_folder.FullName, "kept");
        await Run("replay", "--data", Data, "--rules", Rules, "--out", kept);

        Assert.Empty(MarkedFiles.Of(Data, ["MARK-K-one"]));
        Assert.Empty(MarkedFiles.Of(kept, ["MARK-K-one"]));
        using var store = Store.OpenReadOnly(kept);
        Assert.Contains(Rows(store), r => r.Contains("MARK-K-one", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_is_finished_by_the_next_start()
    {
        string[] customers = [.. Enumerable.Range(1, 6).Select(i => $"K-{i}")];
        await Run("simulate", "--events", Events(customers), "--rules", Rules, "--data", Data);
        var begun = 0;
        for (var i = 0; i < customers.Length - 1; i++)
        {
            using var host = Start("run", "--data", Data, "--listen", "127.0.0.1:0", "--rules", Rules, "--lang", "en");
            using var client = new HttpClient { BaseAddress = await Listening(host), Timeout = Patience };
            using var body = new ByteArrayContent("""{"reason":"asked for"}"""u8.ToArray());
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var asked = client.PostAsync($"customers/{customers[i]}/erase", body);
            // The next moment each time: at once, and then whenever files of the store or of the keys were touched so often.
            using (var touched = new Touched(i * 2, Data, Path.GetDirectoryName(_keys.Places.KeysFile)!)) await Task.WhenAny(touched.Reached, asked);
            host.Kill();
            await host.WaitForExitAsync();
            await asked.ContinueWith(_ => { }, TaskScheduler.Default);
            if (IsOpen(customers[i])) begun++;
        }

        using (var last = Start("run", "--data", Data, "--listen", "127.0.0.1:0", "--rules", Rules, "--lang", "en"))
        {
            await Listening(last);
            // Whose erasure never began is there as before, and is erased now; the others are done.
            foreach (var one in customers[..^1]) await End("customer", "erase", one, "--reason", "asked for", "--yes", "--data", Data);
            last.Kill();
            await last.WaitForExitAsync();
        }

        Assert.All(customers[..^1], c => Assert.False(IsOpen(c)));
        Assert.Empty(MarkedFiles.Places(Data, [.. customers[..^1].Select(c => "MARK-" + c)]));
        using (var store = Store.OpenReadOnly(Data))
        {
            Assert.All(customers[..^1], c => Assert.True(store.Keys!.IsDestroyed(KeyRing.IdOf(Encoding.UTF8.GetBytes(c)))));
            Assert.All(customers[..^1], c => Assert.DoesNotContain(Rows(store), r => r.Contains("MARK-" + c, StringComparison.Ordinal)));
            Assert.Contains(Rows(store), r => r.Contains("MARK-K-6", StringComparison.Ordinal));
        }
        Assert.Contains("identical", await Run("replay", "--verify", "--data", Data, "--lang", "en"), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{begun} of {customers.Length - 1} were killed between commit and end");
    }

    private bool IsOpen(string customer)
    {
        using var store = Store.OpenReadOnly(Data);
        return Erasing.Of(store, customer) is { IsDone: false };
    }

    private string Events(params string[] customers)
    {
        BankRules.Write(Rules);
        var file = Path.Combine(_folder.FullName, "events.jsonl");
        File.WriteAllLines(file, customers.SelectMany((c, i) => new[] { Timed(RunningBank.Registered(c, "MARK-" + c), i * 2), Timed(RunningBank.Transfer("t-" + c, c, 200000), (i * 2) + 1) }));
        return file;
    }

    private static string Timed(string json, int minute) => json.Replace("\"source\":", $"\"time\":\"2026-03-02T10:{minute:00}:00+08:00\",\"source\":", StringComparison.Ordinal);

    private static List<string> Rows(Store store)
    {
        var found = new List<string>();
        using var rows = store.Scan([]);
        while (rows.MoveNext()) found.Add(Encoding.UTF8.GetString(rows.Value));
        return found;
    }

    private async Task<string> Run(params string[] arguments)
    {
        var (code, output, errors) = await End(arguments);
        Assert.True(code == 0, $"nba {string.Join(' ', arguments)} ended with {code}: {errors}");
        return output;
    }

    private async Task<(int Code, string Output, string Errors)> End(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }

    private Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(Simulation).Assembly.Location, .. arguments])
    {
        WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        Environment = { ["LC_ALL"] = "C", ["NBA__LANGUAGE"] = null, ["NBA__PRIVACY__KEYFILE"] = _keys.Places.MasterFile, ["NBA__PRIVACY__KEYS"] = _keys.Places.KeysFile },
    })!;

    private static async Task<Uri> Listening(Process host)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Split("Listening on ") is [_, var where]) return new Uri(where.Split(' ')[0]);
        }
        throw new InvalidOperationException(await host.StandardError.ReadToEndAsync());
    }

    /// <summary>Counts what happens to files of some folders, and says when it was so often.</summary>
    private sealed class Touched : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<FileSystemWatcher> _watchers = [];
        private int _left;

        public Touched(int times, params string[] folders)
        {
            _left = times;
            if (times == 0) _reached.SetResult();
            foreach (var folder in folders)
            {
                var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, EnableRaisingEvents = true };
                watcher.Changed += (_, _) => Count();
                watcher.Created += (_, _) => Count();
                watcher.Deleted += (_, _) => Count();
                _watchers.Add(watcher);
            }
        }

        public Task Reached => _reached.Task;

        public void Dispose() => _watchers.ForEach(w => w.Dispose());

        private void Count()
        {
            if (Interlocked.Decrement(ref _left) <= 0) _reached.TrySetResult();
        }
    }
}
