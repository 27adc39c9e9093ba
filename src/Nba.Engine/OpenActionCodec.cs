using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Catalogue;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Standing actions, occurrences and action records as bytes.</summary>
internal static class OpenActionCodec
{
    private const byte HasLearned = 16, HasPrice = 32, HasMembers = 64;

    public static void Write(OpenAction a, StateWriter w)
    {
        w.Id(a.Id);
        w.Text(a.Action);
        w.Text(a.Subject);
        w.Signed(a.Episode);
        w.Unsigned((ulong)a.Rules.Count);
        foreach (var rule in a.Rules) w.Text(rule);
        w.Byte((byte)a.Status);
        w.Unsigned((ulong)a.Why);
        w.Unsigned((ulong)a.Version);
        w.Fixed64(a.Visible);
        w.Unsigned((ulong)a.RaisedOn);
        w.Signed(a.OccurredAt);
        w.Fixed64(a.OccurredId);
        w.Byte((byte)((a.Ticked ? 1 : 0) | (a.Published ? 2 : 0) | (a.Accepted ? 4 : 0) | (a.Escalated ? 8 : 0) | (a.Score.Learned != 0 ? HasLearned : 0) | (a.Price is not null ? HasPrice : 0) | (a.IsBundle ? HasMembers : 0)));
        w.Optional(a.AppointmentAt);
        w.Optional(a.HeldSince);
        w.Unsigned((ulong)a.PausedDays);
        w.Optional(a.SnoozedUntil);
        w.Optional(a.NotBefore);
        w.Optional(a.Due);
        w.Optional(a.Escalate);
        w.Optional(a.Expires);
        Write(a.Score, w);
        w.Signed(a.PublishedScore);
        w.Text(a.Owners.First ?? "");
        w.Text(a.Owners.Second);
        w.Text(a.Owners.Escalation);
        Write(a.Arguments, w);
        Write(a.Kept, w);
        w.Optional(a.SnoozedUntilAt);
        w.Text(a.ClaimedBy);
        w.Optional(a.ClaimedUntil);
        if (a.IsBundle) Write(a.Members, w);
        if (a.Score.Learned != 0) w.Signed(a.Score.Learned);
        if (a.Price is { } price) Write(price, w);
    }

    /// <summary>Reads into an action that nobody uses.</summary>
    public static OpenAction Read(ref StateReader r, OpenAction into)
    {
        var a = into.Begin(r.Id(), r.Word()!, r.Text(), r.Signed());
        for (var n = r.Unsigned(); n > 0; n--) a.Rules.Add(r.Word()!);
        (a.Status, a.Why, a.Version, a.Visible) = ((ActionStatus)r.Byte(), (Reason)r.Unsigned(), (int)r.Unsigned(), r.Fixed64());
        (a.RaisedOn, a.OccurredAt, a.OccurredId) = ((int)r.Unsigned(), r.Signed(), r.Fixed64());
        var flags = r.Byte();
        (a.Ticked, a.Published, a.Accepted, a.Escalated) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
        (a.AppointmentAt, a.HeldSince, a.PausedDays, a.SnoozedUntil) = (r.Optional(), (int?)r.Optional(), (int)r.Unsigned(), (int?)r.Optional());
        (a.NotBefore, a.Due, a.Escalate, a.Expires) = ((int?)r.Optional(), r.Optional(), (int?)r.Optional(), (int?)r.Optional());
        (a.Score, a.PublishedScore, a.Owners) = (ReadScore(ref r), r.Signed(), new Owners(r.Word()!, r.Word(), r.Word()));
        ReadArguments(ref r, a.Arguments);
        ReadKept(ref r, a.Kept);
        if (!r.AtEnd) (a.SnoozedUntilAt, a.ClaimedBy, a.ClaimedUntil) = (r.Optional(), r.Word(), r.Optional());
        if ((flags & HasMembers) != 0) ReadMembers(ref r, a.Members);
        if ((flags & HasLearned) != 0) a.Score = a.Score with { Learned = r.Signed() };
        if ((flags & HasPrice) != 0) a.Price = ReadPrice(ref r);
        return a;
    }

    public static void Write(Occurrence o, StateWriter w)
    {
        w.Text(o.Rule);
        w.Text(o.Subject);
        w.Signed(o.Time);
        w.Fixed64(o.EventId);
        w.Unsigned((ulong)o.OpenedOn);
        Write(o.Kept, w);
    }

    public static Occurrence ReadOccurrence(ref StateReader r)
    {
        var (rule, subject, time, id, opened) = (r.Word()!, r.Text(), r.Signed(), r.Fixed64(), (int)r.Unsigned());
        var kept = new List<KeptField>();
        ReadKept(ref r, kept);
        return new Occurrence(rule, subject, time, id, opened, kept);
    }

    public static void Write(Score s, StateWriter w)
    {
        w.Signed(s.Propensity);
        w.Signed(s.Context);
        w.Signed(s.Value);
        w.Signed(s.Lever);
        w.Signed(s.Base);
    }

    public static Score ReadScore(ref StateReader r) => new(r.Signed(), r.Signed(), r.Signed(), r.Signed(), r.Signed());

    public static void Write(Quote quote, StateWriter w)
    {
        w.Byte((byte)quote.Kind);
        w.Signed(quote.Value);
        w.Optional(quote.Limit);
        w.Text(quote.Approver);
        w.Optional(quote.Until);
    }

    public static Quote ReadPrice(ref StateReader r) => new((PriceKind)r.Byte(), r.Signed(), r.Optional(), r.Word(), (int?)r.Optional());

    public static void Write(IReadOnlyList<TextArgument> arguments, StateWriter w)
    {
        w.Unsigned((ulong)arguments.Count);
        for (var i = 0; i < arguments.Count; i++)
        {
            var a = arguments[i];
            w.Byte((byte)a.Kind);
            w.Signed(a.Value);
            w.Text(a.Text);
        }
    }

    public static void ReadArguments(ref StateReader r, List<TextArgument> into)
    {
        for (var n = r.Unsigned(); n > 0; n--) into.Add(new TextArgument((ArgumentKind)r.Byte(), r.Signed(), r.Text()));
    }

    private static void Write(IReadOnlyList<KeptField> kept, StateWriter w)
    {
        w.Unsigned((ulong)kept.Count);
        for (var i = 0; i < kept.Count; i++)
        {
            var k = kept[i];
            w.Text(k.Name);
            w.Signed(k.Value);
            w.Text(k.Text);
        }
    }

    private static void Write(List<BundledAction> members, StateWriter w)
    {
        w.Unsigned((ulong)members.Count);
        foreach (var member in members)
        {
            w.Id(member.Id);
            w.Text(member.Action);
            w.Byte((byte)member.State);
        }
    }

    private static void ReadMembers(ref StateReader r, List<BundledAction> into)
    {
        for (var n = r.Unsigned(); n > 0; n--) into.Add(new BundledAction(r.Id(), r.Word()!, (MemberState)r.Byte()));
    }

    private static void ReadKept(ref StateReader r, List<KeptField> into)
    {
        for (var n = r.Unsigned(); n > 0; n--) into.Add(new KeptField(r.Word()!, r.Signed(), r.Text()));
    }
}
