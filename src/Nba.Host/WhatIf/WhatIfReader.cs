using System.Globalization;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Vocabulary;

namespace Nba.Host.WhatIf;

/// <summary>Where the other book came from, and what of it the caller was told to watch.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Source">In words: a folder, a revision, or <c>recorded</c>.</param>
/// <param name="Switched">Ids of campaigns that were switched on for the comparison.</param>
internal sealed record OtherBook(OtherRules Rules, string Source, IReadOnlyList<string> Switched);

/// <summary>Makes the answer of a comparison. Not thread-safe.</summary>
internal sealed class WhatIfReader(WhatIfRun run, OtherBook other, bool names)
{
    private readonly RunComparison _comparison = run.Comparison;
    private readonly Dictionary<string, CustomerPlace> _places = new(StringComparer.Ordinal);

    /// <summary>The answer.</summary>
    public WhatIfAnswer Read()
    {
        var (recorded, alternative) = (_comparison.Baseline.InForce, _comparison.Alternative.InForce);
        var changes = BookChanges.Between(recorded, alternative);
        ReadPlaces(recorded, alternative);
        var branches = _comparison.ByCustomer(c => _places.GetValueOrDefault(c)?.Branch);
        return new WhatIfAnswer(
            Day(run.Period.From), Day(run.Period.To), new WhatIfBook(recorded.Version, "recorded"), new WhatIfBook(alternative.Version, other.Source), changes,
            _comparison.Total(), Groups(_comparison.ByRule()), Groups(_comparison.ByFamily()), Groups(_comparison.ByCustomer(c => _places.GetValueOrDefault(c)?.Segment)), Groups(branches),
            [.. _comparison.ByOwner().Select(Queue)], Days(), new AffectedCustomers(run, _places, names).Read(), [.. Notes(recorded), .. Silent(changes)]);
    }

    /// <summary>A day as people and programs write it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Where the recorded run does not know a customer, the other one does.
    private void ReadPlaces(RuleBook recorded, RuleBook alternative)
    {
        using var deciders = new Deciders(new CustomerDecider(recorded), new CustomerDecider(alternative));
        var end = recorded.Calendar.EndOf(run.Period.To);
        foreach (var customer in _comparison.Actions.Select(a => a.Record.Customer))
        {
            if (_places.ContainsKey(customer)) continue;
            if (run.State(recorded: true, customer) is { } state) _places[customer] = deciders.Recorded.PlaceOf(state, end);
            else if (run.State(recorded: false, customer) is { } fresh) _places[customer] = deciders.Other.PlaceOf(fresh, end);
        }
    }

    private static IReadOnlyList<WhatIfGroup> Groups(IReadOnlyList<CountedGroup> groups) => [.. groups.Select(g => new WhatIfGroup(g.Key, null, g.Actions))];

    private WhatIfQueue Queue(CountedGroup group)
    {
        var directory = _comparison.Alternative.InForce.Directory;
        return new WhatIfQueue(
            group.Key, directory.Find(group.Key)?.Name, directory.CapacityOf(group.Key), group.Actions, Load(_comparison.Baseline, group.Key), Load(_comparison.Alternative, group.Key), [.. QueueDays(group.Key)]);
    }

    private WhatIfLoad Load(QueueTrace trace, string owner)
    {
        var load = new WhatIfLoad(0, 0, 0, 0, 0);
        if (!trace.Owners.TryGetValue(owner, out var queue)) return load;
        for (var day = 0; day < trace.Days; day++)
        {
            var m = queue.Mornings[day];
            if (IsWorkday(day)) load += new WhatIfLoad(m.Entries, m.Withheld, m.Withheld > 0 ? 1 : 0, m.Duty, m.Care);
        }
        return load;
    }

    private IEnumerable<WhatIfQueueDay> QueueDays(string owner)
    {
        var (days, had, has) = (_comparison.ByDay(owner), Mornings(_comparison.Baseline, owner), Mornings(_comparison.Alternative, owner));
        for (var i = 0; i < days.Count; i++)
        {
            var (day, a, b) = (days[i], had?[i] ?? default, has?[i] ?? default);
            if (day.Appears + day.Disappears > 0 || a != b) yield return new WhatIfQueueDay(DayAt(i), day.Baseline, day.Alternative, day.Appears, day.Disappears, [a.Entries, b.Entries], [a.Withheld, b.Withheld]);
        }
    }

    private static MorningFigures[]? Mornings(QueueTrace trace, string owner) => trace.Owners.GetValueOrDefault(owner)?.Mornings;

    private IReadOnlyList<WhatIfDay> Days()
    {
        var begun = _comparison.Begun();
        return [.. _comparison.ByDay().Select((d, i) => new WhatIfDay(DayAt(i), IsWorkday(i), d.Baseline, d.Alternative, d.Appears, d.Disappears, begun[i].New, begun[i].Gone))];
    }

    private IReadOnlyList<WhatIfNote> Notes(RuleBook recorded)
    {
        var notes = new List<WhatIfNote> { new("answers-stay") };
        var alternative = _comparison.Alternative.InForce;
        if (recorded.Files.FirstOrDefault(f => f.Path == "directory.json")?.Text != alternative.Files.FirstOrDefault(f => f.Path == "directory.json")?.Text) notes.Add(new WhatIfNote("directory-differs"));
        if (run.Since is not null && recorded.Vocabulary.NewFacts(alternative.Vocabulary) is { } facts) notes.Add(new WhatIfNote("new-facts", string.Join(", ", Named(alternative, facts))));
        if (run.Refused.Other > run.Refused.Recorded) notes.Add(new WhatIfNote("refused", (run.Refused.Other - run.Refused.Recorded).ToString(CultureInfo.InvariantCulture)));
        foreach (var campaign in other.Switched.Select(alternative.Campaigns.Find).OfType<Campaign>().Where(c => !Meets(c))) notes.Add(new WhatIfNote("campaign-closed", campaign.Id));
        return notes;
    }

    // Rules that are new or other ones and of which no queue shows anything.
    private IEnumerable<WhatIfNote> Silent(IReadOnlyList<BookChange> changes)
    {
        var book = _comparison.Alternative.InForce;
        var spoke = _comparison.Actions.SelectMany(a => a.Alternative).SelectMany(o => o.Trace.First.Rules.Concat(o.Trace.Last.Rules)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in changes.Where(c => c is { Kind: "rule", Change: "added" or "changed" }).Select(c => c.Name))
        {
            if (spoke.Contains(name) || book.Rules.Find(name) is not { } rule) continue;
            yield return new WhatIfNote("rule-silent", name, rule.Action.Id, rule.Action.CampaignId is { } campaign && book.Campaigns.Find(campaign) is { Enabled: false } ? campaign : null);
        }
    }

    private static IEnumerable<string> Named(RuleBook book, string facts) => FactKey.Read(facts) is var keys ? book.Vocabulary.FoldedFacts().Where(f => keys.Contains(f.Key)).Select(f => f.Name) : [];

    private bool Meets(Campaign campaign) => campaign.AnyOf || campaign.Filters.Where(f => f.Kind == CampaignFilterKind.Window).All(w => !(run.Period.To < w.From) && !(run.Period.From > w.To));

    private bool IsWorkday(int day) => _comparison.Alternative.InForce.Calendar.IsWorkday(run.Period.From.AddDays(day));

    private string DayAt(int day) => Day(run.Period.From.AddDays(day));

    private sealed record Deciders(CustomerDecider Recorded, CustomerDecider Other) : IDisposable
    {
        public void Dispose()
        {
            Recorded.Dispose();
            Other.Dispose();
        }
    }
}
