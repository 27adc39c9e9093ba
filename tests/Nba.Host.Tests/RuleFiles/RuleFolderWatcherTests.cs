using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine;
using Nba.Host.RuleFiles;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.RuleFiles;

public sealed class RuleFolderWatcherTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-rules-").FullName;
    private readonly FakeTimeProvider _clock = new();
    private readonly List<RuleBook> _books = [];
    private readonly RuleBook _first;
    private readonly RuleFolderWatcher _watcher;

    public RuleFolderWatcherTests()
    {
        BankRules.Write(_folder);
        _first = RuleFolder.Load(_folder).Book!;
        _watcher = Watcher(_books.Add);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_unchanged_folder_gives_no_book()
    {
        Assert.False(_watcher.Check() || _watcher.Check());
        Assert.Empty(_books);
    }

    [Fact]
    public void A_change_counts_once_it_has_stood_for_one_look()
    {
        Edit("Large", "Big");
        Assert.False(_watcher.Check());
        Edit("Large", "Huge");
        Assert.False(_watcher.Check());

        Assert.True(_watcher.Check());
        Assert.Equal(Assert.Single(_books).Version, _watcher.Status.Version);
        Assert.NotEqual(_first.Version, _watcher.Status.Version);
    }

    [Fact]
    public void Faults_keep_the_old_book_until_the_files_are_mended()
    {
        BankRules.Write(_folder, "care.json", "{");
        _watcher.Check();
        _watcher.Check();
        Assert.NotEmpty(_watcher.Status.Problems);
        Assert.Equal((_first.Version, _clock.GetUtcNow()), (_watcher.Status.Version, _watcher.Status.FaultySince));

        BankRules.Write(_folder);
        _watcher.Check();
        Assert.False(_watcher.Check());

        Assert.Empty(_watcher.Status.Problems);
        Assert.Null(_watcher.Status.FaultySince);
        Assert.Empty(_books);
    }

    [Fact]
    public async Task The_clock_makes_it_look()
    {
        var changed = new TaskCompletionSource<RuleBook>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = Watcher(book => changed.TrySetResult(book));
        await watcher.StartAsync(CancellationToken.None);
        Edit("Large", "Big");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!changed.Task.IsCompleted)
        {
            Assert.False(limit.IsCancellationRequested, "the signal did not come within 20 s: a new book after the clock went on");
            _clock.Advance(Second);
            await Task.Yield();
        }

        await watcher.StopAsync(CancellationToken.None);
        Assert.NotEqual(_first.Version, (await changed.Task).Version);
    }

    private void Edit(string old, string now) => BankRules.Write(_folder, "texts/care.json", BankRules.Texts.Replace(old, now, StringComparison.Ordinal));

    private RuleFolderWatcher Watcher(Action<RuleBook> changed) => new(_folder, _first, [], Second, _clock, book => { changed(book); return []; }, NullLogger<RuleFolderWatcher>.Instance);
}
