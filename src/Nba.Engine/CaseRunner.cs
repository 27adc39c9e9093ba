using System.Text;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Policies;
using Nba.Engine.Profiles;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>What came of one case of a rule file.</summary>
/// <param name="Rule">The rule it stands beside.</param>
/// <param name="Name">Name of the case.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Failure">What differed; null when it passed.</param>
public sealed record CaseResult(string Rule, string Name, SourceMark Place, Sentence? Failure);

/// <summary>Runs the cases that rule files carry: given facts, at a day, then an action is raised, held or not, and why. Not thread-safe.</summary>
public sealed class CaseRunner(RuleBook book)
{
    private const string Customer = "case";
    private static readonly string[] StepWords = ["at", "event", "outcome", "then"];
    private static readonly string[] SceneWords = ["name", "like", "customer", "given", "item", "consents", "contacts", "steps"];
    private const string Never = "never", Line = "line ";

    private static readonly string[] ThenWords = ["raise", "hold", "none", "because", "due"];
    private readonly ProblemList _problems = new();
    private readonly CoverageRecorder _coverage = new(book.Rules);

    /// <summary>Faults of the cases themselves.</summary>
    public IReadOnlyList<RuleProblem> Problems => _problems.Sorted();

    /// <summary>What the cases that were run have seen of every rule.</summary>
    public IReadOnlyList<RuleCoverage> Coverage => _coverage.Seen;

    /// <summary>Told what a rule saw at every step of its cases, and whether that step's event is one it listens to.</summary>
    internal Action<ActionRule, Frame, bool>? Seen { get; init; }

    /// <summary>Runs every case of every rule.</summary>
    public IReadOnlyList<CaseResult> RunAll() => [.. book.Rules.Rules.SelectMany(Run)];

    /// <summary>Runs the cases of one rule.</summary>
    public IEnumerable<CaseResult> Run(ActionRule rule) => Run(rule, _ => true);

    /// <summary>Runs those cases of one rule whose names are asked for.</summary>
    public IEnumerable<CaseResult> Run(ActionRule rule, Func<string, bool> isAsked)
    {
        ArgumentNullException.ThrowIfNull(isAsked);
        foreach (var node in rule.Cases.Where(c => isAsked(c.Kind == SourceKind.Object && c.Member("name") is { Kind: SourceKind.Text } name ? name.Text : "")))
        {
            if (SourceObject.Open(node, _problems) is not { } source) continue;
            var name = source.RequiredText("name");
            var before = _problems.Count;
            var failure = RunOne(rule, source);
            if (_problems.Count > before) failure ??= Sentence.Of($"the case itself is faulty");
            yield return new CaseResult(rule.Name, name, node.Mark, failure);
        }
    }

    // A step that fails is not read to its end, and its members are known all the same.
    private static void Read(SourceObject source, IReadOnlyList<string> words)
    {
        foreach (var word in words) source.Any(word);
        source.Done();
    }

    private Sentence? RunOne(ActionRule rule, SourceObject source)
    {
        using var scene = new CaseScene(book, rule, source, _problems, _coverage, Seen);
        var steps = source.Items("steps");
        Sentence? failure = null;
        if (steps.Count == 0) failure = scene.Step(source);
        foreach (var node in steps)
        {
            if (SourceObject.Open(node, _problems) is not { } step) continue;
            failure ??= scene.Step(step);
            Read(step, StepWords);
        }
        Read(source, steps.Count > 0 ? SceneWords : [.. SceneWords, .. StepWords]);
        return failure;
    }

    /// <summary>One customer of one case.</summary>
    private sealed class CaseScene : IDisposable
    {
        private readonly RuleBook _book;
        private readonly ActionRule _rule;
        private readonly ProblemList _problems;
        private readonly CoverageRecorder _coverage;
        private readonly Action<ActionRule, Frame, bool>? _seen;
        private readonly CustomerDecider _decider;
        private readonly CustomerState _state;
        private readonly string _customer;
        private int _events;
        private long _entries;

        public CaseScene(RuleBook book, ActionRule rule, SourceObject source, ProblemList problems, CoverageRecorder coverage, Action<ActionRule, Frame, bool>? seen)
        {
            _seen = seen;
            (_book, _rule, _problems, _coverage) = (book, rule, problems, coverage);
            _decider = new CustomerDecider(book);
            _state = new CustomerState(book.Vocabulary);
            _customer = source.Text("customer") ?? Customer;
            _state.Reset(_customer);
            var person = Person(source);
            var row = new Row(book.Vocabulary.Facts.Count);
            CasePeople.Give(row, person?.Map("facts") ?? [], book.Vocabulary.Facts, problems);
            CasePeople.Give(row, source.Map("given"), book.Vocabulary.Facts, problems);
            var item = rule.Each is null ? null : new Row(rule.Each.Facts.Count);
            if (rule.Each is { } each)
            {
                _state.Profile.FindOrAdd(each, "item");
                foreach (var known in person?.Object("items")?.Items(each.Name) ?? [])
                {
                    if (SourceObject.Open(known, problems) is { } facts) CasePeople.Give(item!, facts.Map("facts"), each.Facts, problems);
                }
                CasePeople.Give(item!, source.Map("item"), each.Facts, problems);
            }
            Consents(person);
            Consents(source);
            source.Any("item");
            source.Text("name");
            _decider.Given = new GivenFacts(row, rule.Each is null ? null : new GivenThing(rule.Each, "item", item!));
        }

        public void Dispose() => _decider.Dispose();

        /// <summary>Runs one step; answers what differed, or null.</summary>
        public Sentence? Step(SourceObject step)
        {
            if (!DateOnly.TryParseExact(step.RequiredText("at"), "yyyy-MM-dd", out var day))
            {
                if (step.Any("at") is { Kind: SourceKind.Text } at) _problems.Add(at.Mark, ProblemCode.BadCase, $"'at' must be a day, as 2026-03-02");
                return null;
            }
            var happened = step.Object("event");
            Sentence? refused = null;
            if (happened is not null) refused = Happen(happened.RequiredText("type"), Data(happened), day);
            else if (step.Any("outcome") is { } outcome) refused = Answer(outcome, day);
            else _decider.Decide(_state, new JournalEntry(++_entries, 0, JournalKind.Day, _book.Calendar.StartOf(day), ""));
            happened?.Done();
            if (refused is null)
            {
                var (frame, listens) = (_decider.FrameOf(_state, _rule), happened is not null && _rule.Events.Any(e => e.Name == happened.Text("type")));
                _coverage.See(_rule, frame, listens);
                _seen?.Invoke(_rule, frame, listens);
            }
            if (refused is not null || step.Object("then") is not { } then) return refused;
            var differs = Compare(then);
            Read(then, ThenWords);
            return differs;
        }

        private Sentence? Happen(string type, string data, DateOnly day)
        {
            var at = _book.Calendar.AtLocal(day, 600);
            var json = $"{{\"specversion\":\"1.0\",\"id\":\"{++_events}\",\"source\":\"case\",\"subject\":\"{_customer}\",\"type\":\"{type}\",\"time\":\"{at}\",\"data\":{data}}}";
            var activity = new Activity(_book.Vocabulary);
            if (_book.Reader.Read(Encoding.UTF8.GetBytes(json), at, activity) is { } refusal) return $"the case's event is refused: {refusal.Words}";
            if (_rule.Each is not null && activity.Type.Entity == _rule.Each && activity.EntityKey is not "item") return $"the event of a case must name its {_rule.Each.Name} \"item\"";
            _decider.Decide(_state, activity, _events, at);
            return null;
        }

        private Sentence? Answer(SourceNode outcome, DateOnly day)
        {
            if (Open(_rule.Action.Id) is not { } open) return $"there is no '{_rule.Action.Id}' to answer";
            var fields = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["action"] = ActionIdentity.Format(open.Id) };
            if (outcome.Kind == SourceKind.Text) fields["outcome"] = outcome.Text;
            else foreach (var member in outcome.Members) fields[member.Name] = member.Value.Text;
            return Happen(BuiltIn.Outcome, JsonSerializer.Serialize(fields), day);
        }

        private Sentence? Compare(SourceObject then)
        {
            foreach (var word in new[] { "raise", "hold", "none" })
            {
                if (then.Text(word) is { } action && _book.Definition(action) is null)
                    _problems.AddUnknown(then.MarkOf(word), ProblemCode.BadCase, action, $"action of a rule, nor a bundle", _book.Rules.Rules.Select(r => r.Action.Id).Distinct().Concat(_book.Bundles.All.Select(b => b.Id)));
            }
            if (then.Text("because") is { } told && !IsReason(told)) _problems.AddUnknown(then.MarkOf("because"), ProblemCode.BadCase, told, $"reason, nor a line of this rule, as line {_rule.Lines.Count}", ReasonNames.All);
            if (then.Text("due") is { } day && day != Never && !DateOnly.TryParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _))
                _problems.Add(then.MarkOf("due"), ProblemCode.BadCase, $"'{day}' is no day: write it as 2026-03-09, or never");
            if (then.Text("raise") is { } raise)
            {
                if (Open(raise) is not { Status: ActionStatus.Live } open || !Mine(open)) return $"expected '{raise}' to be raised; {Why(raise)}";
                if (then.Text("due") is { } due && Due(open) != due) return $"expected '{raise}' due {due}, not {Due(open)}";
            }
            if (then.Text("hold") is { } hold)
            {
                if (Open(hold) is not { Status: ActionStatus.Held } open) return $"expected '{hold}' to be held; {Why(hold)}";
                if (then.Text("because") is { } why && ReasonNames.Of(open.Why) != why) return $"expected '{hold}' held because of {why}, not {ReasonNames.Of(open.Why)}";
            }
            if (then.Text("none") is not { } none) return null;
            if (Open(none) is { Status: ActionStatus.Live } standing && Mine(standing)) return $"expected no '{none}', but it stands";
            return then.Text("because") is { } because && Because(none) is var actual && actual != because ? Sentence.Of($"expected no '{none}' because of {because}, not {actual}") : null;
        }

        // Several rules may propose this rule's action: the case is about what this one does.
        private bool Mine(OpenAction open) => open.Action != _rule.Action.Id || open.Rules.Contains(_rule.Name);

        private OpenAction? Open(string action) => _state.Actions.Open.FirstOrDefault(a => a.Action == action);

        private string Due(OpenAction open) => open.Due is { } due ? _book.Calendar.DateOf(new Instant(due - 1)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : Never;

        // A line is told with what it read, and what would have made it hold.
        private Sentence Why(string action)
        {
            var because = Because(action);
            if (!because.StartsWith("line ", StringComparison.Ordinal) || _decider.Explain(_state, _rule) is not { FirstFailing: { } line } why) return $"it was stopped by {because}";
            var changes = why.Least?.Changes.Where(c => line.Values.Any(v => v.Name == c.Name)).Select(c => c.Words).ToList();
            var told = changes is { Count: > 0 } ? changes : [.. line.Values.Select(v => Sentence.Quoted(v.ToString()))];
            return $"it was stopped by {because}: {Sentence.Join($", ", told)}";
        }

        // As it is told when a case fails: a gate, lines by number, or that nothing stopped it.
        private bool IsReason(string told) => told == "nothing" || ReasonNames.Find(told) is not null || told.Split(", ").All(l => l.StartsWith(Line, StringComparison.Ordinal) && int.TryParse(l[Line.Length..], out var n) && n >= 1 && n <= _rule.Lines.Count);

        // The first line that fails; if none does, what a gate said.
        private string Because(string action)
        {
            foreach (var wanted in _decider.LastWanted)
            {
                if (wanted.Rule?.Action.Id == action && wanted.Verdict.Reason is not (Reason.NoLongerHolds or Reason.Passed)) return ReasonNames.Of(wanted.Verdict.Reason);
            }
            var failing = _decider.FailingLines(_state, _rule);
            return failing.Count == 0 ? "nothing" : $"line {string.Join(", line ", failing)}";
        }

        private SourceObject? Person(SourceObject source)
        {
            if (source.Text("like") is not { } name) return null;
            if (_book.People?.Member(name) is { } node) return SourceObject.Open(node, _problems);
            _problems.AddUnknown(source.MarkOf("like"), ProblemCode.BadCase, name, $"person of people.json", _book.People?.Members.Select(m => m.Name) ?? []);
            return null;
        }

        private void Consents(SourceObject? source)
        {
            foreach (var node in source?.Items("consents") ?? [])
            {
                if (SourceObject.Open(node, _problems) is not { } consent) continue;
                var (purpose, channel) = (Word(consent, "purpose", BuiltIn.Purposes), Word(consent, "channel", BuiltIn.Channels));
                _state.Ledger.Add(new ConsentEntry((byte)purpose, (byte)channel, consent.Truth("granted"), 0, consent.Text("person") is { } whose ? Gates.ScopeHash(whose) : 0));
                consent.Done();
            }
            foreach (var node in source?.Items("contacts") ?? [])
            {
                if (SourceObject.Open(node, _problems) is not { } contact || !DateOnly.TryParseExact(contact.RequiredText("on"), "yyyy-MM-dd", out var day)) continue;
                var (purpose, channel) = (Word(contact, "purpose", BuiltIn.Purposes), Word(contact, "channel", BuiltIn.Channels));
                _state.Ledger.Add(new Contact(day.DayNumber, (byte)purpose, (byte)channel, Gates.ScopeHash(contact.Text("category") ?? ""), 0));
            }
        }

        private static int Word(SourceObject source, string name, CodeList list) => source.Word(name, list.Values) is { } word ? list.IndexOf(word) : 0;

        private static string Data(SourceObject happened) => Json(happened.Any("data"));

        private static string Json(SourceNode? node) => node?.Kind switch
        {
            SourceKind.Object => "{" + string.Join(',', node.Members.Select(m => JsonSerializer.Serialize(m.Name) + ":" + Json(m.Value))) + "}",
            SourceKind.Array => "[" + string.Join(',', node.Items.Select(Json)) + "]",
            SourceKind.Text => JsonSerializer.Serialize(node.Text),
            SourceKind.Number => node.Text,
            SourceKind.Boolean => node.Truth ? "true" : "false",
            _ => "null",
        };
    }
}
