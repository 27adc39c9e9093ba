using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>
/// What product owners set for all campaigns at one moment, as a file of the rule book: so a switch is content like any rule, has a version, and a replay finds
/// it. Written by the program, never by hand, and no part of a rules folder. Immutable.
/// </summary>
/// <param name="Change">The change after which it is so.</param>
/// <param name="Settings">What is set, by campaign; campaigns of which nothing is set are left out.</param>
public sealed record CampaignSwitches(CampaignChange Change, IReadOnlyDictionary<string, CampaignSetting> Settings)
{
    /// <summary>The name that file has in a book.</summary>
    public const string File = "campaign-switches.json";

    private const string DayFormat = "yyyy-MM-dd";

    private static readonly JsonWriterOptions Written = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As the file of a book.</summary>
    public SourceFile ToFile()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Written))
        {
            json.WriteStartObject();
            json.WriteStartObject("change");
            json.WriteNumber("number", Change.Number);
            json.WriteString("by", Change.By);
            json.WriteString("at", Change.At.ToString());
            json.WriteString("why", Change.Why);
            if (Change.ApprovedBy is { } approver) json.WriteString("approvedBy", approver);
            json.WriteEndObject();
            json.WriteStartObject("campaigns");
            foreach (var (id, setting) in Settings.Where(s => !s.Value.IsNone).OrderBy(s => s.Key, StringComparer.Ordinal)) Write(json, id, setting);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return new SourceFile(File, Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    /// <summary>Reads the file of a book; null without one. Settings that the book cannot follow are problems; those of campaigns that it no longer has are passed over.</summary>
    internal static CampaignSwitches? Read(SourceNode? node, IReadOnlyList<Campaign> campaigns, VocabularyBook vocabulary, ProblemList problems)
    {
        if (node is null || SourceObject.Open(node, problems) is not { } root) return null;
        root.Required("change");
        var change = root.Object("change") is { } source ? ReadChange(source) : new CampaignChange(0, "", new Instant(0), "", null);
        var settings = new SortedDictionary<string, CampaignSetting>(StringComparer.Ordinal);
        foreach (var member in root.Map("campaigns"))
        {
            if (campaigns.FirstOrDefault(c => c.Id == member.Name) is not { } campaign || SourceObject.Open(member.Value, problems) is not { } own) continue;
            var setting = ReadSetting(own, vocabulary, problems);
            if (Fault(campaign, setting) is { } fault) problems.Add(member.NameMark, ProblemCode.WrongKind, fault);
            settings[member.Name] = setting;
        }
        root.Done();
        return new CampaignSwitches(change, settings);
    }

    /// <summary>Why a campaign cannot be set so, in words; null when it can.</summary>
    /// <remarks>Where one filter of a file is enough, one more would let others in, which nobody who narrows a roll-out means.</remarks>
    public static Sentence? Fault(Campaign campaign, CampaignSetting setting) => !setting.Filters || !campaign.AnyOf ? null
        : Sentence.Of($"of the filters of '{campaign.Id}' any one is enough (\"requirement_type\": \"Any\"), so a window or roll-out beside them would let others in: write it in campaigns.json, or require all of them there");

    private static CampaignChange ReadChange(SourceObject source)
    {
        source.Required("number");
        var number = source.Number("number") ?? 0;
        _ = Instant.TryParse(source.RequiredText("at"), out var at);
        var read = new CampaignChange((long)number, source.RequiredText("by"), at, source.RequiredText("why"), source.Text("approvedBy"));
        source.Done();
        return read;
    }

    private static CampaignSetting ReadSetting(SourceObject own, VocabularyBook vocabulary, ProblemList problems)
    {
        var filters = new CampaignFilterReader(vocabulary, problems);
        var window = own.Object("window");
        var (from, to) = window is null ? default : filters.Days(window);
        window?.Done();
        var (branches, segments) = (own.Any("branches") is null ? null : own.Lines("branches"), own.Any("segments") is null ? null : own.Lines("segments"));
        if (segments is not null) filters.Segments(segments);
        var setting = new CampaignSetting
        {
            Enabled = own.Any("enabled") is null ? null : own.Truth("enabled"),
            Window = window is null ? null : new CampaignWindow(from, to),
            Percentage = own.Whole("percentage", 0, 100),
            Branches = branches is null ? null : [.. branches.Select(b => b.Text)],
            Segments = segments is null ? null : [.. segments.Select(s => s.Text)],
            Lever = own.Number("lever") is { } lever ? (long)(lever * 1_000_000m) : null,
        };
        own.Done();
        return setting;
    }

    private static void Write(Utf8JsonWriter json, string id, CampaignSetting setting)
    {
        json.WriteStartObject(id);
        if (setting.Enabled is { } enabled) json.WriteBoolean("enabled", enabled);
        if (setting.Window is { } window)
        {
            json.WriteStartObject("window");
            if (window.From is { } from) json.WriteString("from", from.ToString(DayFormat, CultureInfo.InvariantCulture));
            if (window.To is { } to) json.WriteString("to", to.ToString(DayFormat, CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        if (setting.Percentage is { } share) json.WriteNumber("percentage", share);
        Write(json, "branches", setting.Branches);
        Write(json, "segments", setting.Segments);
        if (setting.Lever is { } lever) json.WriteNumber("lever", lever / 1_000_000m);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}

/// <summary>Who changed campaigns, when and why. Immutable.</summary>
/// <param name="Number">Number of the entry in the control log.</param>
/// <param name="By">Id of the person.</param>
/// <param name="At">When it was asked for, by the clock of the host that was asked.</param>
/// <param name="Why">The reason given.</param>
/// <param name="ApprovedBy">Id of the second person, where one was asked for; else null.</param>
public sealed record CampaignChange(long Number, string By, Instant At, string Why, string? ApprovedBy);
