using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Catalogue;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Tests.Transport;

/// <summary>Any action record there can be, likely or not.</summary>
internal static class AnyAction
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[0, 12], Gen.Const("王斌 \"客户\" \\ \u2028|#"));
    private static readonly Gen<string> Name = Gen.String[1, 12].Select(s => s.Replace('\0', '|'));
    private static readonly Gen<int> Day = Gen.OneOf(Gen.Int[0, DateOnly.MaxValue.DayNumber], Gen.Int[739_000, 740_000]);
    private static readonly Gen<long> Time = Gen.OneOf(
        Gen.Long[Instant.MinValue.UnixMilliseconds, Instant.MaxValue.UnixMilliseconds], Gen.Long[1_700_000_000_000, 1_900_000_000_000]);

    private static readonly Gen<long> Number = Gen.OneOf(Gen.Long, Gen.Long[-3, 3], Gen.Long[0, 5_000_000]);
    private static readonly Gen<Reason> Why = Gen.OneOf(Enum.GetValues<Reason>());
    private static readonly Gen<UInt128> Id = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low));

    private static readonly Gen<Score> Parts = Gen.Select(Number, Number, Number, Number, Number, Number, (p, c, v, l, b, learned) =>
        new Score(p, c, v, l, b) { Learned = learned });

    private static readonly Gen<Quote> Price = Gen.Select(
        Gen.OneOf(Enum.GetValues<PriceKind>()), Number, Number.Nullable(), Text.Null(), Day.Nullable(), (kind, value, limit, approver, until) =>
        new Quote(kind, value, limit, approver, until));

    private static readonly Gen<TextArgument> Argument = Gen.Select(Gen.OneOf(Enum.GetValues<ArgumentKind>()), Number, Text.Null(), (kind, value, text) =>
        new TextArgument(kind, value, text));

    private static readonly Gen<ActionRecord> Named = Gen.Select(
        Gen.Select(Name, Id, Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]), Gen.Select(Name, Why, Name, Gen.Bool), (a, b) => new ActionRecord
        {
            Owner = a.Item1, Id = a.Item2, Sequence = a.Item3, Version = a.Item4, Customer = b.Item1, Reason = b.Item2, Action = b.Item3, Withdrawn = b.Item4,
        });

    private static readonly Gen<ActionRecord> Worded = Gen.Select(
        Named, Gen.Select(Text.Null(), Text.Null(), Text, Text.Null(), Text.Null(), Text.Null()), Gen.Select(Gen.Int[0, 4], Gen.Int[0, 7], Why.Nullable()),
        (r, t, c) => r with
        {
            CustomerName = t.Item1,
            Subject = t.Item2,
            Category = t.Item3,
            ManagerB = t.Item4,
            ClaimedBy = t.Item5,
            Campaign = t.Item6,
            Purpose = (Purpose)c.Item1,
            Channel = c.Item2,
            Flag = c.Item3,
        });

    private static readonly Gen<ActionRecord> Dated = Gen.Select(
        Gen.Select(Worded, Day, Day, Gen.Int[0, 400]), Gen.Select(Day.Nullable(), Day.Nullable(), Day.Nullable()),
        Gen.Select(Time.Nullable(), Time.Nullable(), Time.Nullable()), (d, e, t) => d.Item1 with
        {
            RaisedOn = d.Item2,
            OccurredOn = d.Item3,
            HalfLifeDays = d.Item4,
            NotBefore = e.Item1,
            DueOn = e.Item2,
            Expires = e.Item3,
            Due = t.Item1,
            AppointmentAt = t.Item2,
            ClaimedUntil = t.Item3,
        });

    private static readonly Gen<ActionRecord> Full = Gen.Select(
        Dated, Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool), Gen.Select(Parts, Price.Nullable()),
        Gen.Select(Gen.Select(Id, Name).List[0, 3], Text.List[0, 3], Argument.List[0, 3]), (r, b, s, l) => r with
        {
            Unassigned = b.Item1,
            ContactMade = b.Item2,
            Batch = b.Item3,
            Accepted = b.Item4,
            Escalated = b.Item5,
            Score = s.Item1,
            Price = s.Item2,
            Members = [.. l.Item1.Select(m => new BundleMember(m.Item1, m.Item2))],
            Rules = l.Item2,
            Arguments = l.Item3,
        });

    /// <summary>Records with all they can say, and such as say no more than that an action is gone.</summary>
    public static readonly Gen<ActionRecord> Record = Gen.OneOf(Full, Named);
}
