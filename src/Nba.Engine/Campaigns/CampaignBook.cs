using System.Buffers.Binary;
using System.Collections.Frozen;
using System.IO.Hashing;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>The campaigns in force. Immutable; safe for any thread.</summary>
public sealed class CampaignBook
{
    private readonly FrozenDictionary<string, Campaign> _campaigns;
    private readonly FrozenDictionary<string, Campaign> _ofFiles;
    private readonly int _segment;
    private readonly int _branch;

    internal CampaignBook(IReadOnlyList<Campaign> campaigns, CampaignSwitches? switches, IReadOnlyList<ControlGroup> controlGroups, VocabularyBook vocabulary)
    {
        _ofFiles = campaigns.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        _campaigns = campaigns.Select(c => switches?.Settings.GetValueOrDefault(c.Id) is { } setting ? setting.Over(c, vocabulary) : c).ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        Switches = switches;
        ControlGroups = controlGroups;
        _segment = vocabulary.Fact(BuiltIn.Segment)?.Index ?? -1;
        _branch = vocabulary.Fact(BuiltIn.Branch)?.Index ?? -1;
    }

    /// <summary>All campaigns by id, ordinal.</summary>
    public IReadOnlyList<Campaign> All => [.. _campaigns.Values.OrderBy(c => c.Id, StringComparer.Ordinal)];

    /// <summary>Customers kept out of all campaigns, in the order written.</summary>
    public IReadOnlyList<ControlGroup> ControlGroups { get; }

    /// <summary>What product owners set over the files; null when they never did.</summary>
    public CampaignSwitches? Switches { get; }

    /// <summary>The campaign of that id, or null.</summary>
    public Campaign? Find(string id) => _campaigns.GetValueOrDefault(id);

    /// <summary>The same as its file says, whatever was set over it.</summary>
    public Campaign? OfFiles(string id) => _ofFiles.GetValueOrDefault(id);

    /// <summary>
    /// Ids, in order, of the campaigns that are on and were not before, or not by the same filters and hold-out, so that they may let in customers who were outside: their rules are
    /// looked at as soon as this book comes into force, and not with the next day. Which rules propose is asked again then; a customer who is under way in a plan goes on in its own time.
    /// </summary>
    public IReadOnlyList<string> SwitchedOn(CampaignBook before) => [.. All.Where(c => c.Enabled && !LetsInAs(before.Find(c.Id), c)).Select(c => c.Id)];

    /// <summary>Whether a campaign lets this customer's action pass today, or why not: its flag, the bank's control groups, its own hold-out.</summary>
    public Reason Check(Campaign campaign, ReadOnlySpan<char> customer, Row facts, DateOnly today)
    {
        if (Flag(campaign, customer, facts, today) is var flag and not Reason.Passed) return flag;
        if (ControlGroupOf(customer, today) is not null) return Reason.InControlGroup;
        return Share(campaign.Id, "hold-out", customer) < campaign.HoldOut ? Reason.HeldOut : Reason.Passed;
    }

    /// <summary>
    /// The answer of the feature flag alone, without anybody held out: <see cref="Reason.CampaignOff"/> when it is off for everybody today, and
    /// <see cref="Reason.CampaignNotForCustomer"/> when it is on for others.
    /// </summary>
    public Reason Flag(Campaign campaign, ReadOnlySpan<char> customer, Row facts, DateOnly today)
    {
        if (!campaign.Enabled) return Reason.CampaignOff;
        var (passed, failed, windows, closed) = (0, 0, 0, 0);
        for (var i = 0; i < campaign.Filters.Count; i++)
        {
            var filter = campaign.Filters[i];
            var holds = Holds(filter, campaign.Id, customer, facts, today);
            if (holds) passed++;
            else failed++;
            if (filter.Kind != CampaignFilterKind.Window) continue;
            windows++;
            if (!holds) closed++;
        }
        if (campaign.AnyOf) return passed > 0 || failed == 0 ? Reason.Passed : windows == campaign.Filters.Count ? Reason.CampaignOff : Reason.CampaignNotForCustomer;
        return closed > 0 ? Reason.CampaignOff : failed > 0 ? Reason.CampaignNotForCustomer : Reason.Passed;
    }

    /// <summary>
    /// Whether queues leave a campaign's actions out today, but for those that the manager accepted: it is off for everybody, and does not keep what stands.
    /// The same answer as a decision's, before that decision is made.
    /// </summary>
    public bool Masks(string campaign, DateOnly today) => Find(campaign) is { KeepWhenOff: false } known && IsOff(known, today);

    /// <summary>The first control group in force that the customer belongs to, or null.</summary>
    public ControlGroup? ControlGroupOf(ReadOnlySpan<char> customer, DateOnly today)
    {
        for (var i = 0; i < ControlGroups.Count; i++)
        {
            var group = ControlGroups[i];
            if (!(today < group.From) && !(today > group.To) && Share(group.Name, "control-group", customer) < group.Percent) return group;
        }
        return null;
    }

    /// <summary>How many contacts an owner may make for a campaign in all; null when nothing limits them.</summary>
    public int? ShareOf(string campaign, string owner) => Find(campaign)?.Budget is { } budget ? budget.Shares.GetValueOrDefault(owner) : null;

    /// <summary>
    /// The customer's place, 0 to 99, in a campaign or control group: stable over time, independent between names and purposes, and equal on every
    /// machine (XXH3 over UTF-16, little-endian, seeded by name and purpose).
    /// </summary>
    public static int Share(string name, string purpose, ReadOnlySpan<char> customer) => (int)(Hash(customer, (long)Hash(name, (long)Hash(purpose, 0))) % 100);

    // As Flag answers, which needs no customer for this.
    internal static bool IsOff(Campaign campaign, DateOnly today)
    {
        if (!campaign.Enabled) return true;
        var (windows, closed) = (0, 0);
        for (var i = 0; i < campaign.Filters.Count; i++)
        {
            if (campaign.Filters[i].Kind != CampaignFilterKind.Window) continue;
            windows++;
            if (!IsOpen(campaign.Filters[i], today)) closed++;
        }
        return closed > 0 && (!campaign.AnyOf || (closed == windows && windows == campaign.Filters.Count));
    }

    private static bool LetsInAs(Campaign? before, Campaign now) => before is { Enabled: true } && before.AnyOf == now.AnyOf && before.HoldOut == now.HoldOut && before.Filters.Count == now.Filters.Count
        && before.Filters.Zip(now.Filters).All(f => f.First with { Branches = [] } == f.Second with { Branches = [] } && f.First.Branches.SequenceEqual(f.Second.Branches));

    private static bool IsOpen(CampaignFilter window, DateOnly today) => !(today < window.From) && !(today > window.To);

    private bool Holds(CampaignFilter filter, string campaign, ReadOnlySpan<char> customer, Row facts, DateOnly today) => filter.Kind switch
    {
        CampaignFilterKind.Window => IsOpen(filter, today),
        CampaignFilterKind.Segment => _segment >= 0 && facts.Has(_segment) && (filter.Segments & (1L << (int)facts.Value(_segment))) != 0,
        CampaignFilterKind.Branch => _branch >= 0 && facts.Text(_branch) is { } branch && filter.Branches.Contains(branch),
        _ => Share(campaign, "roll-out", customer) < filter.Percentage,
    };

    // The bytes of a machine's own memory would differ between machines.
    private static ulong Hash(ReadOnlySpan<char> text, long seed)
    {
        Span<byte> bytes = text.Length <= 128 ? stackalloc byte[256] : new byte[text.Length * 2];
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes[(i * 2)..], text[i]);
        return XxHash3.HashToUInt64(bytes[..(text.Length * 2)], seed);
    }
}
