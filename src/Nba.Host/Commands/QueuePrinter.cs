using System.Globalization;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>An owner's queue in plain words.</summary>
internal sealed class QueuePrinter(Terminal terminal, TextWriter to)
{
    /// <summary>Writes a queue for people.</summary>
    public void Print(QueueAnswer queue)
    {
        to.WriteLine($"{terminal.Bold(queue.Name ?? queue.Owner)} · {queue.Date} · {queue.Today.Count} today, {queue.Withheld} more · book {queue.Book}{(queue.Sweeping ? " · still being updated" : "")}");
        Print(queue.Today, queue.Backlog);
        foreach (var second in queue.Second ?? [])
        {
            to.WriteLine();
            to.WriteLine($"Standing in for {second.Name ?? second.Owner} until {second.Until}{(second.Whole ? "" : ", customers of the B-role")} · {second.Today.Count} today, {second.Withheld} more");
            Print(second.Today, second.Backlog);
        }
        if (queue.Unassigned is { } unassigned) Print(unassigned);
    }

    private void Print(UnassignedAnswer unassigned)
    {
        to.WriteLine();
        to.WriteLine($"{unassigned.Waiting} customers without a manager have actions waiting:");
        foreach (var customer in unassigned.Customers) to.WriteLine($"     {customer.Name ?? "?"} ({customer.Customer}): {customer.Actions} since {customer.Since}");
        if (unassigned.Today.Count + unassigned.Backlog.Count == 0) return;
        to.WriteLine("Of those without a branch either:");
        Print(unassigned.Today, unassigned.Backlog);
    }

    private void Print(IReadOnlyList<EntryAnswer> today, IReadOnlyList<EntryAnswer> backlog)
    {
        var number = 0;
        foreach (var entry in today.Concat(backlog))
        {
            if (number == today.Count && number > 0) to.WriteLine("-- later --");
            to.WriteLine($"{++number,3}. {(entry.Customer is null ? $"{entry.Actions.Count} customers" : $"{entry.Name ?? "?"} ({entry.Customer})")}{(entry.More > 0 ? $", {entry.More} more actions" : "")}");
            foreach (var action in entry.Actions) Print(action, entry.Customer is null);
        }
    }

    private void Print(ActionAnswer action, bool batch)
    {
        var marks = string.Concat(action.Overdue ? terminal.Red(" OVERDUE") : "", action.Escalated ? terminal.Red(" ESCALATED") : "", action.Accepted ? " ACCEPTED" : "", action.ClaimedBy is { } member ? $" CLAIMED by {member}{(action.ClaimedUntil is { } end ? $" until {end}" : "")}" : "", action.Earliest is { } from ? $" not before {from}" : "");
        to.WriteLine($"     {(batch ? $"{action.Name ?? "?"} ({action.Customer}): " : "")}{terminal.Bold(action.Title)}");
        to.WriteLine($"       {action.Reason}");
        foreach (var point in action.TalkingPoints) to.WriteLine($"       - {point.Text}");
        to.WriteLine($"       ? {action.Question}");
        if (action.Price is { } price) to.WriteLine($"       $ {price.Text}");
        if (action.InternalRoom is { } room) to.WriteLine($"         {room.Text}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       {action.Purpose} by {action.Channel}{(action.DueOn is { } due ? $", due {due}" : "")}, score {action.Score.Total:0.##}, {string.Join(" + ", action.Rules)}{marks}"));
        to.WriteLine(terminal.Dim($"       {action.Id} v{action.Version}"));
    }
}
