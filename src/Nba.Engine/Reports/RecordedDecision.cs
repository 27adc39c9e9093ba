using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>A candidate of a recorded decision.</summary>
/// <param name="Id">Identity of the action.</param>
/// <param name="Action">Id of the action in the rule files; null where no rule proposes it any more.</param>
/// <param name="Rules">Rules that propose it, the best first.</param>
/// <param name="Passes">Whether every gate let it pass.</param>
/// <param name="Reason">The first gate's answer that did not pass.</param>
/// <param name="Detail">The line, cap, campaign or hold that answered, or null.</param>
public sealed record RecordedCandidate(UInt128 Id, string? Action, IReadOnlyList<string> Rules, bool Passes, Reason Reason, string? Detail)
{
    /// <summary>Whether rules propose it: what only stands still names the rule of its action, though that rule says nothing any more.</summary>
    internal bool IsProposed => Reason is not (Reason.NoLongerHolds or Reason.RuleRemoved or Reason.Met);
}

/// <summary>A change of a recorded decision.</summary>
/// <param name="Id">Identity of the action.</param>
/// <param name="Action">Id of the action in the rule files, or null.</param>
/// <param name="Reason">What became of it.</param>
/// <param name="Owner">Whose queue was told; null when none shows it.</param>
/// <param name="Withdrawn">Whether it left that queue.</param>
public sealed record RecordedChange(UInt128 Id, string? Action, Reason Reason, string? Owner, bool Withdrawn);

/// <summary>What is read back of a decision's record for reports. Immutable.</summary>
/// <param name="Now">When it was made, in milliseconds.</param>
/// <param name="Position">Position of the activity that it is about; null for a journal entry.</param>
/// <param name="Candidates">What was proposed.</param>
/// <param name="Changes">What changed.</param>
public sealed record RecordedDecision(long Now, long? Position, IReadOnlyList<RecordedCandidate> Candidates, IReadOnlyList<RecordedChange> Changes)
{
    /// <summary>Reads a record as the engine wrote it. Words that a later version added are passed over.</summary>
    /// <exception cref="JsonException">It is no such record.</exception>
    public static RecordedDecision Read(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a decision record must be an object");
        var (now, position) = (0L, (long?)null);
        List<RecordedCandidate> candidates = [];
        List<RecordedChange> changes = [];
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("now"u8)) now = Moment(ref reader);
            else if (reader.ValueTextEquals("input"u8)) position = Input(ref reader);
            else if (reader.ValueTextEquals("candidates"u8))
            {
                for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject;) candidates.Add(Candidate(ref reader));
            }
            else if (reader.ValueTextEquals("changes"u8))
            {
                for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject;) changes.Add(Change(ref reader));
            }
            else Pass(ref reader);
        }
        return new RecordedDecision(now, position, candidates, changes);
    }

    private static long? Input(ref Utf8JsonReader reader)
    {
        long? position = null;
        reader.Read();
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("position"u8) && reader.Read()) position = reader.GetInt64();
            else Pass(ref reader);
        }
        return position;
    }

    private static RecordedCandidate Candidate(ref Utf8JsonReader reader)
    {
        UInt128 id = 0;
        string? action = null, answer = null, reason = null, detail = null;
        List<string> rules = [];
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) id = Id(ref reader);
            else if (reader.ValueTextEquals("action"u8)) action = Text(ref reader);
            else if (reader.ValueTextEquals("answer"u8)) answer = Text(ref reader);
            else if (reader.ValueTextEquals("reason"u8)) reason = Text(ref reader);
            else if (reader.ValueTextEquals("detail"u8)) detail = Text(ref reader);
            else if (reader.ValueTextEquals("rules"u8))
            {
                for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.String;) rules.Add(reader.GetString()!);
            }
            else Pass(ref reader);
        }
        return new RecordedCandidate(id, action, rules, answer == "pass", Named(reason), detail);
    }

    private static RecordedChange Change(ref Utf8JsonReader reader)
    {
        UInt128 id = 0;
        string? action = null, reason = null, owner = null;
        var withdrawn = false;
        while (Member(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) id = Id(ref reader);
            else if (reader.ValueTextEquals("action"u8)) action = Text(ref reader);
            else if (reader.ValueTextEquals("reason"u8)) reason = Text(ref reader);
            else if (reader.ValueTextEquals("owner"u8)) owner = Text(ref reader);
            else if (reader.ValueTextEquals("withdrawn"u8)) withdrawn = reader.Read() && reader.TokenType == JsonTokenType.True;
            else Pass(ref reader);
        }
        return new RecordedChange(id, action, Named(reason), owner, withdrawn);
    }

    private static bool Member(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void Pass(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static UInt128 Id(ref Utf8JsonReader reader) => ActionIdentity.TryParse(Text(ref reader), out var id) ? id : throw new JsonException("an action's id must be 32 hexadecimal digits");

    private static long Moment(ref Utf8JsonReader reader) => Instant.TryParse(Text(ref reader), out var at) ? at.UnixMilliseconds : throw new JsonException("'now' must be a moment");

    private static Reason Named(string? name) => name is not null && ReasonNames.Find(name) is { } reason ? reason : throw new JsonException($"'{name}' is no reason that this version knows");
}
