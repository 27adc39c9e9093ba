using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>Prompts counted under one heading, by what became of each up to the last day of the period.</summary>
internal sealed class PromptTally
{
    private readonly int[] _ends = new int[7];
    private readonly SortedDictionary<string, int> _declines = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _withdrawals = new(StringComparer.Ordinal);
    private readonly List<int> _days = [];
    private int _given, _snoozed, _noAnswer, _byCustomer;

    /// <summary>What a decline without a reason is counted as.</summary>
    public const string NotStated = "not-stated";

    public void Add(Prompt prompt)
    {
        _given++;
        _ends[(int)prompt.End]++;
        if (prompt.IsSnoozed) _snoozed++;
        if (prompt.HasNoAnswer) _noAnswer++;
        if (prompt.AnsweredOn is { } day) _days.Add(day - prompt.RaisedOn);
        if (prompt.End == PromptEnd.Declined)
        {
            Count(_declines, prompt.DeclineReason ?? NotStated);
            if (prompt.ByCustomer) _byCustomer++;
        }
        else if (prompt.End == PromptEnd.Withdrawn) Count(_withdrawals, ReasonNames.Of(prompt.Gone!.Value));
    }

    public PromptRow Row(string key)
    {
        int Of(PromptEnd end) => _ends[(int)end];
        var yes = Of(PromptEnd.Done) + Of(PromptEnd.Accepted);
        return new PromptRow(
            key, _given, Of(PromptEnd.Done), Of(PromptEnd.Accepted), Of(PromptEnd.Declined), Of(PromptEnd.Met), Of(PromptEnd.Expired), Of(PromptEnd.Withdrawn), Of(PromptEnd.Open),
            _snoozed, _noAnswer, _byCustomer, _declines, _withdrawals, Median(), Proportion.Of95(yes, yes + Of(PromptEnd.Declined) + Of(PromptEnd.Expired)));
    }

    private decimal? Median()
    {
        if (_days.Count == 0) return null;
        _days.Sort();
        return (_days[(_days.Count - 1) / 2] + _days[_days.Count / 2]) / 2m;
    }

    private static void Count(SortedDictionary<string, int> into, string word) => into[word] = into.GetValueOrDefault(word) + 1;
}

/// <summary>Prompts raised in the period under one heading. Each counts once, by what became of it up to the last day: the seven ends add up to those given.</summary>
/// <param name="Key">The heading: id of a manager, branch, action, rule …; empty where none is known.</param>
/// <param name="Given">How many were raised.</param>
/// <param name="Done">Done.</param>
/// <param name="Accepted">Agreed to, and neither done nor declined since.</param>
/// <param name="Declined">Declined, and not done.</param>
/// <param name="Met">The customer did it by themselves.</param>
/// <param name="Expired">Nobody answered in time.</param>
/// <param name="Withdrawn">Taken back for another reason.</param>
/// <param name="Open">Still standing, or held back for now.</param>
/// <param name="Snoozed">Of those given: put off at least once.</param>
/// <param name="NoAnswer">Of those given: the customer was not reached at least once.</param>
/// <param name="DeclinedByCustomer">Of those declined: the customer said so.</param>
/// <param name="DeclineReasons">Of those declined: how many for which reason.</param>
/// <param name="WithdrawnReasons">Of those withdrawn: how many for which reason.</param>
/// <param name="MedianDays">Median of the days from being raised to the first answer that says yes or no; null where there is none.</param>
/// <param name="Precision">Done or accepted, of all that were answered yes or no or expired.</param>
public sealed record PromptRow(
    string Key, int Given, int Done, int Accepted, int Declined, int Met, int Expired, int Withdrawn, int Open, int Snoozed, int NoAnswer, int DeclinedByCustomer,
    IReadOnlyDictionary<string, int> DeclineReasons, IReadOnlyDictionary<string, int> WithdrawnReasons, decimal? MedianDays, Proportion Precision);
