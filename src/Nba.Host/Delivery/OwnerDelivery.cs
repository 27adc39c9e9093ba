using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Logging;
using Nba.Engine.Actions;
using Nba.Host.Api;

namespace Nba.Host.Delivery;

/// <summary>
/// Brings one owner's part of a receiver up to what stands, message by message: what may have reached it is written down before it is sent, what came of it before the next. One call for an owner
/// at a time; several owners side by side.
/// </summary>
/// <param name="subscription">The subscription.</param>
/// <param name="destination">Where its messages go.</param>
/// <param name="reader">What stands.</param>
/// <param name="ledger">What the receiver has.</param>
/// <param name="links">Where actions are answered, by owner and answer; null where answers by link are not set up.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is said that a message is set aside.</param>
internal sealed class OwnerDelivery(
    Subscription subscription, IDestination destination, DeliveryReader reader, DeliveryLedger ledger, Func<string, ActionAnswer, AnswerLinks>? links, TimeProvider time, ILogger log)
{
    private const int Hour = 3_600_000, Soon = 1000;

    // However long a receiver asks to be left alone: most prompts are over in some days.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);
    private static readonly TimeSpan StruckIsKept = TimeSpan.FromDays(40);

    private readonly DigestTimes _digests = new(subscription, reader);
    private long _delivered, _failures;
    private int _away;
    private string? _lastFailure;

    /// <summary>Messages delivered.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Tries that failed.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Why the last of them failed; null for none.</summary>
    public string? LastFailure => Volatile.Read(ref _lastFailure);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Tells what is due; answers when there may be more, in milliseconds, and null for not before something changes.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="isMarked">Whether something of the owner changed meanwhile: then it ends, to be called again.</param>
    /// <param name="ending">No further try begins.</param>
    /// <param name="stopping">The one under way is given up too.</param>
    public async Task<long?> Serve(string owner, Func<bool> isMarked, CancellationToken ending, CancellationToken stopping)
    {
        if (reader.Desk(owner, subscription.Wants) is not { } desk) return Now + Soon;
        if (_digests.EndOfQuiet(Now) is { } loud) return loud;
        var rows = ledger.Rows(subscription.Name, owner);
        var later = await Digest(owner, desk, isMarked, ending, stopping).ConfigureAwait(false);
        var plan = DeliveryPlan.Of(rows, [.. desk.Shown.Select(a => new ShownAction(a.Record.Id, a.Record.Version, reader.IsUrgent(a.Record, desk.Now)))], subscription.Pace, owner, Now);
        foreach (var step in plan.Now)
        {
            if (ending.IsCancellationRequested) return later;
            if (_digests.EndOfQuiet(Now) is { } quiet) return Sooner(quiet, later);
            if (Limited(owner) is { } free) return Sooner(free, later);
            // What was planned may be otherwise by now: then it is planned anew, as whoever marked the owner asked for.
            if (!IsRight(step, isMarked)) return later;
            if (await Tell(step, rows, desk, isMarked, ending, stopping).ConfigureAwait(false) is not { } again) continue;
            later = Sooner(again, later);
            if (!WasRefusedOften(step, rows, again)) return later;
        }
        Forget(owner, rows, desk);
        return Sooner(plan.Later, later);
    }

    // Answers when the step is tried again; null when that is done with.
    private async Task<long?> Tell(DeliveryStep step, Dictionary<UInt128, DeliveryRow> rows, OwnerDesk desk, Func<bool> isMarked, CancellationToken ending, CancellationToken stopping)
    {
        var (before, key) = (rows.GetValueOrDefault(step.Action), $"{step.Key}_{subscription.Name}");
        var row = before ?? new DeliveryRow(0);
        var told = step.Kind == DeliveryKind.Gone ? null : reader.Words([desk.Shown.First(a => a.Record.Id == step.Action)], subscription.Language, desk.Now)[0];
        if (DeliveryPlan.Trying(step, row, told) is var trying && (trying.GoneTried != row.GoneTried || trying.Told?.Version != row.Told?.Version)) ledger.Keep(subscription.Name, step.Owner, step.Action, trying);
        row = trying;
        var content = reader.Content(step.Kind, step.Owner, subscription.Language, desk.Now) with { Actions = [row.Told!] };
        content = step.Kind == DeliveryKind.Gone ? reader.WithWhy(content, step.Action) : WithLinks(content);
        var answer = await destination.Send(new DeliveryMessage(step.Owner, key, content, () => !ending.IsCancellationRequested && IsRight(step, isMarked)), stopping).ConfigureAwait(false);
        if (answer.Result == DeliveryResult.Withdrawn) return Now;
        if (answer.Result == DeliveryResult.NoAddress)
        {
            if (before is null) ledger.Keep(subscription.Name, step.Owner, step.Action, (DeliveryRow?)null);
            return null;
        }
        var (next, aside) = Outcome(answer, step.Owner, ActionIdentity.Format(step.Action), key, DeliveryPlan.Tries(step, row), DeliveryPlan.Since(step, row, Now));
        if (answer.Result is DeliveryResult.Away or DeliveryResult.Resting) return next;
        if (answer.Result is DeliveryResult.Delivered) Count(step.Owner);
        row = answer.Result is DeliveryResult.Delivered or DeliveryResult.NothingToSend ? DeliveryPlan.Delivered(step, row, Now) : DeliveryPlan.Failed(step, row, next, Now);
        rows[step.Action] = row;
        ledger.Keep(subscription.Name, step.Owner, step.Action, row, aside);
        if (before?.SetAside is not null && answer.Result == DeliveryResult.Delivered) ForgetLetters(step);
        return next;
    }

    // What was set aside of an action before, as other versions, is told with the one that was taken.
    private void ForgetLetters(DeliveryStep step)
    {
        foreach (var letter in ledger.SetAside(subscription.Name).Where(l => l.Owner == step.Owner && l.Action == ActionIdentity.Format(step.Action))) ledger.Forget(letter);
    }

    // The morning's list, once a working day.
    private async Task<long?> Digest(string owner, OwnerDesk desk, Func<bool> isMarked, CancellationToken ending, CancellationToken stopping)
    {
        if (_digests.Next(desk.Now) is not { } at) return null;
        var row = ledger.Digest(subscription.Name, owner);
        var day = reader.Calendar.DateOf(desk.Now);
        if (row.DigestOn == day.DayNumber) return _digests.After(day);
        if (at > desk.Now.UnixMilliseconds) return Now + at - desk.Now.UnixMilliseconds;
        if (row.TriedOn != day.DayNumber) row = row with { TriedOn = day.DayNumber, Tries = 0, TriedSince = Now, NextAt = 0 };
        if (row.NextAt > Now) return row.NextAt;
        if (Limited(owner) is { } free) return free;
        var (actions, more) = reader.Today(desk, subscription.Wants);
        var (key, isFirst) = ($"digest_{day.DayNumber}_{DeliveryStep.Named(owner)}_{subscription.Name}", true);
        bool IsFresh() => !ending.IsCancellationRequested && (Interlocked.Exchange(ref isFirst, false) || !isMarked());
        var content = WithLinks(reader.Content(DeliveryKind.Digest, owner, subscription.Language, desk.Now) with { Actions = reader.Words(actions, subscription.Language, desk.Now), More = more });
        var answer = actions.Count == 0 ? new DeliveryAnswer(DeliveryResult.NothingToSend) : await destination.Send(new DeliveryMessage(owner, key, content, IsFresh), stopping).ConfigureAwait(false);
        if (answer.Result == DeliveryResult.Withdrawn) return Now;
        if (answer.Result == DeliveryResult.NoAddress) return null;
        var (next, aside) = Outcome(answer, owner, null, key, row.Tries, row.TriedSince);
        if (answer.Result is DeliveryResult.Away or DeliveryResult.Resting) return next;
        if (answer.Result == DeliveryResult.Delivered) Count(owner);
        row = row with { Sent = ledger.Digest(subscription.Name, owner).Sent };
        ledger.Keep(subscription.Name, owner, next is { } again ? row with { Tries = row.Tries + 1, NextAt = again } : row with { DigestOn = day.DayNumber, Tries = 0, TriedSince = 0, NextAt = 0 }, aside);
        return next ?? _digests.After(day);
    }

    // When it is tried again, or the letter of what never will be.
    private (long? Next, UndeliveredMessage? Aside) Outcome(DeliveryAnswer answer, string owner, string? action, string key, int tries, long since)
    {
        // While an address rests nobody asks it, so nothing is learnt of how long it is away. Not all come back at once.
        if (answer.Result == DeliveryResult.Resting) return (Now + (long)(answer.After!.Value.TotalMilliseconds + (1000 * Spread(key, 0))), null);
        if (answer.Result != DeliveryResult.Away) Volatile.Write(ref _away, 0);
        if (answer.Result is DeliveryResult.Delivered or DeliveryResult.NothingToSend) return (null, null);
        Interlocked.Increment(ref _failures);
        Volatile.Write(ref _lastFailure, answer.Why);
        if (answer is { Result: DeliveryResult.Away, After: { } rest }) return (Now + (long)rest.TotalMilliseconds, null);
        if (answer.Result == DeliveryResult.Away) return (Wait(key, Interlocked.Increment(ref _away) - 1, null), null);
        if (answer.Result == DeliveryResult.TryAgain && tries + 1 < (subscription.Tries ?? int.MaxValue) && Now - since < subscription.GiveUp.TotalMilliseconds) return (Wait(key, tries, answer.After), null);
        DeliveryLog.SetAside(log, subscription.Name, owner, tries + 1, answer.Why ?? "");
        return (null, new UndeliveredMessage(subscription.Name, owner, action, key, Now, tries + 1, answer.Why ?? ""));
    }

    // Twice as long each time, and for each message a little different, so that those that failed together do not come back together.
    private long Wait(string key, int tries, TimeSpan? after)
    {
        var wait = Math.Min(HttpWay.Longest.TotalMilliseconds, 1000d * (1L << Math.Min(tries, 20)));
        return Now + (long)Math.Max(wait * (0.8 + (0.4 * Spread(key, tries))), Math.Min(after?.TotalMilliseconds ?? 0, LongestAsked.TotalMilliseconds));
    }

    private static double Spread(string key, int tries) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(key), tries) % 1000 / 1000d;

    // Whether it was answered with a refusal so often that those behind it go on; a receiver that does not answer has nothing for them either.
    private static bool WasRefusedOften(DeliveryStep step, Dictionary<UInt128, DeliveryRow> rows, long again) => rows.GetValueOrDefault(step.Action) is { } row && row.NextAt == again && !DeliveryPlan.HoldsUp(step, row);

    private bool IsRight(DeliveryStep step, Func<bool> isMarked) =>
        !isMarked() || (step.Kind == DeliveryKind.Gone ? !reader.Offers(step.Owner, subscription.Wants, step.Action, null) : reader.Offers(step.Owner, subscription.Wants, step.Action, step.Version));

    private long? Limited(string owner)
    {
        if (subscription.MostInHour == 0) return null;
        var recent = ledger.Digest(subscription.Name, owner).Sent.Where(s => s > Now - Hour).ToList();
        return recent.Count < subscription.MostInHour ? null : recent[^subscription.MostInHour] + Hour;
    }

    private void Count(string owner)
    {
        Interlocked.Increment(ref _delivered);
        if (subscription.MostInHour == 0) return;
        var row = ledger.Digest(subscription.Name, owner);
        ledger.Keep(subscription.Name, owner, row with { Sent = [.. row.Sent.Where(s => s > Now - Hour), Now] });
    }

    // What was never sent, and what was struck out so long ago that no receiver remembers its key.
    private void Forget(string owner, Dictionary<UInt128, DeliveryRow> rows, OwnerDesk desk)
    {
        var stands = desk.Shown.Select(a => a.Record.Id).ToHashSet();
        foreach (var (id, row) in rows.Where(r => !r.Value.MayHave && !stands.Contains(r.Key) && r.Value.StruckAt < Now - StruckIsKept.TotalMilliseconds)) ledger.Keep(subscription.Name, owner, id, null);
    }

    private DeliveryContent WithLinks(DeliveryContent content) => links is null ? content : content with { Links = content.Actions.ToDictionary(a => a.Id, a => links(content.Owner, a)) };

    private static long? Sooner(long? one, long? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
