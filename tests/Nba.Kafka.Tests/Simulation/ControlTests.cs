using System.Text;
using Nba.Engine;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>The book of all workers, where one of them can't load it.</summary>
public sealed class ControlTests : IDisposable
{
    private const string Unloadable = "0123456789abcdef";

    private readonly CalmBank _bank = new(1, new Prompt());

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_worker_goes_by_the_last_book_that_it_can_load_and_says_which_it_cannot()
    {
        Name(SimRules.Book.Version, BookShelf.Write(SimRules.Book));
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();

        Assert.Equal(SimRules.Book.Version, control.Begin(own: null).Version);

        Assert.Contains(Unloadable, control.CannotLoad, StringComparison.Ordinal);
        Assert.Contains(BookShelf.Remedy, control.CannotLoad, StringComparison.Ordinal);
        Assert.Single(_bank.Lines.All, l => l.Contains(Unloadable, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_own_book_comes_before_older_ones()
    {
        Name(SimRules.Book.Version, BookShelf.Write(SimRules.Book));
        Name(SimRules.Other.Version, BookShelf.Write(SimRules.Other));
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();

        Assert.Same(SimRules.Book, control.Begin(SimRules.Book));
        Assert.Contains(Unloadable, control.CannotLoad, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_with_nothing_that_loads_does_not_start()
    {
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();

        Assert.Contains(Unloadable, Assert.Throws<CannotStartException>(() => control.Begin(own: null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_a_book_that_loads_is_named_all_is_well()
    {
        Name(SimRules.Book.Version, BookShelf.Write(SimRules.Book));
        Name(Unloadable, "[]"u8.ToArray());
        using var control = Open();
        control.Begin(own: null);
        var changed = new TaskCompletionSource<RuleBook>(TaskCreationOptions.RunContinuationsAsynchronously);
        control.Changed += changed.SetResult;
        Name(SimRules.Other.Version, BookShelf.Write(SimRules.Other));
        await control.StartAsync(TestContext.Current.CancellationToken);

        var book = await changed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((SimRules.Other.Version, null), (book.Version, control.CannotLoad));
        await control.StopAsync(TestContext.Current.CancellationToken);
    }

    private Control Open() => new(_bank.Topics, _bank, () => throw new InvalidOperationException("nothing is published here"), new Again(_bank.Time, TimeSpan.FromMinutes(1), _bank.Time.Advance), TimeSpan.FromSeconds(1), _bank.Lines);

    private void Name(string version, byte[] files) =>
        _bank.Cluster.Log(_bank.Topics.Control.Name, 0).Append(Encoding.UTF8.GetBytes("book/" + version), ChangelogRecord.Value(Table.Books, files), null, _bank.Cluster.Now, null);

    /// <summary>Messages come at once.</summary>
    private sealed class Prompt : Random
    {
        public override int Next(int maxValue) => maxValue - 1;
    }
}
