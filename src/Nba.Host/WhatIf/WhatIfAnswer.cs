using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.WhatIf;

/// <summary>What another rule book would have done with the same log. What <c>nba what-if --json</c> prints.</summary>
/// <param name="From">First day of the period.</param>
/// <param name="To">Last day.</param>
/// <param name="Recorded">The book in force at the end of the period.</param>
/// <param name="Other">The other book.</param>
/// <param name="Books">What is different between the two.</param>
/// <param name="Actions">All actions counted, each once however many owners have it.</param>
/// <param name="Rules">By the rule that proposed them first.</param>
/// <param name="Families">By the family of that rule.</param>
/// <param name="Segments">By the customer's segment, as it is at the end of the period under the recorded rules.</param>
/// <param name="Branches">By the customer's branch, likewise.</param>
/// <param name="Queues">By owner: who has an action or has not.</param>
/// <param name="Days">Actions that queues show in the morning, day by day.</param>
/// <param name="Customers">The customers for whom most is different, those with most differences first.</param>
/// <param name="Notes">What to know before the figures are used.</param>
public sealed record WhatIfAnswer(
    string From, string To, WhatIfBook Recorded, WhatIfBook Other, IReadOnlyList<BookChange> Books, Tally Actions, IReadOnlyList<WhatIfGroup> Rules, IReadOnlyList<WhatIfGroup> Families,
    IReadOnlyList<WhatIfGroup> Segments, IReadOnlyList<WhatIfGroup> Branches, IReadOnlyList<WhatIfQueue> Queues, IReadOnlyList<WhatIfDay> Days, IReadOnlyList<WhatIfCustomer> Customers, IReadOnlyList<WhatIfNote> Notes)
{
    /// <summary>Whether any action is another one, on other days, with other owners, or at another place.</summary>
    [JsonIgnore]
    public bool IsSame => Actions.Changed == 0 && Actions.OtherPlace == 0;
}

/// <summary>A book of the comparison.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Source">Where it comes from: a folder, a git revision, or <c>recorded</c>.</param>
public sealed record WhatIfBook(string Version, string Source);

/// <summary>A difference between the books.</summary>
/// <param name="Kind"><c>parameter</c>, <c>rule</c>, <c>campaign</c> or <c>file</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="From">What it was, where that is short.</param>
/// <param name="To">What it is, where that is short.</param>
public sealed record BookChange(string Kind, string Name, string Change, string? From = null, string? To = null);

/// <summary>Actions under a name.</summary>
/// <param name="Key">Its id.</param>
/// <param name="Name">How people call it, where they call it otherwise.</param>
/// <param name="Actions">How they compare.</param>
public sealed record WhatIfGroup(string Key, string? Name, Tally Actions);

/// <summary>An owner's queue.</summary>
/// <param name="Owner">Its owner.</param>
/// <param name="Name">How people call the owner.</param>
/// <param name="Capacity">Entries that today's list holds, under the other rules.</param>
/// <param name="Actions">Its actions compared.</param>
/// <param name="Recorded">What its mornings hold under the recorded rules, over working days.</param>
/// <param name="Other">The same under the other rules.</param>
/// <param name="Days">Day by day, where anything is different.</param>
public sealed record WhatIfQueue(string Owner, string? Name, int Capacity, Tally Actions, WhatIfLoad Recorded, WhatIfLoad Other, IReadOnlyList<WhatIfQueueDay> Days);

/// <summary>A queue over the working days of the period.</summary>
/// <param name="Entries">Entries of today's lists, summed over the mornings.</param>
/// <param name="Withheld">Entries that did not fit, summed.</param>
/// <param name="DaysOver">Mornings on which something did not fit.</param>
/// <param name="Duty">Places of today's lists that duties took, summed.</param>
/// <param name="Care">Places that care took, summed.</param>
public sealed record WhatIfLoad(int Entries, int Withheld, int DaysOver, int Duty, int Care)
{
    /// <summary>Both together.</summary>
    public static WhatIfLoad operator +(WhatIfLoad a, WhatIfLoad b) => new(a.Entries + b.Entries, a.Withheld + b.Withheld, a.DaysOver + b.DaysOver, a.Duty + b.Duty, a.Care + b.Care);
}

/// <summary>A queue on one morning.</summary>
/// <param name="Day">The day.</param>
/// <param name="Baseline">Actions shown under the recorded rules.</param>
/// <param name="Alternative">Actions shown under the other rules.</param>
/// <param name="Appears">Of these, those that the recorded rules do not show that morning.</param>
/// <param name="Disappears">Of the recorded rules', those that the other rules do not show that morning.</param>
/// <param name="Entries">Entries of today's list, recorded and other.</param>
/// <param name="Withheld">Entries that do not fit, recorded and other.</param>
public sealed record WhatIfQueueDay(string Day, int Baseline, int Alternative, int Appears, int Disappears, IReadOnlyList<int> Entries, IReadOnlyList<int> Withheld);

/// <summary>One morning of the bank.</summary>
/// <param name="Day">The day.</param>
/// <param name="Workday">Whether the bank works.</param>
/// <param name="Baseline">Actions shown under the recorded rules.</param>
/// <param name="Alternative">Actions shown under the other rules.</param>
/// <param name="Appears">Of these, those that the recorded rules do not show that morning.</param>
/// <param name="Disappears">Of the recorded rules', those that the other rules do not show that morning.</param>
/// <param name="New">Actions that only the other rules have and that begin on this day: over all days as many as appear.</param>
/// <param name="Gone">Actions that only the recorded rules have and that began on this day: over all days as many as disappear.</param>
public sealed record WhatIfDay(string Day, bool Workday, int Baseline, int Alternative, int Appears, int Disappears, int New, int Gone);

/// <summary>A customer for whom much is different.</summary>
/// <param name="Customer">Id of the customer.</param>
/// <param name="Name">Name; only where names are asked for.</param>
/// <param name="Segment">Segment.</param>
/// <param name="Branch">Branch.</param>
/// <param name="Changed">How many actions are different.</param>
/// <param name="Actions">Those that weigh most.</param>
public sealed record WhatIfCustomer(string Customer, string? Name, string? Segment, string? Branch, int Changed, IReadOnlyList<WhatIfAction> Actions)
{
    /// <summary>How many more are different than are listed.</summary>
    [JsonIgnore]
    public int Left => Changed - Actions.Count;
}

/// <summary>An action that is different.</summary>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Fate"><c>appears</c>, <c>disappears</c>, <c>earlier</c>, <c>later</c>, <c>shorter</c>, <c>longer</c>, <c>other-owner</c> or <c>other-place</c>.</param>
/// <param name="Day">The first day on which it is.</param>
/// <param name="Days">First and last day under the recorded rules; null where it is not there.</param>
/// <param name="OtherDays">First and last day under the other rules.</param>
/// <param name="Owners">Owners under the recorded rules.</param>
/// <param name="OtherOwners">Owners under the other rules.</param>
/// <param name="Rule">The rule that speaks for it under the recorded rules.</param>
/// <param name="OtherRule">The rule that speaks for it under the other rules.</param>
/// <param name="Score">What it is worth under the recorded rules, in yuan a year.</param>
/// <param name="OtherScore">What it is worth under the other rules.</param>
/// <param name="Why">Why one of the runs does not have it on that day; null where nobody can tell.</param>
public sealed record WhatIfAction(
    string Action, string? Subject, string Fate, string Day, IReadOnlyList<string>? Days, IReadOnlyList<string>? OtherDays, IReadOnlyList<string> Owners, IReadOnlyList<string> OtherOwners, string? Rule, string? OtherRule,
    decimal? Score, decimal? OtherScore, WhatIfReason? Why);

/// <summary>Why a run does not have an action.</summary>
/// <param name="Run"><c>recorded</c> or <c>other</c>.</param>
/// <param name="Reason">The reason code; <c>no-rule</c> where no rule of that book proposes it, <c>no-activity</c> where none was as the rule asks, <c>no-bundle</c> where a bundle's parts are not wanted together.</param>
/// <param name="Rule">The rule that was asked.</param>
/// <param name="Until">Day on which that may end.</param>
/// <param name="Line">The line that answered, as written.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Values">What it read.</param>
/// <param name="Detail">Which cap, campaign or better action it was.</param>
public sealed record WhatIfReason(string Run, string Reason, string? Rule, string? Until, string? Line, string? Place, IReadOnlyList<string>? Values, string? Detail)
{
    internal const string NoRule = "no-rule", NoActivity = "no-activity", NoBundle = "no-bundle";
}

/// <summary>Something to know before the figures are used.</summary>
/// <param name="Code">What.</param>
/// <param name="Detail">Which.</param>
/// <param name="Action">Of a rule, the action that it proposes.</param>
/// <param name="Campaign">Of a rule whose campaign is switched off, that campaign.</param>
public sealed record WhatIfNote(string Code, string? Detail = null, string? Action = null, string? Campaign = null);

/// <summary>The answer as JSON.</summary>
[JsonSerializable(typeof(WhatIfAnswer))]
internal sealed partial class WhatIfJson : JsonSerializerContext
{
    /// <summary>The one form in which it is written: Chinese as it is.</summary>
    public static WhatIfJson Readable { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
        NewLine = "\n",
    });
}
