using System.Globalization;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Catalogue;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Api;

/// <summary>Puts actions into words for one moment and language.</summary>
internal sealed class ActionWords(RuleBook book, string language, Instant now)
{
    private static readonly string[] Points = ["appeal", "benefit", "credibility"];

    /// <summary>The day in the bank's zone.</summary>
    public DateOnly Today { get; } = book.Calendar.DateOf(now);

    /// <summary>A day as JSON writes it.</summary>
    public static string Day(int number) => DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A line of a queue.</summary>
    public EntryAnswer Of(QueueEntry entry) => new(
        entry.Customer, entry.Customer is null ? null : entry.Actions[0].Record.CustomerName, [.. entry.Actions.Select(Of)], entry.More);

    /// <summary>An action of a queue.</summary>
    public ActionAnswer Of(QueuedAction queued)
    {
        var a = queued.Record;
        return Texts(a.Action, a.Arguments, new ActionAnswer
        {
            Id = ActionIdentity.Format(a.Id), Version = a.Version, Action = a.Action, Customer = a.Customer, Name = a.CustomerName, Subject = a.Subject,
            Title = "", Reason = "", TalkingPoints = [], Question = "", Purpose = BuiltIn.Purposes.Values[(int)a.Purpose], Channel = BuiltIn.Channels.Values[a.Channel],
            Due = Time(a.Due), DueOn = Day(a.DueOn), Overdue = a.Due <= now.UnixMilliseconds, Expires = Day(a.Expires), Earliest = Earliest(a.Channel)?.ToString(), EarliestOn = Local(Earliest(a.Channel)), Accepted = a.Accepted, Members = Members(a.Members), Flag = a.Flag is { } flag ? ReasonNames.Of(flag) : null,
            AppointmentAt = Time(a.AppointmentAt), ClaimedBy = a.ClaimedBy, ClaimedUntil = Time(a.ClaimedUntil), Escalated = a.Escalated, RaisedOn = Day(a.RaisedOn), Score = Parts(a.Score, queued.Score), Price = Price(a.Price), InternalRoom = Room(a.Price), Rules = a.Rules,
        });
    }

    /// <summary>An action that stands for a customer, in queues or not.</summary>
    public ActionAnswer Of(CustomerState state, OpenAction a, string? name)
    {
        var definition = book.Definition(a.Action);
        return Texts(a.Action, a.Arguments, new ActionAnswer
        {
            Id = ActionIdentity.Format(a.Id), Version = a.Version, Action = a.Action, Customer = state.Customer, Name = name, Subject = a.Subject,
            Title = "", Reason = "", TalkingPoints = [], Question = "",
            Purpose = definition is null ? "" : BuiltIn.Purposes.Values[(int)definition.Purpose], Channel = definition is null ? "" : BuiltIn.Channels.Values[definition.Channel],
            Due = Time(a.Due), DueOn = a.Due is { } due ? Day(book.Calendar.DateOf(new Instant(due - 1)).DayNumber) : null, Overdue = a.Due <= now.UnixMilliseconds,
            Expires = Day(a.Expires), Earliest = definition is null ? null : Earliest(definition.Channel)?.ToString(), EarliestOn = definition is null ? null : Local(Earliest(definition.Channel)), Accepted = a.Accepted, AppointmentAt = Time(a.AppointmentAt), ClaimedBy = a.ClaimedBy, ClaimedUntil = Time(a.ClaimedUntil), Escalated = a.Escalated, RaisedOn = Day(a.RaisedOn),
            Score = Parts(a.Score, a.Score.Base), Price = Price(a.Price), InternalRoom = Room(a.Price), Rules = a.Rules, Status = a.Status.ToString().ToLowerInvariant(), Why = ReasonNames.Of(a.Why), SnoozedUntil = Time(a.SnoozedUntilAt) is { } hour && a.SnoozedUntil is null ? hour : Day(a.SnoozedUntil),
            Owners = a.Published ? [.. a.Owners.All()] : [], Members = Members([.. a.Members.Where(m => m.State != MemberState.Left).Select(m => new BundleMember(m.Id, m.Action))]),
        });
    }

    private ActionAnswer Texts(string action, IReadOnlyList<TextArgument> arguments, ActionAnswer answer)
    {
        var text = book.Texts.Find(action);
        string Part(string part) => text?.Render(language, part, arguments, Today, book.CodeName) ?? "";
        return answer with
        {
            Title = Part("title"),
            Reason = Part("reason"),
            Question = Part("question"),
            TalkingPoints = [.. Points.Select(p => new TalkingPoint(p, Part(p)))],
        };
    }

    private static ScoreAnswer Parts(Score score, long total) => new(
        Millionths(total), Millionths(score.Propensity), Millionths(score.Context), Millionths(score.Value), Millionths(score.Lever),
        score.Base == 0 ? 1 : Math.Round((decimal)total / score.Base, 6), score.Learned == 0 ? null : Millionths(score.PropensityBefore));

    private PriceAnswer? Price(Quote? quoted) => quoted is not { } quote ? null :
        new(PriceTerm.Word(quote.Kind), Scaled.ToDecimal(quote.Value), Day(quote.Until), book.Products.Say(quote, language));

    private RoomAnswer? Room(Quote? quoted) => quoted is not { } quote || book.Products.Room(quote, language) is not { } room ? null :
        new(quote.Limit is { } limit ? Scaled.ToDecimal(limit) : null, quote.Approver, room);

    private static decimal Millionths(long value) => value / (decimal)Score.One;

    private static IReadOnlyList<MemberAnswer>? Members(IReadOnlyList<BundleMember> members) => members.Count == 0 ? null : [.. members.Select(m => new MemberAnswer(ActionIdentity.Format(m.Id), m.Action))];

    private static string? Day(int? number) => number is { } known ? Day(known) : null;

    private static string? Time(long? milliseconds) => milliseconds is { } known ? new Instant(known).ToString() : null;

    private Instant? Earliest(int channel) => book.Policies.Quiet.DeliverableFrom(channel, now, book.Calendar) is var from && from > now ? from : null;

    private string? Local(Instant? at) => at is { } known ? Moment.Local(known, book.Calendar) : null;
}
