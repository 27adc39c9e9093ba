using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>What product owners ask of campaigns and for them: the same answers from a running host and from the store of a stopped one. Thread-safe.</summary>
internal sealed class CampaignQueries(Queries queries, Store store, ICampaignControl control, TimeProvider time)
{
    /// <summary>All campaigns; on for a customer, where one is asked about. Null before the first commit.</summary>
    public async Task<CampaignsAnswer?> All(CampaignContext? about)
    {
        if (queries.Standing() is not var (_, book, now)) return null;
        var (flags, today) = (new CampaignFlags(book), book.Calendar.DateOf(now));
        var answers = new List<CampaignAnswer>();
        foreach (var campaign in book.Campaigns.All) answers.Add(CampaignAnswer.Of(book, campaign, today, about is null ? null : await flags.IsOn(campaign.Id, about with { Now = now }).ConfigureAwait(false)));
        return new CampaignsAnswer(now.ToString(), book.Version, answers) { AsOfOn = Moment.Local(now, book.Calendar) };
    }

    /// <summary>One campaign, with how many of its actions stand in each queue. Null when there is none of that id.</summary>
    public CampaignAnswer? One(string id)
    {
        if (queries.Standing() is not var (_, book, now) || book.Campaigns.Find(id) is not { } campaign) return null;
        var queues = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in QueueReader.Live(store).Where(r => r.Campaign == id)) queues[record.Owner] = queues.GetValueOrDefault(record.Owner) + 1;
        return CampaignAnswer.Of(book, campaign, book.Calendar.DateOf(now), null) with { Queues = queues };
    }

    /// <summary>What was asked for a campaign, or for all; the latest first.</summary>
    public CampaignHistoryAnswer History(string? campaign)
    {
        var effects = control.Effects();
        return new CampaignHistoryAnswer([.. control.Campaigns.Changes.Where(c => campaign is null || c.Entry.Settings.ContainsKey(campaign)).OrderByDescending(c => c.Entry.Number).Select(c => CampaignChangeAnswer.From(c, effects, control.Current.Calendar))]);
    }

    /// <summary>Makes a change, or says a second person's word on one; null, and why, when that cannot be.</summary>
    public CampaignChangedAnswer? Change(CampaignRequest request, out Sentence? fault)
    {
        if (Entry(request, isTrial: false, out fault) is not { } entry) return null;
        if (control.Write(entry) is { } refusal)
        {
            fault = refusal;
            return null;
        }
        var change = control.Campaigns.Changes.First(c => c.Entry.Number == (entry.Kind == CampaignEntryKind.Change ? entry.Number : entry.Of));
        return new CampaignChangedAnswer(CampaignChangeAnswer.From(change, null, control.Current.Calendar), control.Current.Version);
    }

    /// <summary>What a change would do; null, and why, when it cannot be made.</summary>
    /// <param name="request">The change.</param>
    /// <param name="lanes">How many customers are decided at the same time.</param>
    /// <param name="progress">Is told how many are done.</param>
    /// <param name="stopping">Ends it early.</param>
    /// <param name="fault">Why it cannot be made; empty when it can.</param>
    public CampaignDryRunAnswer? DryRun(CampaignRequest request, int lanes, Action<long>? progress, CancellationToken stopping, out Sentence? fault)
    {
        if (Entry(request, isTrial: true, out fault) is not { } entry) return null;
        if (queries.Standing() is not var (head, book, now))
        {
            fault = Sentence.Of($"this bank has no commit yet, so there is nothing that could change");
            return null;
        }
        // A verdict would do what the change it is about does.
        var log = control.Campaigns;
        var asked = entry.Kind == CampaignEntryKind.Change ? entry : log.Changes.First(c => c.Entry.Number == entry.Of).Entry;
        var next = log.Take(entry with { NeedsApproval = false });
        var load = SwitchedBook.Of(book, next.Switches);
        if (load.Book is not { } after)
        {
            fault = load.Problems[0].Words;
            return null;
        }
        var circumstances = PartitionJournal.CircumstancesOf(store, new Keys(0)) ?? Circumstances.Live;
        var effects = CampaignDryRun.Run(store, book, after, now, circumstances, head, lanes, progress, stopping);
        return new CampaignDryRunAnswer(now.ToString(), CampaignSettingAnswer.Of(asked.Settings), entry.NeedsApproval,
            effects.Sum(e => e.Comes), effects.Sum(e => e.Goes), effects.Sum(e => e.Moves), [.. effects.Where(e => e.Comes + e.Goes + e.Moves > 0)])
        {
            AsOfOn = Moment.Local(now, book.Calendar),
        };
    }

    private CampaignEntry? Entry(CampaignRequest request, bool isTrial, out Sentence? fault) =>
        new CampaignDesk(control.Current, control.Campaigns, queries.Standing()?.Now ?? new Instant(time.GetUtcNow().ToUnixTimeMilliseconds())).Entry(request, isTrial, out fault);
}
