using Nba.Engine.Sources;

namespace Nba.Engine.Tests;

internal static partial class TestBook
{
    private static readonly string[] Actions =
        ["retention-call", "maturity-call", "top-up", "fund-offer", "card-offer", "loan-talk", "complaint-call", "birthday-card", "welcome-call", "follow-up-call"];

    private static readonly Lazy<RuleBook> Made = new(() => With());

    /// <summary>The test book as it stands above.</summary>
    public static RuleBook Default => Made.Value;

    /// <summary>The test book with files replaced or added; the test fails when it does not load.</summary>
    public static RuleBook With(params (string Path, string Text)[] files)
    {
        var load = Load(files);
        return load.Book ?? throw new InvalidOperationException("the test book does not load:\n" + string.Join('\n', load.Problems));
    }

    /// <summary>What loading the test book with files replaced or added answers.</summary>
    public static RuleBookLoad Load(params (string Path, string Text)[] files) => RuleBook.Load(Files(files));

    /// <summary>The test book with one more rule (the text of its JSON object), and texts for the actions it names.</summary>
    public static RuleBookLoad LoadRule(string rule, params string[] actions) =>
        Load(("more.json", $$"""{"WorkflowName": "more", "Rules": [{{rule}}]}"""), ("texts/more.json", Texts(actions)));

    public static IReadOnlyList<SourceFile> Files(params (string Path, string Text)[] files)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["vocabulary.json"] = Vocabulary, ["parameters.json"] = Parameters, ["segments.json"] = Segments, ["products.json"] = Products, ["book.json"] = Rules,
            ["plans/welcome.json"] = Plans, ["directory.json"] = Directory, ["policies/contact.json"] = Contact, ["policies/consent.json"] = Consent,
            ["policies/declines.json"] = Declines, ["texts/book.json"] = Texts(Actions),
        };
        foreach (var (path, text) in files) all[path] = text;
        return [.. all.Select(f => new SourceFile(f.Key, f.Value))];
    }

    /// <summary>Texts for actions, each part naming itself; the title shows a fact that every customer has.</summary>
    public static string Texts(params string[] actions)
    {
        static string Parts(string action) =>
            $$"""{"title": "{{action}} for {customer.name}", "reason": "{customer.daysSinceSalary} days", "appeal": "a", "benefit": "b", "credibility": "c", "question": "q"}""";
        return "{" + string.Join(",", actions.Select(a => $"\"{a}\": {{\"zh-CN\": {Parts(a)}, \"en\": {Parts(a)}}}")) + "}";
    }

    /// <summary>The problems of an expression as the only line of a daily rule.</summary>
    public static IReadOnlyList<RuleProblem> Refusals(string expression, string on = "daily") =>
        LoadRule($$"""{"RuleName": "tried", "Expression": {{Quote(expression)}}, "Properties": {"on": "{{on}}", "action": {"id": "tried", "purpose": "service", "channel": "phone"} } }""", "tried").Problems;

    public static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
