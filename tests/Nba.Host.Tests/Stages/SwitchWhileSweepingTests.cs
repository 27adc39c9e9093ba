using System.Runtime.CompilerServices;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Host.Previews;
using Nba.Host.Stages;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>Campaigns that are switched while everybody is brought up to a day: in force with the next commit, and decided the same by a replay.</summary>
public sealed class SwitchWhileSweepingTests : IDisposable
{
    private const int Customers = 60;

    private static readonly RuleBook Files = SweptBank.Files();
    private static readonly RuleBook Off = SweptBank.Switched(Files, 1, new CampaignSetting { Enabled = false });
    private static readonly RuleBook On = SweptBank.Switched(Files, 2, new CampaignSetting { Enabled = true });

    private readonly SweptBank _bank = new(Customers, Chunks());

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_campaign_that_is_switched_off_proposes_nothing_in_the_next_commit_while_the_sweep_goes_on()
    {
        _bank.BeginDay(swept: 25);
        _bank.Give(Off);
        _bank.Turn();
        Assert.Equal((Off.Version, true), (_bank.Head.Book, _bank.Head.IsSweeping));
        Assert.Equal(Off.Version, EmbeddedLog.Journal(_bank.Store, 0)[^1].Payload);
        var offered = _bank.Standing(SweptBank.Offer).Select(r => r.Customer).ToHashSet();
        Assert.True(offered.Contains("C01") && !offered.Contains("C58"), $"the offer stands for {string.Join(" ", offered)}");

        _bank.Take(_bank.Event("transfer.out", "C01", """{"amount": 10}"""), _bank.Event("transfer.out", "C58", """{"amount": 10}"""));

        Assert.True(_bank.Head.IsSweeping);
        Assert.DoesNotContain(_bank.Standing(SweptBank.Offer), r => r.Customer is "C01" or "C58");
        // Both have had their day, which was journalled before the switch.
        Assert.Equal(2, _bank.Standing("days-talk").Count(r => r.Customer is "C01" or "C58"));
        while (_bank.Stage.IsSweeping)
        {
            // Nor does the sweep give anybody what the switch takes away.
            Assert.All(_bank.Standing(SweptBank.Offer), r => Assert.Contains(r.Customer, offered));
            _bank.Turn();
        }
        Assert.Empty(_bank.Standing(SweptBank.Offer));
        Assert.Equal(Customers, _bank.Standing("days-talk").Count);
        foreach (var chunk in (int[])[1, 7, 1000]) Assert.Null(_bank.Replayed(chunk));
    }

    [Fact]
    public void Switched_off_and_on_again_in_one_sweep_each_takes_force_at_its_own_position()
    {
        _bank.BeginDay(swept: 20);
        _bank.Give(Off);
        _bank.Turn();
        _bank.Take(_bank.Event("transfer.out", "C50", """{"amount": 10}"""));
        Assert.DoesNotContain(_bank.Standing(SweptBank.Offer), r => r.Customer == "C50");
        _bank.Give(On);
        _bank.Turn();
        _bank.Take(_bank.Event("transfer.out", "C51", """{"amount": 10}"""));
        Assert.True(_bank.Head.IsSweeping);
        Assert.Contains(_bank.Standing(SweptBank.Offer), r => r.Customer == "C51");

        _bank.Turns();

        Assert.Equal([_bank.Head.Book], [On.Version]);
        Assert.Equal([Off.Version, On.Version], EmbeddedLog.Journal(_bank.Store, 0).Where(e => e.Kind == JournalKind.Book).Skip(1).Select(e => e.Payload));
        Assert.Equal(Customers, _bank.Standing(SweptBank.Offer).Count);
        Assert.Null(_bank.Replayed(3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_is_killed_before_the_sweep_ends_goes_on_under_each_entrys_book(bool switchedAgain)
    {
        _bank.BeginDay(swept: 25);
        _bank.Give(Off);
        for (var turn = 0; turn < 3; turn++) _bank.Turn();
        Assert.True(_bank.Head.IsSweeping && _bank.Switches() == 1);
        var archived = _bank.Copy();
        // What was switched on as it died is in force when it comes back, sweep or no sweep.
        if (switchedAgain) _bank.Give(On);
        _bank.Kill();
        Assert.Equal((switchedAgain ? On.Version : Off.Version, true), (_bank.Head.Book, _bank.Head.IsSweeping));

        _bank.Take(_bank.Event("transfer.out", "C58", """{"amount": 10}"""));
        Assert.Equal(switchedAgain, _bank.Standing(SweptBank.Offer).Any(r => r.Customer == "C58"));
        _bank.Turns();

        Assert.Equal(switchedAgain ? Customers : 0, _bank.Standing(SweptBank.Offer).Count);
        Assert.Null(_bank.Replayed(4));
        Assert.Null(_bank.Replayed(4, archived));
    }

    [Fact]
    public void An_edit_of_the_files_waits_for_the_end_of_the_sweep_and_so_does_a_switch_over_it()
    {
        var edited = SweptBank.Files("Other words");
        _bank.BeginDay(swept: 25);

        _bank.Give(edited);
        _bank.Turn();
        Assert.Equal((Files.Version, true), (_bank.Head.Book, _bank.Head.IsSweeping));
        var both = _bank.Give(SweptBank.Switched(edited, 1, new CampaignSetting { Enabled = false }));
        _bank.Turn();
        Assert.Equal((Files.Version, true), (_bank.Head.Book, _bank.Head.IsSweeping));

        while (_bank.Head.Book == Files.Version) _bank.Turn();
        // Its own sweep is under way, and a switch need not wait for that.
        Assert.Equal((both.Version, true), (_bank.Head.Book, _bank.Head.IsSweeping));
        var on = _bank.Give(SweptBank.Switched(edited, 2, new CampaignSetting { Enabled = true }));
        _bank.Turn();
        Assert.Equal((on.Version, true), (_bank.Head.Book, _bank.Head.IsSweeping));
        _bank.Turns();
        Assert.Null(_bank.Replayed(4));
    }

    [Fact]
    public void A_preview_from_the_middle_of_such_a_sweep_tells_what_one_from_its_end_tells()
    {
        // What the earlier book gives them at the day, the later one leaves.
        using var bank = new SweptBank(Customers, Chunks(), "\"whenOff\": \"keep\"");
        bank.BeginDay(swept: 25);
        bank.Give(SweptBank.Switched(bank.Book, 1, new CampaignSetting { Enabled = false }));
        for (var turn = 0; turn < 3; turn++) bank.Turn();
        Assert.True(bank.Head.IsSweeping && bank.Switches() == 1);
        var then = SweptBank.Switched(bank.Book, 2, new CampaignSetting { Enabled = true });
        var middle = Previewed(bank, then);

        bank.Turns();

        Assert.Equal(Customers, bank.Standing(SweptBank.Offer).Count);
        Assert.Equal(Previewed(bank, then), middle);
        Assert.NotEmpty(middle);
    }

    [Fact]
    public void A_book_that_nobody_is_behind_any_more_is_given_back()
    {
        _bank.BeginDay(swept: 25);
        var between = Between(_bank);
        _bank.Take(_bank.Event("transfer.out", "C58", """{"amount": 10}"""));
        GC.Collect();
        Assert.True(between.IsAlive && _bank.Head.IsSweeping);

        _bank.Turns();

        GC.Collect();
        Assert.False(between.IsAlive);
    }

    // A frame of its own, so that nothing here holds the book.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Between(SweptBank bank)
    {
        var between = new WeakReference(bank.Give(SweptBank.Switched(Files, 1, new CampaignSetting { Percentage = 40 })));
        bank.Turn();
        bank.Give(On);
        bank.Turn();
        return between;
    }

    private static StageOptions Chunks() => new() { SweepChunk = 5, Lanes = 2 };

    private static List<string> Previewed(SweptBank bank, RuleBook then)
    {
        var run = new PreviewRun(bank.Store);
        return [.. run.Until(run.Day.AddDays(40), then, _ => true, lanes: 2).Select(c => $"{c.On} {c.Kind} {c.Reason} {c.Action.Customer} {c.Action.Action} {c.Action.Score.Value}")];
    }
}
