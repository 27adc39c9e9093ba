using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>Folds one customer's records and answers into the prompts that there were, in the order they were raised.</summary>
internal sealed class PromptFold(ReportScope scope)
{
    private readonly Dictionary<UInt128, Prompt> _latest = [];
    private readonly Dictionary<UInt128, List<Prompt>> _lives = [];
    private readonly HashSet<long> _gaveWay = [];
    private readonly HashSet<UInt128> _told = [];
    private List<Prompt> _prompts = [];

    /// <summary>Answers that name no action that was ever raised here.</summary>
    public int Stray { get; private set; }

    public IReadOnlyList<Prompt> Of(CustomerHistory history)
    {
        _latest.Clear();
        _lives.Clear();
        _gaveWay.Clear();
        _prompts = [];
        foreach (var decision in history.Decisions)
        {
            if (decision.Now >= scope.EndsAt) continue;
            _told.Clear();
            foreach (var change in decision.Changes) Take(change, decision);
        }
        foreach (var answer in history.Answers)
        {
            if (answer.At >= scope.EndsAt || _gaveWay.Contains(answer.Position)) continue;
            if (_lives.GetValueOrDefault(answer.Action)?.FindLast(p => p.RaisedAt <= answer.At) is { } prompt) prompt.Answer(answer, scope.DayOf(answer.At));
            else Stray++;
        }
        return _prompts;
    }

    private void Take(RecordedChange change, RecordedDecision decision)
    {
        if (change.Reason == Reason.AlreadyClaimed && decision.Position is { } position) _gaveWay.Add(position);
        // Not about where an action stands; who has it now is told beside it.
        if (change.Reason is Reason.Reassigned or (>= Reason.Gone and <= Reason.NotOfTeam)) return;
        var known = _latest.GetValueOrDefault(change.Id);
        // Held from its beginning: nobody was given it, and what is said of it next is no prompt's.
        if (change is { Owner: null, Reason: Reason.Held })
        {
            _latest[change.Id] = new Prompt(change.Id, change.Action ?? "", "", decision.Now, scope.DayOf(decision.Now), isKnown: false);
            return;
        }
        if (change is { Owner: { } owner, Withdrawn: false })
        {
            // Of several owners the first is who acts.
            if (!_told.Add(change.Id)) return;
            if (known is null || change.Reason == Reason.Raised) known = Begin(change, decision, isKnown: change.Reason == Reason.Raised);
            known.Stand(owner);
        }
        else if (known is not null) known.Leave(change.Reason, scope.DayOf(decision.Now));
    }

    private Prompt Begin(RecordedChange change, RecordedDecision decision, bool isKnown)
    {
        var candidate = decision.Candidates.FirstOrDefault(c => c.Id == change.Id);
        var prompt = new Prompt(change.Id, change.Action ?? candidate?.Action ?? "", candidate?.Rules is [var rule, ..] ? rule : "", decision.Now, scope.DayOf(decision.Now), isKnown);
        _latest[change.Id] = prompt;
        if (!_lives.TryGetValue(change.Id, out var lives)) _lives[change.Id] = lives = [];
        lives.Add(prompt);
        _prompts.Add(prompt);
        return prompt;
    }
}
