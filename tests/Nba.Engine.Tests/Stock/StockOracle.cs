using RulesEngine.Models;

namespace Nba.Engine.Tests.Stock;

/// <summary>RulesEngine itself, as it is documented: what it says is right.</summary>
internal sealed class StockOracle(string json, string name)
{
    private readonly RulesEngine.RulesEngine _engine = new([json]);

    /// <summary>Each rule's outcome, in the order of the file: true, false, or null for one that failed.</summary>
    public async Task<bool?[]> Of(StockCustomer customer, StockEvent happened)
    {
        var results = await _engine.ExecuteAllRulesAsync(name, new RuleParameter("customer", customer), new RuleParameter("event", happened));
        return [.. results.Select(r => r.IsSuccess ? true : Failed(r) ? (bool?)null : false)];
    }

    private static bool Failed(RuleResultTree result) => !string.IsNullOrEmpty(result.ExceptionMessage) || (result.ChildResults?.Any(Failed) ?? false);
}
