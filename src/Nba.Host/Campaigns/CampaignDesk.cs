using System.Globalization;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Campaigns;

/// <summary>
/// Makes of a request the entry that the control log takes, or says what is wrong with it. Whoever asks must stand in the bank's directory where that names
/// anybody: until there is access control, that is all that is known of them. Decides nothing about customers. Thread-safe.
/// </summary>
internal sealed class CampaignDesk(RuleBook book, CampaignLog log, Instant now)
{
    private const int MostWords = 500;

    private static readonly IReadOnlyList<string> Changes = ["on", "off", "schedule", "rollout", "lever", "rollback", "approve", "reject"];

    /// <summary>The entry that a request asks for; null, and why, when it cannot be. One that is only tried needs nobody who answers for it.</summary>
    public CampaignEntry? Entry(CampaignRequest request, bool isTrial, out Sentence? fault)
    {
        fault = (isTrial ? null : Unanswered(request)) ?? Unfit(request);
        if (fault is not null) return null;
        var entry = new CampaignEntry(log.Last + 1, CampaignEntryKind.Change, request.By ?? "", now, request.Why?.Trim() ?? "") { Files = SwitchedBook.FilesOf(book) };
        var made = request.Change switch
        {
            "approve" => entry with { Kind = CampaignEntryKind.Approval, Of = request.Of },
            "reject" => entry with { Kind = CampaignEntryKind.Rejection, Of = request.Of },
            "rollback" => RolledBack(entry with { Change = CampaignChangeKind.RollBack, Of = request.Of }, request.Campaign),
            _ => Changed(entry, request),
        };
        if (made.Kind == CampaignEntryKind.Change)
        {
            made = made with { NeedsApproval = made.Settings.Keys.Any(id => book.Campaigns.OfFiles(id)?.NeedsApproval == true) };
            fault = made.Settings.Count == 0 ? Sentence.Of($"nothing would change") : made.Settings.Select(Unsettable).FirstOrDefault(f => f is not null);
        }
        fault ??= log.Refusal(made);
        return fault is null ? made : null;
    }

    private CampaignEntry Changed(CampaignEntry entry, CampaignRequest request)
    {
        var (id, before) = (request.Campaign!, log.Of(request.Campaign!));
        var (kind, set) = request.Change switch
        {
            "on" => (CampaignChangeKind.On, before with { Enabled = true }),
            "off" => (CampaignChangeKind.Off, before with { Enabled = false }),
            "schedule" => (CampaignChangeKind.Schedule, before with { Window = new CampaignWindow(Day(request.From), Day(request.To)) }),
            "rollout" => (CampaignChangeKind.RollOut, before.With(new CampaignSetting { Percentage = request.Percentage, Branches = request.Branches, Segments = request.Segments })),
            _ => (CampaignChangeKind.Lever, before with { Lever = (long)(request.Lever!.Value * 1_000_000m) }),
        };
        var changes = set != before && (set.Enabled == before.Enabled || book.Campaigns.Find(id)!.Enabled != set.Enabled);
        return entry with { Change = kind, Settings = changes ? new Dictionary<string, CampaignSetting> { [id] = set } : entry.Settings };
    }

    private CampaignEntry RolledBack(CampaignEntry entry, string? campaign)
    {
        var then = log.After(entry.Of!.Value)!;
        var settings = new SortedDictionary<string, CampaignSetting>(StringComparer.Ordinal);
        foreach (var id in book.Campaigns.All.Select(c => c.Id).Where(id => campaign is null || id == campaign))
        {
            var (was, set) = (log.Of(id), then.GetValueOrDefault(id, CampaignSetting.None));
            if (was != set) settings[id] = set;
        }
        return entry with { Settings = settings };
    }

    private Sentence? Unsettable(KeyValuePair<string, CampaignSetting> set) =>
        book.Campaigns.OfFiles(set.Key) is { } campaign ? CampaignSwitches.Fault(campaign, set.Value) : Sentence.Of($"there is no campaign '{set.Key}' any more");

    private Sentence? Unanswered(CampaignRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Why)) return Sentence.Of($"say why: the history keeps it");
        return request.Why.Length > MostWords ? Sentence.Of($"say why in at most {MostWords} characters") : Unknown(request.By);
    }

    private Sentence? Unfit(CampaignRequest request)
    {
        if (request.Change is not { } change || !Changes.Contains(change)) return Sentence.Of($"'{request.Change}' is no change: {string.Join(", ", Changes)}{NearMiss.Hint(request.Change ?? "", Changes)}");
        if (change is not ("approve" or "reject") && NoCampaign(request.Campaign, change == "rollback") is { } none) return none;
        return change switch
        {
            "approve" or "reject" => request.Of is null ? Sentence.Of($"say which change, by its number in the history") : null,
            "rollback" => request.Of is not { } number ? Sentence.Of($"say to which change, by its number in the history, or 0 for what the files say") : log.After(number) is null ? Sentence.Of($"change {number} never took force; the history says which did") : null,
            "schedule" => Days(request),
            "rollout" => Whom(request),
            "lever" => request.Lever is null or < 0 or > 100 ? Sentence.Of($"the lever must be a number from 0 to 100; 1 weighs nothing") : null,
            _ => null,
        };
    }

    private Sentence? Unknown(string? person)
    {
        if (string.IsNullOrWhiteSpace(person)) return Sentence.Of($"say who asks, by the id in the bank's directory");
        var known = book.Directory.Switchers;
        return known.Count == 0 || known.Contains(person) ? null : Sentence.Of($"'{person}' is not among those of the directory who may switch campaigns{NearMiss.Hint(person, known)}");
    }

    private Sentence? NoCampaign(string? id, bool mayBeAll)
    {
        if (id is null) return mayBeAll ? null : Sentence.Of($"say which campaign");
        return book.Campaigns.Find(id) is not null ? null : Sentence.Of($"there is no campaign '{id}' in the rules in force{NearMiss.Hint(id, book.Campaigns.All.Select(c => c.Id))}");
    }

    private static Sentence? Days(CampaignRequest request)
    {
        foreach (var day in new[] { request.From, request.To })
        {
            if (day is not null && Day(day) is null) return Sentence.Of($"'{day}' is no day; write 2026-03-31");
        }
        return Day(request.To) < Day(request.From) ? Sentence.Of($"the last day, {request.To}, comes before the first, {request.From}") : null;
    }

    private Sentence? Whom(CampaignRequest request)
    {
        if (request is { Percentage: null, Branches: null, Segments: null }) return Sentence.Of($"say to whom: a share, branches or segments");
        if (request.Percentage is < 0 or > 100) return Sentence.Of($"the share must be 0 to 100 percent, not {request.Percentage}");
        var segments = book.Vocabulary.Fact(BuiltIn.Segment)?.Type.Codes?.Values ?? [];
        return OneUnknown($"segment", request.Segments, segments) ?? (book.Directory.Branches.Count == 0 ? null : OneUnknown($"branch", request.Branches, book.Directory.Branches));
    }

    private static Sentence? OneUnknown(Sentence what, IReadOnlyList<string>? names, IReadOnlyList<string> known) =>
        names?.FirstOrDefault(n => !known.Contains(n)) is { } unknown ? Sentence.Of($"there is no {what} '{unknown}'{NearMiss.Hint(unknown, known)}") : null;

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
