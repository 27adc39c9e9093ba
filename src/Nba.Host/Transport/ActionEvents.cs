using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Catalogue;
using Nba.Engine.Events;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Transport;

/// <summary>
/// Action records as records of the topic <c>nba.actions</c>: a key that names owner and action, and a CloudEvent 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md)
/// as value. What is written and read again is the same record. Thread-safe.
/// </summary>
public static class ActionEvents
{
    private const string Source = "nba:decide", Upserted = "nba.action.upserted", Withdrawn = "nba.action.withdrawn";
    private const int IdLength = 32;

    private static readonly string[] ArgumentKinds = ["none", "plain", "days-since", "days-until"];
    private static readonly PriceKind[] PriceKinds = Enum.GetValues<PriceKind>();

    /// <summary>The key of an action in an owner's queue: <c>rm01|8f3c…</c>. The identity has 32 digits, so whatever stands before the last bar is the owner.</summary>
    public static string Key(string owner, UInt128 id) => $"{owner}|{ActionIdentity.Format(id)}";

    /// <summary>Reads <see cref="Key"/>; false for anything else.</summary>
    public static bool TryParseKey(ReadOnlySpan<char> key, out string owner, out UInt128 id)
    {
        (owner, id) = ("", default);
        var bar = key.Length - IdLength - 1;
        if (bar < 1 || key[bar] != '|' || !ActionIdentity.TryParse(key[(bar + 1)..], out id)) return false;
        owner = key[..bar].ToString();
        return true;
    }

    /// <summary>Writes a record as one JSON object; its days and times must lie in the years 1 to 9999.</summary>
    /// <param name="a">The record.</param>
    /// <param name="arrival">When what gave rise to it arrived; left out where that is not known.</param>
    /// <param name="into">Where the bytes go.</param>
    public static void Write(ActionRecord a, Instant? arrival, IBufferWriter<byte> into)
    {
        using var writer = new Utf8JsonWriter(into, new JsonWriterOptions { Encoder = ActionJson.Event.Options.Encoder, SkipValidation = true });
        var id = ActionIdentity.Format(a.Id);
        JsonSerializer.Serialize(writer, new ActionEvent
        {
            // One change of an action reaches several owners under one sequence.
            Specversion = "1.0", Id = string.Create(CultureInfo.InvariantCulture, $"{id}.{a.Sequence}.{a.Owner}"), Source = Source, Type = a.Withdrawn ? Withdrawn : Upserted,
            Subject = a.Customer, Time = Time(arrival?.UnixMilliseconds), Data = Data(a, id),
        }, ActionJson.Event.ActionEvent);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no action record; the message says what must be, and names no customer.</exception>
    public static ActionRecord Read(ReadOnlySpan<byte> json)
    {
        ActionEvent? read;
        try
        {
            read = JsonSerializer.Deserialize(json, ActionJson.Event.ActionEvent);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"an action record is a CloudEvent with 'data': see {fault.Path ?? "$"}, line {(fault.LineNumber ?? 0) + 1}, byte {fault.BytePositionInLine ?? 0}", fault);
        }
        if (read is null || read.Specversion != "1.0") throw Wrong("specversion", "1.0");
        if (read.Type is not (Upserted or Withdrawn) || read.Type == Withdrawn != read.Data.Withdrawn) throw Wrong("type", $"{Upserted}, or {Withdrawn} where 'data.withdrawn' is true");
        return Record(read.Data);
    }

    private static ActionData Data(ActionRecord a, string id)
    {
        // What is gone says no more than that.
        var stands = !a.Withdrawn;
        return new ActionData
        {
            Owner = a.Owner, Id = id, Sequence = a.Sequence, Version = a.Version, Customer = a.Customer, Withdrawn = a.Withdrawn, Reason = ReasonNames.Of(a.Reason), Action = a.Action,
            CustomerName = a.CustomerName, Subject = a.Subject, Purpose = stands || a.Purpose != default ? BuiltIn.Purposes.Values[(int)a.Purpose] : null,
            Channel = stands || a.Channel != 0 ? BuiltIn.Channels.Values[a.Channel] : null, Category = a.Category.Length > 0 ? a.Category : null, ManagerB = a.ManagerB,
            Unassigned = Known(a.Unassigned, stands), ClaimedBy = a.ClaimedBy, ClaimedUntil = Time(a.ClaimedUntil), Price = Price(a.Price), Campaign = a.Campaign,
            ContactMade = Known(a.ContactMade, a.Withdrawn), Flag = a.Flag is { } flag ? ReasonNames.Of(flag) : null, Batch = Known(a.Batch, stands), Accepted = Known(a.Accepted, stands),
            AppointmentAt = Time(a.AppointmentAt), Escalated = Known(a.Escalated, stands), RaisedOn = Day(a.RaisedOn), OccurredOn = Day(a.OccurredOn),
            HalfLifeDays = a.HalfLifeDays == 0 ? null : a.HalfLifeDays, NotBefore = Day(a.NotBefore), Due = Time(a.Due), DueOn = Day(a.DueOn), Expires = Day(a.Expires), Score = Parts(a.Score, stands),
            Members = a.Members.Count == 0 ? null : [.. a.Members.Select(m => new MemberData(ActionIdentity.Format(m.Id), m.Action))], Rules = a.Rules.Count == 0 ? null : a.Rules,
            Arguments = a.Arguments.Count == 0 ? null : [.. a.Arguments.Select(t => new ArgumentData(ArgumentKinds[(int)t.Kind], t.Value, t.Text))],
        };
    }

    private static ActionRecord Record(ActionData d) => new()
    {
        Owner = Name(d.Owner, "owner", int.MaxValue), Id = Identity(d.Id, "id"), Sequence = Count(d.Sequence, "sequence"), Version = Count(d.Version, "version"),
        Customer = Name(d.Customer, "customer", Activity.MaxCustomerLength), Withdrawn = d.Withdrawn, Reason = Because(d.Reason, "reason"), Action = Name(d.Action, "action", int.MaxValue),
        CustomerName = d.CustomerName, Subject = d.Subject, Purpose = (Purpose)Word(d.Purpose, BuiltIn.Purposes, "purpose"), Channel = Word(d.Channel, BuiltIn.Channels, "channel"),
        Category = d.Category ?? "", ManagerB = d.ManagerB, Unassigned = d.Unassigned ?? false, ClaimedBy = d.ClaimedBy, ClaimedUntil = Milliseconds(d.ClaimedUntil, "claimedUntil"), Price = Quoted(d.Price),
        Campaign = d.Campaign, ContactMade = d.ContactMade ?? false, Flag = d.Flag is null ? null : Because(d.Flag, "flag"), Batch = d.Batch ?? false, Accepted = d.Accepted ?? false,
        AppointmentAt = Milliseconds(d.AppointmentAt, "appointmentAt"), Escalated = d.Escalated ?? false, RaisedOn = Number(d.RaisedOn, "raisedOn") ?? 0,
        OccurredOn = Number(d.OccurredOn, "occurredOn") ?? 0, HalfLifeDays = Count(d.HalfLifeDays ?? 0, "halfLifeDays"), NotBefore = Number(d.NotBefore, "notBefore"),
        Due = Milliseconds(d.Due, "due"), DueOn = Number(d.DueOn, "dueOn"), Expires = Number(d.Expires, "expires"), Score = Scored(d.Score),
        Members = [.. d.Members?.Select(m => new BundleMember(Identity(Whole(m, "members").Id, "members.id"), m.Action)) ?? []], Rules = [.. d.Rules?.Select(r => Whole(r, "rules")) ?? []],
        Arguments = [.. d.Arguments?.Select(a => new TextArgument(Kind(Whole(a, "arguments").Kind), a.Value, a.Text)) ?? []],
    };

    private static bool? Known(bool value, bool always) => value || always ? value : null;

    private static string? Time(long? milliseconds) => milliseconds is { } known ? new Instant(known).ToString() : null;

    private static string? Day(int? number) => number is { } known ? DateOnly.FromDayNumber(known).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    // The record knows no null here; nothing was ever raised on the first day of the year one.
    private static string? Day(int number) => number == 0 ? null : Day((int?)number);

    private static PriceData? Price(Quote? quote) => quote is not { } q ? null : new(
        PriceTerm.Word(q.Kind), (decimal)q.Value / Scaled.One, q.Limit is { } limit ? (decimal)limit / Scaled.One : null, q.Approver, Day(q.Until));

    private static ScoreData? Parts(Score s, bool always) => s == default && !always ? null : new(
        (decimal)s.Propensity / Score.One, (decimal)s.Context / Score.One, (decimal)s.Value / Score.One, (decimal)s.Lever / Score.One, (decimal)s.Base / Score.One,
        s.Learned == 0 ? null : (decimal)s.Learned / Score.One);

    private static Quote? Quoted(PriceData? p) => p is null ? null : new Quote(
        PriceKinds.FirstOrDefault(k => PriceTerm.Word(k) == p.Kind, (PriceKind)(-1)) is >= 0 and var kind ? kind : throw Wrong("price.kind", string.Join(", ", PriceKinds.Select(PriceTerm.Word))),
        Units(p.Value, Scaled.One, "price.value"), p.Limit is { } limit ? Units(limit, Scaled.One, "price.limit") : null, p.Approver, Number(p.Until, "price.until"));

    private static Score Scored(ScoreData? s) => s is null ? default : new Score(
        Units(s.Propensity, Score.One, "score.propensity"), Units(s.Context, Score.One, "score.context"), Units(s.Value, Score.One, "score.value"), Units(s.Lever, Score.One, "score.lever"),
        Units(s.Base, Score.One, "score.base")) { Learned = Units(s.Learned ?? 0, Score.One, "score.learned") };

    private static string Name(string text, string field, int most) =>
        text.Length > 0 && text.Length <= most && !text.Contains('\0', StringComparison.Ordinal) ? text : throw Wrong(field, "a text of at least one character, none of them NUL");

    private static T Whole<T>(T? value, string field) where T : class => value ?? throw Wrong(field, "a list without nulls");

    private static UInt128 Identity(string text, string field) => ActionIdentity.TryParse(text, out var id) ? id : throw Wrong(field, "32 hexadecimal digits");

    private static int Count(int number, string field) => number >= 0 ? number : throw Wrong(field, "zero or more");

    private static Reason Because(string name, string field) => ReasonNames.Find(name) ?? throw Wrong(field, "the name of a reason that this process knows");

    private static int Word(string? word, CodeList words, string field) =>
        word is null ? 0 : words.IndexOf(word) is >= 0 and var code ? code : throw Wrong(field, string.Join(", ", words.Values));

    private static ArgumentKind Kind(string word) =>
        Array.IndexOf(ArgumentKinds, word) is >= 0 and var kind ? (ArgumentKind)kind : throw Wrong("arguments.kind", string.Join(", ", ArgumentKinds));

    private static long? Milliseconds(string? text, string field) =>
        text is null ? null : Instant.TryParse(text, out var instant) ? instant.UnixMilliseconds : throw Wrong(field, "a time as 2026-03-02T09:30:00.000Z");

    private static int? Number(string? text, string field) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : throw Wrong(field, "a day as 2026-03-02");

    private static long Units(decimal value, long one, string field)
    {
        var most = decimal.MaxValue / one;
        return value <= most && value >= -most && value * one is var units && units == decimal.Truncate(units) && units <= long.MaxValue && units >= long.MinValue
            ? (long)units : throw Wrong(field, string.Create(CultureInfo.InvariantCulture, $"a number of at most {(one == Score.One ? 6 : 4)} decimals"));
    }

    private static InvalidDataException Wrong(string field, string must) => new($"'{field}' of an action record must be {must}");
}
