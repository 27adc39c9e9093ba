using RulesEngine.Models;

namespace Nba.Perf.Engines;

/// <summary>RulesEngine itself.</summary>
internal sealed class RulesEngineEngine : IEngine
{
    private readonly RulesEngine.RulesEngine _engine;
    private readonly Pairs _pairs;
    private readonly string[] _workflows;

    /// <summary>As it is documented, or with everything switched off that a decision does not need.</summary>
    public RulesEngineEngine(IReadOnlyList<string> json, IReadOnlyList<string> workflows, Pairs pairs, bool tuned)
    {
        (_pairs, _workflows, Name) = (pairs, [.. workflows], tuned ? "rulesengine-tuned" : "rulesengine");
        _engine = new RulesEngine.RulesEngine([.. json], tuned
            ? new ReSettings { EnableScopedParams = false, EnableFormattedErrorMessage = false, AutoExecuteActions = false }
            : new ReSettings());
    }

    public string Name { get; }

    /// <summary>Takes a workflow in place of the one of its name.</summary>
    public void Take(Workflow workflow) => _engine.AddOrUpdateWorkflow(workflow);

    public int Decide(int pair, int[] into)
    {
        var (customer, happened) = (new RuleParameter("customer", _pairs.Customers[pair]), new RuleParameter("event", _pairs.Events[pair]));
        var (count, number) = (0, 0);
        foreach (var workflow in _workflows)
        {
            foreach (var result in _engine.ExecuteAllRulesAsync(workflow, customer, happened).AsTask().GetAwaiter().GetResult())
            {
                if (result.IsSuccess) into[count++] = number;
                number++;
            }
        }
        return count;
    }
}
