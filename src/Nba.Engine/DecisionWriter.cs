using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Writes a decision as JSON: the input, every candidate with its rule, facts, gates and score, and what changed. Reused; not thread-safe.</summary>
internal sealed class DecisionWriter(RuleBook book) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public ReadOnlyMemory<byte> Write(Decision decision, DecisionContext context, in DecisionInput input, IReadOnlyList<Wanted> wanted, IReadOnlyList<ActionChange> changes)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("id", $"{context.Customer}.{decision.Number}");
        _json.WriteString("customer", context.Customer);
        Input(input);
        _json.WriteString("now", context.Now.ToString());
        _json.WriteString("book", book.Version);
        if (decision.Outcome != Reason.Passed) _json.WriteString("outcome", ReasonNames.Of(decision.Outcome));
        if (book.Calendar.IsAssumed(context.Today)) _json.WriteBoolean(ReasonNames.Of(Reason.CalendarAssumed), true);
        _json.WriteStartArray("candidates");
        foreach (var one in wanted) Candidate(one, context.Frame);
        _json.WriteEndArray();
        _json.WriteStartArray("changes");
        foreach (var change in changes) Change(change);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();

    private void Input(in DecisionInput input)
    {
        _json.WriteStartObject("input");
        if (input.Activity is { } activity)
        {
            _json.WriteNumber("position", input.Position);
            _json.WriteString("event", activity.IdBytes.Span);
            _json.WriteString("type", activity.Type.Name);
            _json.WriteString("time", activity.Time.ToString());
        }
        else if (input.Entry is { } entry)
        {
            _json.WriteNumber("journal", entry.Number);
            _json.WriteString("kind", entry.Kind.ToString().ToLowerInvariant());
        }
        _json.WriteEndObject();
    }

    private void Candidate(Wanted one, Frame frame)
    {
        _json.WriteStartObject();
        _json.WriteString("id", ActionIdentity.Format(one.Id));
        if (one.Rule is not null)
        {
            _json.WriteString("action", one.Rule.Action.Id);
            _json.WriteStartArray("rules");
            foreach (var rule in one.Rules) _json.WriteStringValue(rule.Name);
            _json.WriteEndArray();
        }
        if (one.Subject is not null) _json.WriteString("subject", one.Subject);
        if (one.Members.Count > 0) Members(one);
        _json.WriteString("answer", one.Verdict.Answer.ToString().ToLowerInvariant());
        _json.WriteString("reason", ReasonNames.Of(one.Verdict.Reason));
        if (one.Verdict.Until is { } until) _json.WriteString("until", until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (one.Verdict.Detail is not null) _json.WriteString("detail", one.Verdict.Detail);
        if (one.Rule is not null && one.Score.Lever > 0)
        {
            Parts(one);
            Facts(one.Rule, frame.Customer);
        }
        _json.WriteEndObject();
    }

    private void Members(Wanted bundle)
    {
        _json.WriteStartArray("members");
        foreach (var member in bundle.Members)
        {
            _json.WriteStartObject();
            _json.WriteString("id", ActionIdentity.Format(member.Id));
            _json.WriteString("action", member.Rule.Action.Id);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    // How likely it is taken, before and after what the customer answered in its category, stands where there were answers.
    private void Parts(Wanted one)
    {
        var score = one.Score;
        _json.WriteStartObject("score");
        _json.WriteNumber("propensity", score.Propensity);
        if (one.Answers != default)
        {
            _json.WriteStartObject("learned");
            _json.WriteNumber("before", score.PropensityBefore);
            _json.WriteNumber("weight", book.Policies.Interest.PriorAnswers);
            _json.WriteNumber("yes", one.Answers.Yes);
            _json.WriteNumber("no", one.Answers.No);
            _json.WriteEndObject();
        }
        _json.WriteNumber("context", score.Context);
        _json.WriteNumber("value", score.Value);
        _json.WriteNumber("lever", score.Lever);
        _json.WriteNumber("base", score.Base);
        _json.WriteEndObject();
    }

    // The facts that the rule's lines read, as they were: the reason in its own words.
    private void Facts(ActionRule rule, Row customer)
    {
        _json.WriteStartObject("facts");
        foreach (var index in rule.Lines.SelectMany(l => l.Reads.Facts).Distinct().Order())
        {
            var fact = book.Vocabulary.Facts[index];
            if (!customer.Has(index)) _json.WriteNull(fact.Name);
            else if (fact.Type.Kind == ValueKind.Text && fact.Personal) _json.WriteString(fact.Name, "…");
            else if (fact.Type.Kind is ValueKind.Integer or ValueKind.Set) _json.WriteNumber(fact.Name, customer.Value(index));
            else if (fact.Type.Kind == ValueKind.Decimal) _json.WriteNumber(fact.Name, Scaled.ToDecimal(customer.Value(index)));
            else if (fact.Type.Kind == ValueKind.Boolean) _json.WriteBoolean(fact.Name, customer.Value(index) != 0);
            else if (fact.Type.Kind == ValueKind.Code) _json.WriteString(fact.Name, fact.Type.Codes!.Values[(int)customer.Value(index)]);
            else if (fact.Type.Kind == ValueKind.Date) _json.WriteString(fact.Name, DateOnly.FromDayNumber((int)customer.Value(index)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            else if (fact.Type.Kind == ValueKind.Text) _json.WriteString(fact.Name, customer.Text(index));
            else _json.WriteString(fact.Name, new Instant(customer.Value(index)).ToString());
        }
        _json.WriteEndObject();
    }

    private void Change(ActionChange change)
    {
        if (!change.IsVisible && change.Record is null) return;
        _json.WriteStartObject();
        _json.WriteString("id", ActionIdentity.Format(change.Id));
        if (change.Action.Length > 0) _json.WriteString("action", change.Action);
        _json.WriteString("reason", ReasonNames.Of(change.Reason));
        if (change.Record is { } record)
        {
            _json.WriteString("owner", record.Owner);
            _json.WriteNumber("version", record.Version);
            if (record.Withdrawn) _json.WriteBoolean("withdrawn", true);
        }
        _json.WriteEndObject();
    }
}
