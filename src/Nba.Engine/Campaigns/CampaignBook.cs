using System.Collections.Frozen;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>A switchable, dated group of actions.</summary>
/// <param name="Id">Its id: the name of a feature flag.</param>
/// <param name="Enabled">Whether the switch is on.</param>
/// <param name="From">First day, in the bank's zone; null for no start.</param>
/// <param name="To">Last day; null for no end.</param>
/// <param name="Segments">Codes of the fact <c>segment</c> it is for, as bits; 0 for all.</param>
/// <param name="Branches">Branches it is rolled out to; empty for all.</param>
/// <param name="Percentage">Share of customers it is rolled out to, by stable hash, 0 to 100.</param>
/// <param name="HoldOut">Share of customers kept out to measure it, 0 to 50.</param>
/// <param name="Lever">A product owner's weight on its actions, in millionths.</param>
/// <param name="KeepWhenOff">Whether open actions stay when it is switched off.</param>
public sealed record Campaign(string Id, bool Enabled, DateOnly? From, DateOnly? To, long Segments, IReadOnlyList<string> Branches,
    int Percentage, int HoldOut, long Lever, bool KeepWhenOff);

/// <summary>The campaigns in force. Immutable; safe for any thread.</summary>
public sealed class CampaignBook
{
    private readonly FrozenDictionary<string, Campaign> _campaigns;
    private readonly int _segment;
    private readonly int _branch;

    internal CampaignBook(IEnumerable<Campaign> campaigns, VocabularyBook vocabulary)
    {
        _campaigns = campaigns.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        _segment = vocabulary.Fact(BuiltIn.Segment)?.Index ?? -1;
        _branch = vocabulary.Fact(BuiltIn.Branch)?.Index ?? -1;
    }

    /// <summary>All campaigns by id, ordinal.</summary>
    public IReadOnlyList<Campaign> All => [.. _campaigns.Values.OrderBy(c => c.Id, StringComparer.Ordinal)];

    /// <summary>The campaign of that id, or null.</summary>
    public Campaign? Find(string id) => _campaigns.GetValueOrDefault(id);

    /// <summary>Whether a campaign lets this customer's action pass today, or why not.</summary>
    public Reason Check(Campaign campaign, ReadOnlySpan<char> customer, Row facts, DateOnly today)
    {
        if (!campaign.Enabled || today < campaign.From || today > campaign.To) return Reason.CampaignOff;
        if (campaign.Segments != 0 && (_segment < 0 || !facts.Has(_segment) || (campaign.Segments & (1L << (int)facts.Value(_segment))) == 0)) return Reason.CampaignNotForCustomer;
        if (campaign.Branches.Count > 0 && (_branch < 0 || facts.Text(_branch) is not { } branch || !campaign.Branches.Contains(branch))) return Reason.CampaignNotForCustomer;
        if (Share(campaign.Id, "roll-out", customer) >= campaign.Percentage) return Reason.CampaignNotForCustomer;
        return Share(campaign.Id, "hold-out", customer) < campaign.HoldOut ? Reason.HeldOut : Reason.Passed;
    }

    /// <summary>The customer's place in a campaign, 0 to 99: stable over time and machines, independent between campaigns and purposes.</summary>
    public static int Share(string campaign, string purpose, ReadOnlySpan<char> customer)
    {
        var seed = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(campaign.AsSpan()), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(purpose.AsSpan())));
        return (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(customer), (long)seed) % 100);
    }
}
