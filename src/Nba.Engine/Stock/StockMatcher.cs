using Nba.Engine.Network;

namespace Nba.Engine.Stock;

/// <summary>Decides: which rules hold for some objects. Allocates nothing. For one thread at a time.</summary>
public sealed class StockMatcher : NetworkInput
{
    private readonly StockRules _rules;
    private readonly object[] _inputs;
    private readonly int[] _matched;

    internal StockMatcher(StockRules rules) : base(rules.Attributes)
    {
        _rules = rules;
        _inputs = new object[rules.Inputs.Count];
        _matched = new int[rules.Rules.Count];
        for (var i = 0; i < rules.Attributes; i++) Values[i] = rules.IsLazy(i) ? Network.Encoding.Unread : 0;
    }

    /// <summary>How many conditions could not be computed so far, and therefore did not hold.</summary>
    public long Failures { get; private set; }

    /// <summary>What failed last; null when nothing did.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>The numbers of the rules that hold, ascending; good until the next call.</summary>
    /// <param name="inputs">One object for each of <see cref="StockRules.Inputs"/>, none null.</param>
    public ReadOnlySpan<int> Match(params ReadOnlySpan<object> inputs)
    {
        Take(inputs);
        return _matched.AsSpan(0, _rules.Match(this, _matched));
    }

    /// <summary>Writes the numbers of the rules that hold for two objects into an array with room for all rules, and answers how many. What follows them in the array is overwritten and means nothing.</summary>
    public int Match(object first, object second, int[] into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Take([first, second]);
        return _rules.Match(this, into);
    }

    /// <summary>The same for values that were read before.</summary>
    public int Match(EncodedInput input, int[] into)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _rules.Match(input, into);
    }

    /// <summary>The same for values that were read before.</summary>
    public ReadOnlySpan<int> Match(EncodedInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _matched.AsSpan(0, _rules.Match(input, _matched));
    }

    /// <summary>Reads everything that these rules may ask of some objects, to be decided on later and often. Good for these rules alone, and used by one thread at a time.</summary>
    public EncodedInput Encode(params ReadOnlySpan<object> inputs)
    {
        Take(inputs);
        return new EncodedInput(this, _rules.Attributes);
    }

    /// <summary>Says why a rule holds for some objects or does not: each of its conditions, and the least that would have to change. Costs far more than a decision, and agrees with it.</summary>
    /// <param name="rule">The rule's number.</param>
    /// <param name="inputs">One object for each of <see cref="StockRules.Inputs"/>, none null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no rule of that number.</exception>
    public StockExplanation Explain(int rule, params ReadOnlySpan<object> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rule);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rule, _rules.Rules.Count);
        Take(inputs);
        // What fails on the way is part of the answer, and no failure of a decision.
        var (failures, last) = (Failures, LastFailure);
        var explanation = _rules.Explainer.Explain(rule, [.. _inputs], attribute => this[attribute]);
        (Failures, LastFailure) = (failures, last);
        return explanation;
    }

    /// <inheritdoc/>
    protected override long Compute(int attribute)
    {
        try
        {
            return _rules.ReadLazy(_inputs, attribute);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            Failures++;
            LastFailure = failure;
            return Network.Encoding.Failed;
        }
    }

    private void Take(ReadOnlySpan<object> inputs)
    {
        if (inputs.Length != _inputs.Length) throw new ArgumentException($"these rules read {_inputs.Length} inputs ({string.Join(", ", _rules.Inputs.Select(i => i.Name))}), not {inputs.Length}", nameof(inputs));
        for (var i = 0; i < inputs.Length; i++) _inputs[i] = inputs[i] ?? throw new ArgumentNullException(nameof(inputs), $"'{_rules.Inputs[i].Name}' is null");
        Forget();
        _rules.ReadPlain(_inputs, Values);
    }
}
