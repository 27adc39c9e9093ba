using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Routing;
using Nba.Host.Access;
using Nba.Host.Api;
using Nba.Host.Console.Pages;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Console;

/// <summary>Lists of people: <c>/console/queues/{owner}</c> one's day, <c>/console/desks</c> whose lists there are, <c>/console/branches/{branch}</c> how a branch's lists stand. Thread-safe.</summary>
internal sealed class DeskPages(ConsolePages pages, Queries queries, Store store)
{
    /// <summary>How much of what follows today is shown at first.</summary>
    public const int Backlog = 25;

    private const int MostBacklog = 1000;

    /// <summary><c>/console</c>: leads to where somebody begins.</summary>
    public Task Start(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        context.Response.Redirect(frame.Desk is { } desk ? Links.Queue(desk)
            : frame.Caller.Kind == CallerKind.Local ? Links.Desks
            : frame.Caller.Has(Roles.ProductOwner) ? Links.Campaigns
            : frame.Caller.Has(Roles.Analyst) ? Links.Report : Links.Deliveries);
        return Task.CompletedTask;
    }

    /// <summary>One's list of today and what follows.</summary>
    public Task Queue(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        var owner = (string)context.Request.RouteValues["owner"]!;
        var backlog = int.TryParse(context.Request.Query["backlog"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, MostBacklog) : Backlog;
        if (queries.Queue(owner, frame.Language, backlog, Shown.Only(context, queries)) is not { } queue) return Soon(context);
        context.About(queue.Customers());
        var members = frame.Standing?.Book.Directory.Find(owner)?.Members ?? [];
        return pages.Write<DeskPage>(context, frame, new Dictionary<string, object?> { [nameof(DeskPage.Queue)] = queue, [nameof(DeskPage.Members)] = members, [nameof(DeskPage.Shown)] = backlog });
    }

    /// <summary>Whose lists somebody may look at.</summary>
    public Task Desks(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        if (frame.Standing is not var (book, _)) return Soon(context);
        var seen = book.Directory.Entries.Where(e => frame.Sight?.Queue(e.Id) != false).ToList();
        return pages.Write<DesksPage>(context, frame, new Dictionary<string, object?> { [nameof(DesksPage.Entries)] = seen, [nameof(DesksPage.HasNobodys)] = frame.Sight?.Queue(Engine.Routing.Directory.Unassigned) != false });
    }

    /// <summary>How the lists of a branch stand.</summary>
    public Task Branch(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        var branch = (string)context.Request.RouteValues["branch"]!;
        if (frame.Standing is not var (book, now)) return Soon(context);
        var directory = book.Directory;
        if (!directory.Branches.Contains(branch)) return context.Problem(404, RequestReasons.NotFound, $"there is no branch '{branch}' in the bank's directory");
        var (head, only) = (directory.HeadOf(branch), Shown.Only(context, queries));
        Func<Engine.Actions.ActionRecord, bool>? seen = only is null ? null : r => only(r.Customer);
        var desks = new List<BranchDesk>();
        foreach (var owner in directory.Entries.Where(e => e.Branch == branch).Select(e => e.Id).Append(head).Distinct())
        {
            var queue = QueueReader.Read(store, book, owner, now, int.MaxValue, seen);
            var all = queue.Today.Concat(queue.Backlog).SelectMany(e => e.Actions).ToList();
            desks.Add(new BranchDesk(owner, queue.Today.Count, queue.Withheld, directory.CapacityOf(owner), all.Count(a => a.Record.Due <= now.UnixMilliseconds), all.Count(a => a.Record.Accepted), all.Count(a => a.Record.Escalated),
                directory.HandOver.Absences.FirstOrDefault(a => a.Person == owner && a.Covers(frame.Today))));
        }
        var unassigned = queries.Queue(head, frame.Language, 0, only)?.Unassigned;
        context.About(unassigned?.Customers.Select(c => c.Customer) ?? []);
        return pages.Write<BranchPage>(context, frame, new Dictionary<string, object?>
        {
            [nameof(BranchPage.Branch)] = branch, [nameof(BranchPage.Name)] = directory.NameOfBranch(branch) ?? branch, [nameof(BranchPage.Desks)] = desks, [nameof(BranchPage.Unassigned)] = unassigned,
        });
    }

    private static Task Soon(HttpContext context) => context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come");
}

/// <summary>How a list of a branch stands.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Today">Entries of today.</param>
/// <param name="Withheld">Entries that are not in today's list.</param>
/// <param name="Capacity">Entries of a day.</param>
/// <param name="Overdue">Actions whose due moment has passed.</param>
/// <param name="Accepted">Actions that were taken on.</param>
/// <param name="Escalated">Actions of which the branch head was told.</param>
/// <param name="Away">The absence that covers today; null for none.</param>
public sealed record BranchDesk(string Owner, int Today, int Withheld, int Capacity, int Overdue, int Accepted, int Escalated, Absence? Away);
