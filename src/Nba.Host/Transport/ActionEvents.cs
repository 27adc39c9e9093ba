using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Catalogue;
using Nba.Engine.Events;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;

namespace Nba.Host.Transport;

/// <summary>
/// Action records as records of the topic <c>nba.actions</c>: a key that names owner and action, and a CloudEvent 1.0 as value
/// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). What is written and read again is the same record. Thread-safe.
/// </summary>
public static class ActionEvents
{
    private const string Source = "nba:decide", Upserted = "nba.action.upserted", Withdrawn = "nba.action.withdrawn";
    private const int IdLength = 32;

    private static readonly string[] ArgumentKinds = ["none", "plain", "days-since", "days-until"];
    private static readonly PriceKind[] PriceKinds = Enum.GetValues<PriceKind>();

    /// <summary>
    /// The key of an action in an owner's queue: <c>rm01|8f3c…</c>. The identity has 32 digits, so whatever stands before the last bar is the owner.
    /// </summary>
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
            Specversion = "1.0", Id = string.Create(CultureInfo.InvariantCulture, $"{id}.{a.Sequence}.{a.Owner}"), Source = Source,
            Type = a.Withdrawn ? Withdrawn : Upserted, Subject = a.Customer, Time = Time(arrival?.UnixMilliseconds), Data = Data(a, id),
        }, ActionJson.Event.ActionEvent);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no action record; the message says what must be, and names no customer.</exception>
    public static ActionRecord Read(ReadOnlySpan<byte> json) => Read(json, out _);

    /// <summary>Reads what <see cref="Write"/> wrote, and when what gave rise to it arrived; null where that is not known.</summary>
    /// <exception cref="InvalidDataException">The bytes are no action record; the message says what must be, and names no customer.</exception>
    public static ActionRecord Read(ReadOnlySpan<byte> json, out Instant? arrival)
    {
        ActionEvent? read;
        try
        {
            read = JsonSerializer.Deserialize(json, ActionJson.Event.ActionEvent);
        }
        catch (JsonException fault)
        {
            var place = $"{fault.Path ?? "$"}, line {(fault.LineNumber ?? 0) + 1}, byte {fault.BytePositionInLine ?? 0}";
            throw Said.Unusable($"an action record is a CloudEvent with 'data': see {place}", fault);
        }
        if (read is null || read.Specversion != "1.0") throw Wrong("specversion", "1.0");
        if (read.Type != (read.Data.Withdrawn ? Withdrawn : Upserted)) throw Wrong("type", $"{Upserted}, or {Withdrawn} where 'data.withdrawn' is true");
        arrival = Milliseconds(read.Time, "time") is { } known ? new Instant(known) : null;
        return Record(read.Data);
    }

    private static ActionData Data(ActionRecord a, string id)
    {
        // What is gone says no more than that.
        var stands = !a.Withdrawn;
        return new ActionData
        {
            Owner = a.Owner, Id = id, Sequence = a.Sequence, Version = a.Version, Customer = a.Customer, Withdrawn = a.Withdrawn,
            Reason = ReasonNames.Of(a.Reason), Action = a.Action, CustomerName = a.CustomerName, Subject = a.Subject,
            Purpose = stands || a.Purpose != default ? BuiltIn.Purposes.Values[(int)a.Purpose] : null,
            Channel = stands || a.Channel != 0 ? BuiltIn.Channels.Values[a.Channel] : null,
            Category = a.Category.Length > 0 ? a.Category : null, ManagerB = a.ManagerB, Unassigned = Known(a.Unassigned, stands),
            ClaimedBy = a.ClaimedBy, ClaimedUntil = Time(a.ClaimedUntil), Price = Price(a.Price),
            Campaign = a.Campaign, ContactMade = Known(a.ContactMade, a.Withdrawn), Flag = a.Flag is { } flag ? ReasonNames.Of(flag) : null,
            Batch = Known(a.Batch, stands), Accepted = Known(a.Accepted, stands), AppointmentAt = Time(a.AppointmentAt), Escalated = Known(a.Escalated, stands),
            RaisedOn = Day(a.RaisedOn), OccurredOn = Day(a.OccurredOn), HalfLifeDays = a.HalfLifeDays == 0 ? null : a.HalfLifeDays,
            NotBefore = Day(a.NotBefore), Due = Time(a.Due), DueOn = Day(a.DueOn), Expires = Day(a.Expires), Score = Parts(a.Score, stands),
            Members = Listed(a.Members, m => new MemberData(ActionIdentity.Format(m.Id), m.Action)), Rules = Listed(a.Rules, r => r),
            Arguments = Listed(a.Arguments, t => new ArgumentData(ArgumentKinds[(int)t.Kind], t.Value, t.Text)),
        };
    }

    private static ActionRecord Record(ActionData d) => new()
    {
        Owner = Name(d.Owner, "owner"), Id = Identity(d.Id, "id"), Sequence = Count(d.Sequence, "sequence"), Version = Count(d.Version, "version"),
        Customer = Name(d.Customer, "customer", Activity.MaxCustomerLength), Withdrawn = d.Withdrawn,
        Reason = Because(d.Reason, "reason"), Action = Name(d.Action, "action"), CustomerName = d.CustomerName, Subject = d.Subject,
        Purpose = (Purpose)Word(d.Purpose, BuiltIn.Purposes, "purpose"), Channel = Word(d.Channel, BuiltIn.Channels, "channel"),
        Category = d.Category ?? "", ManagerB = d.ManagerB, Unassigned = d.Unassigned ?? false,
        ClaimedBy = d.ClaimedBy, ClaimedUntil = Milliseconds(d.ClaimedUntil, "claimedUntil"), Price = Quoted(d.Price),
        Campaign = d.Campaign, ContactMade = d.ContactMade ?? false, Flag = d.Flag is null ? null : Because(d.Flag, "flag"),
        Batch = d.Batch ?? false, Accepted = d.Accepted ?? false, Escalated = d.Escalated ?? false,
        AppointmentAt = Milliseconds(d.AppointmentAt, "appointmentAt"),
        RaisedOn = Number(d.RaisedOn, "raisedOn") ?? 0, OccurredOn = Number(d.OccurredOn, "occurredOn") ?? 0,
        HalfLifeDays = Count(d.HalfLifeDays ?? 0, "halfLifeDays"), NotBefore = Number(d.NotBefore, "notBefore"), Due = Milliseconds(d.Due, "due"),
        DueOn = Number(d.DueOn, "dueOn"), Expires = Number(d.Expires, "expires"), Score = Scored(d.Score),
        Members = Listed(d.Members, "members", m => new BundleMember(Identity(m.Id, "members.id"), m.Action)), Rules = Listed(d.Rules, "rules", r => r),
        Arguments = Listed(d.Arguments, "arguments", a => new TextArgument(Kind(a.Kind), a.Value, a.Text)),
    };

    private static T[]? Listed<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> one) => items.Count == 0 ? null : [.. items.Select(one)];

    private static T[] Listed<TItem, T>(IReadOnlyList<TItem>? items, string field, Func<TItem, T> one) where TItem : class =>
        items is null ? [] : [.. items.Select(i => one(i ?? throw Wrong(field, "a list without nulls")))];

    private static bool? Known(bool value, bool always) => value || always ? value : null;

    private static string? Time(long? milliseconds) => milliseconds is { } known ? new Instant(known).ToString() : null;

    private static string? Day(int? number) => number is { } known ? DateOnly.FromDayNumber(known).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    // The record knows no null here; nothing was ever raised on the first day of the year one.
    private static string? Day(int number) => number == 0 ? null : Day((int?)number);

    private static PriceData? Price(Quote? quote) => quote is not { } q ? null : new(
        PriceTerm.Word(q.Kind), Of(q.Value, Scaled.One), q.Limit is { } limit ? Of(limit, Scaled.One) : null, q.Approver, Day(q.Until));

    private static ScoreData? Parts(Score s, bool always) => s == default && !always ? null : new(
        Of(s.Propensity, Score.One), Of(s.Context, Score.One), Of(s.Value, Score.One), Of(s.Lever, Score.One), Of(s.Base, Score.One),
        s.Learned == 0 ? null : Of(s.Learned, Score.One));

    private static Quote? Quoted(PriceData? p)
    {
        if (p is null) return null;
        var kind = Array.FindIndex(PriceKinds, k => PriceTerm.Word(k) == p.Kind);
        if (kind < 0) throw Wrong("price.kind", string.Join(", ", PriceKinds.Select(PriceTerm.Word)));
        long? limit = p.Limit is { } known ? Units(known, Scaled.One, "price.limit") : null;
        return new Quote(PriceKinds[kind], Units(p.Value, Scaled.One, "price.value"), limit, p.Approver, Number(p.Until, "price.until"));
    }

    private static Score Scored(ScoreData? s)
    {
        if (s is null) return default;
        long Part(decimal value, string name) => Units(value, Score.One, "score." + name);
        return new Score(Part(s.Propensity, "propensity"), Part(s.Context, "context"), Part(s.Value, "value"), Part(s.Lever, "lever"), Part(s.Base, "base"))
        {
            Learned = Part(s.Learned ?? 0, "learned"),
        };
    }

    // A NUL would end a name within a key.
    private static string Name(string text, string field, int most = int.MaxValue)
    {
        var fits = text.Length > 0 && text.Length <= most && !text.Contains('\0', StringComparison.Ordinal);
        return fits ? text : throw Wrong(field, "a text of at least one character, none of them NUL, and not longer than a name can be");
    }

    private static UInt128 Identity(string text, string field) => ActionIdentity.TryParse(text, out var id) ? id : throw Wrong(field, "32 hexadecimal digits");

    private static int Count(int number, string field) => number >= 0 ? number : throw Wrong(field, "zero or more");

    private static Reason Because(string name, string field) => ReasonNames.Find(name) ?? throw Wrong(field, "the name of a reason that this process knows");

    private static int Word(string? word, CodeList words, string field) =>
        word is null ? 0 : words.IndexOf(word) is >= 0 and var code ? code : throw Wrong(field, string.Join(", ", words.Values));

    private static ArgumentKind Kind(string word) =>
        Array.IndexOf(ArgumentKinds, word) is >= 0 and var kind ? (ArgumentKind)kind : throw Wrong("arguments.kind", string.Join(", ", ArgumentKinds));

    private static long? Milliseconds(string? text, string field) =>
        text is null ? null : Instant.TryParse(text, out var instant) ? instant.UnixMilliseconds : throw Wrong(field, "a time as 2026-03-02T09:30:00.000Z");

    private static int? Number(string? text, string field)
    {
        if (text is null) return null;
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        return read ? day.DayNumber : throw Wrong(field, "a day as 2026-03-02");
    }

    private static decimal Of(long units, long one) => (decimal)units / one;

    private static long Units(decimal value, long one, string field)
    {
        var fits = value <= long.MaxValue / (decimal)one && value >= long.MinValue / (decimal)one;
        var units = fits ? value * one : 0.5m;
        if (units == decimal.Truncate(units)) return (long)units;
        throw Wrong(field, string.Create(CultureInfo.InvariantCulture, $"a number of at most {(one == Score.One ? 6 : 4)} decimals"));
    }

    private static InvalidDataException Wrong(string field, string must) => new($"'{field}' of an action record must be {must}");
}
