using Nba.Engine.Sources;

namespace Nba.Engine.Campaigns;

/// <summary>
/// The control log of campaigns, folded: what is set, what waits, what there was. A function of the entries in their order, so that all workers, and a process
/// that starts later, agree; an entry that cannot be taken changes nothing, for any of them. Immutable.
/// </summary>
public sealed class CampaignLog
{
    /// <summary>Before the first entry.</summary>
    public static readonly CampaignLog Empty = new(0, [], new Dictionary<string, CampaignSetting>());

    private readonly IReadOnlyDictionary<string, CampaignSetting> _inForce;

    private CampaignLog(long last, IReadOnlyList<CampaignHistory> changes, IReadOnlyDictionary<string, CampaignSetting> inForce) => (Last, Changes, _inForce) = (last, changes, inForce);

    /// <summary>Number of the last entry taken; 0 before the first.</summary>
    public long Last { get; }

    /// <summary>All changes asked for, by number.</summary>
    public IReadOnlyList<CampaignHistory> Changes { get; }

    /// <summary>What is set for a campaign now.</summary>
    public CampaignSetting Of(string campaign) => _inForce.GetValueOrDefault(campaign, CampaignSetting.None);

    /// <summary>What is set now, as part of a rule book; null while no change took force.</summary>
    public CampaignSwitches? Switches => Latest is { } latest
        ? new CampaignSwitches(new CampaignChange(latest.Entry.Number, latest.Entry.By, latest.Entry.At, latest.Entry.Why, latest.Verdict?.By), _inForce)
        : null;

    /// <summary>The change that took force last; null when none did.</summary>
    public CampaignHistory? Latest => Changes.Where(c => c.State == CampaignChangeState.InForce).MaxBy(c => c.Order);

    /// <summary>What was set for every campaign right after a change took force; with 0 before any did. Null where that change did not take force.</summary>
    public IReadOnlyDictionary<string, CampaignSetting>? After(long number)
    {
        if (number == 0) return Empty._inForce;
        if (Changes.FirstOrDefault(c => c.Entry.Number == number) is not { State: CampaignChangeState.InForce } change) return null;
        var settings = new Dictionary<string, CampaignSetting>(StringComparer.Ordinal);
        foreach (var earlier in Changes.Where(c => c.State == CampaignChangeState.InForce && c.Order <= change.Order).OrderBy(c => c.Order)) Put(settings, earlier.Entry);
        return settings;
    }

    /// <summary>Whether that entry, by that person at that time, was taken.</summary>
    public bool Has(CampaignEntry entry) => Changes.Any(c => Same(c.Entry, entry) || Same(c.Verdict, entry));

    /// <summary>What is said to whoever wrote an entry after another with its number.</summary>
    public static Sentence CameSecond(long number) => Sentence.Of($"somebody else changed campaigns at the same time (entry {number}): look again, and ask again");

    /// <summary>What is said to whoever wrote an entry in view of rule files that are others by now.</summary>
    public static readonly Sentence FilesChanged = Sentence.Of($"somebody else changed the rule files at the same time: look again, and ask again");

    /// <summary>Why an entry cannot be taken, in words; null when it can.</summary>
    public Sentence? Refusal(CampaignEntry entry)
    {
        if (entry.Number != Last + 1) return CameSecond(Last);
        if (entry.Kind == CampaignEntryKind.Change) return entry.Settings.Count == 0 ? Sentence.Of($"a change must set something") : null;
        return Changes.FirstOrDefault(c => c.Entry.Number == entry.Of) switch
        {
            null => Sentence.Of($"there is no change {entry.Of}"),
            { State: CampaignChangeState.InForce } => Sentence.Of($"change {entry.Of} is in force already"),
            { State: CampaignChangeState.Rejected } => Sentence.Of($"change {entry.Of} was rejected; ask for it again"),
            { State: CampaignChangeState.Overtaken } => Sentence.Of($"something else was set since change {entry.Of} was asked for; look at what holds now, and ask for it again"),
            { } waiting when entry.Kind == CampaignEntryKind.Approval && waiting.Entry.By == entry.By => Sentence.Of($"change {entry.Of} needs the approval of somebody other than '{entry.By}', who asked for it"),
            _ => null,
        };
    }

    /// <summary>The log after an entry; itself when the entry cannot be taken.</summary>
    public CampaignLog Take(CampaignEntry entry)
    {
        if (Refusal(entry) is not null) return this;
        var changes = Changes.ToList();
        var order = Latest?.Order ?? 0;
        if (entry.Kind == CampaignEntryKind.Change)
        {
            if (entry.NeedsApproval) return new CampaignLog(entry.Number, [.. changes, new CampaignHistory(entry, CampaignChangeState.Waiting, null, 0)], _inForce);
            return InForce(entry, [.. changes, new CampaignHistory(entry, CampaignChangeState.InForce, null, order + 1)], entry.Number);
        }
        var place = changes.FindIndex(c => c.Entry.Number == entry.Of);
        var approved = entry.Kind == CampaignEntryKind.Approval;
        changes[place] = changes[place] with { State = approved ? CampaignChangeState.InForce : CampaignChangeState.Rejected, Verdict = entry, Order = approved ? order + 1 : 0 };
        return approved ? InForce(changes[place].Entry, changes, entry.Number) : new CampaignLog(entry.Number, changes, _inForce);
    }

    // What waits was asked for in view of what held then: once that is otherwise, nobody can approve it unseen.
    private CampaignLog InForce(CampaignEntry change, List<CampaignHistory> changes, long last)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].State == CampaignChangeState.Waiting && changes[i].Entry.Settings.Keys.Any(change.Settings.ContainsKey)) changes[i] = changes[i] with { State = CampaignChangeState.Overtaken };
        }
        var settings = new Dictionary<string, CampaignSetting>(_inForce, StringComparer.Ordinal);
        Put(settings, change);
        return new CampaignLog(last, changes, settings);
    }

    private static bool Same(CampaignEntry? one, CampaignEntry other) => one?.Number == other.Number && one.By == other.By && one.At == other.At && one.Kind == other.Kind;

    private static void Put(Dictionary<string, CampaignSetting> settings, CampaignEntry change)
    {
        foreach (var (campaign, setting) in change.Settings)
        {
            if (setting.IsNone) settings.Remove(campaign);
            else settings[campaign] = setting;
        }
    }
}
