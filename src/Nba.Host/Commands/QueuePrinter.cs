using Nba.Engine.Sources;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>An owner's queue in plain words.</summary>
internal sealed class QueuePrinter(Phrasebook phrases, Terminal terminal, TextWriter to)
{
    /// <summary>Writes a queue for people.</summary>
    public void Print(QueueAnswer queue)
    {
        Line($"{terminal.Bold(queue.Name ?? queue.Owner)} · {queue.Date} · {queue.Today.Count} today, {queue.Withheld} more · book {queue.Book}{(queue.Sweeping ? Sentence.Of($" · still being updated") : Sentence.None)}");
        Print(queue.Today, queue.Backlog);
        foreach (var second in queue.Second ?? [])
        {
            to.WriteLine();
            Line($"Standing in for {second.Name ?? second.Owner} until {second.Until}{(second.Whole ? Sentence.None : Sentence.Of($", customers of the B-role"))} · {second.Today.Count} today, {second.Withheld} more");
            Print(second.Today, second.Backlog);
        }
        if (queue.Unassigned is { } unassigned) Print(unassigned);
    }

    private void Print(UnassignedAnswer unassigned)
    {
        to.WriteLine();
        Line($"{unassigned.Waiting} customers without a manager have actions waiting:");
        foreach (var customer in unassigned.Customers) Line($"     {customer.Name ?? "?"} ({customer.Customer}): {customer.Actions} since {customer.Since}");
        if (unassigned.Today.Count + unassigned.Backlog.Count == 0) return;
        Line($"Of those without a branch either:");
        Print(unassigned.Today, unassigned.Backlog);
    }

    private void Print(IReadOnlyList<EntryAnswer> today, IReadOnlyList<EntryAnswer> backlog)
    {
        var number = 0;
        foreach (var entry in today.Concat(backlog))
        {
            if (number == today.Count && number > 0) Line($"-- later --");
            Line($"{++number,3}. {(entry.Customer is null ? Sentence.Of($"{entry.Actions.Count} customers") : Sentence.Of($"{entry.Name ?? "?"} ({entry.Customer})"))}{(entry.More > 0 ? Sentence.Of($", {entry.More} more actions") : Sentence.None)}");
            foreach (var action in entry.Actions) Print(action, entry.Customer is null);
        }
    }

    private void Line(Sentence words) => to.WriteLine(words.In(phrases));

    private IEnumerable<Sentence> Marks(ActionAnswer action)
    {
        if (action.Overdue) yield return $" {Red($"OVERDUE")}";
        if (action.Escalated) yield return $" {Red($"ESCALATED")}";
        if (action.Accepted) yield return $" ACCEPTED";
        if (action.ClaimedBy is { } member) yield return action.ClaimedUntil is { } end ? Sentence.Of($" CLAIMED by {member} until {end}") : Sentence.Of($" CLAIMED by {member}");
        if (action.EarliestOn is { } from) yield return $", not before {from}";
    }

    private Sentence Red(Sentence words) => Sentence.Quoted(terminal.Red(words.In(phrases)));

    private void Print(ActionAnswer action, bool batch)
    {
        to.WriteLine($"     {(batch ? $"{action.Name ?? "?"} ({action.Customer}): " : "")}{terminal.Bold(action.Title)}");
        to.WriteLine($"       {action.Reason}");
        foreach (var point in action.TalkingPoints) to.WriteLine($"       - {point.Text}");
        to.WriteLine($"       ? {action.Question}");
        if (action.Price is { } price) to.WriteLine($"       $ {price.Text}");
        if (action.InternalRoom is { } room) to.WriteLine($"         {room.Text}");
        Line($"       {Sentence.Fixed(action.Purpose)} by {Sentence.Fixed(action.Channel)}{(action.DueOn is { } due ? Sentence.Of($", due {due}") : Sentence.None)}, score {action.Score.Total:0.##}, {string.Join(" + ", action.Rules)}{Sentence.Join(Sentence.None, Marks(action))}");
        to.WriteLine(terminal.Dim($"       {action.Id} v{action.Version}"));
    }
}
