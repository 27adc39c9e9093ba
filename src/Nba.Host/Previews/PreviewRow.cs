using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Previews;

/// <summary>One line of a preview, in words.</summary>
/// <param name="Day">The day on which it happens.</param>
/// <param name="Manager">Under whom it is listed: whose queue it is, or of a greeting plan, whoever looks after the customer.</param>
/// <param name="ManagerName">Their name, where the directory has it.</param>
/// <param name="Queue">Whose queue it is.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Name">Their name.</param>
/// <param name="What">What happens: raised, due, appointment, escalated, held, withdrawn, expired, stopped.</param>
/// <param name="Action">Id of the action in the rule files.</param>
/// <param name="Title">Its title as the queue shows it on that day.</param>
/// <param name="Reason">Its reason as the queue shows it.</param>
/// <param name="Rules">The rules that propose it, the best first.</param>
/// <param name="Subject">Key of the thing it is about.</param>
/// <param name="Purpose">Why it is done.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="Due">Day on which it is due.</param>
/// <param name="Expires">Its last day.</param>
/// <param name="Consent">What the customer said to that: granted, refused, unknown, not-needed.</param>
/// <param name="Preferred">By which channel the customer likes to be greeted.</param>
/// <param name="Because">Why it happens: the code of a reason; of a stopped one, what stops it.</param>
/// <param name="Why">What stops it, or takes it from the queue, in words; null for what comes or is due.</param>
/// <param name="Until">Day on which what stops it may end.</param>
/// <param name="Id">Identity of the action.</param>
/// <param name="Stood">Whether the queue showed it when the preview began.</param>
internal sealed record PreviewRow(
    string Day, string Manager, string? ManagerName, string Queue, string Customer, string? Name, string What, string Action, string Title, string Reason, IReadOnlyList<string> Rules, string? Subject, string Purpose, string Channel,
    string? Due, string? Expires, string Consent, string? Preferred, string Because, string? Why, string? Until, string Id, bool Stood)
{
    /// <summary>A change in words.</summary>
    /// <param name="change">The change.</param>
    /// <param name="manager">Under whom it is listed.</param>
    /// <param name="book">The book that decided it.</param>
    /// <param name="words">The words.</param>
    /// <param name="reasons">The words of a reason, in the language.</param>
    public static PreviewRow Of(PreviewedChange change, string manager, RuleBook book, PreviewWords words, Func<string, string> reasons)
    {
        var action = change.Action;
        var because = ReasonNames.Of(change.Reason);
        return new PreviewRow(
            PreviewWords.Day(change.On), manager, book.Directory.Find(manager)?.Name, action.Owner, action.Customer, action.CustomerName, PreviewWords.Code(change.Kind), action.Action,
            book.Text(action, words.Language, "title", change.On), book.Text(action, words.Language, "reason", change.On), action.Rules, action.Subject,
            BuiltIn.Purposes.Values[(int)action.Purpose], BuiltIn.Channels.Values[action.Channel], PreviewWords.Day(action.DueOn), PreviewWords.Day(action.Expires), PreviewWords.Code(change.Consent),
            change.Preferred is { } way ? BuiltIn.Channels.Values[way] : null, because, Said(change, because, words, reasons), change.Until is { } until ? PreviewWords.Day(until) : null, ActionIdentity.Format(action.Id), change.Stood);
    }

    private static string? Said(PreviewedChange change, string because, PreviewWords words, Func<string, string> reasons) => change.Kind switch
    {
        PreviewKind.Raised or PreviewKind.Due or PreviewKind.Appointment or PreviewKind.Escalated => null,
        _ => words.AskFirst(change.Action.Purpose, change.Reason) is { } ask ? $"{ask} ({because})" : change.Detail is { } detail ? $"{reasons(because)}: {detail}" : reasons(because),
    };
}
