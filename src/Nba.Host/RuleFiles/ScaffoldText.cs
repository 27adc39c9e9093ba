using System.Globalization;
using System.Text;

namespace Nba.Host.RuleFiles;

/// <summary>How a new rule is written: its logic with its cases, and its words in both languages.</summary>
/// <param name="Id">Name of the rule and of its action.</param>
/// <param name="Own">Members of <c>Properties</c> beside the action, as JSON.</param>
/// <param name="Action">Members of the action beside its id, as JSON.</param>
/// <param name="Person">Whom the cases speak of.</param>
/// <param name="Day">The day of the cases.</param>
/// <param name="Lines">The lines.</param>
/// <param name="HasItem">Whether the lines read a thing.</param>
/// <param name="Consents">The consent that cases give, as JSON; null when they need none.</param>
internal sealed record ScaffoldText(
    string Id, IReadOnlyList<string> Own, IReadOnlyList<string> Action, string Person, string Day, IReadOnlyList<ScaffoldLine> Lines, bool HasItem, string? Consents)
{
    /// <summary>How many cases the rule gets: one in which it is raised, and one for each line.</summary>
    public int Cases => 1 + Lines.Count;

    /// <summary>The rule, as it stands in the file of its family.</summary>
    public string Rule(string indent)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(indent).Append(line).Append('\n');
        Line("{");
        Line("  // What calls for it, in a sentence. Every line must hold. It is off until \"Enabled\": false is taken out; its cases run all the same.");
        Line($"  \"RuleName\": \"{Id}\",");
        Line("  \"Enabled\": false,");
        Line($"  \"Expression\": [{string.Join(", ", Lines.Select(l => $"\"{l.Text}\""))}],");
        Line("  \"Properties\": {");
        foreach (var own in Own) Line($"    {own},");
        Line($"    \"action\": {{{string.Join(", ", (string[])[$"\"id\": \"{Id}\"", .. Action])}}},");
        Line("    \"cases\": [");
        Line($"      {Case("every line holds", null, $"{{\"raise\": \"{Id}\"}}")},");
        for (var i = 0; i < Lines.Count; i++)
        {
            var because = string.Create(CultureInfo.InvariantCulture, $"{{\"none\": \"{Id}\", \"because\": \"line {i + 1}\"}}");
            Line($"      {Case(string.Create(CultureInfo.InvariantCulture, $"line {i + 1} alone does not hold"), Lines[i], because)}{(i + 1 < Lines.Count ? "," : "")}");
        }
        Line("    ]");
        Line("  }");
        return text.Append(indent).Append('}').ToString();
    }

    /// <summary>Its words, as they stand in a file of texts: true as they are, and meant to be replaced.</summary>
    public string Words(string indent)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(indent).Append(line).Append('\n');
        Line("// New: say here what the manager should know, say and ask. What stands in braces is filled in.");
        Line($"\"{Id}\": {{");
        Line("  \"zh-CN\": {");
        Parts("新提示" + Id + "：请查看该客户情况", string.Join("；", Lines.Select(l => $"{l.Read.Zh}：{Braced(l)}")) + "。", "来电想了解一下您最近的情况，看有没有需要我们协助的地方。", "有需要时，我们可以当场为您说明办理方式。", "以上情况来自我行系统记录，您可以随时核对。", "您最近有什么打算？");
        Line("  },");
        Line("  \"en\": {");
        Parts($"New prompt {Id}: look at this customer", string.Join("; ", Lines.Select(l => $"{l.Read.En}: {Braced(l)}")) + ".", "We call to hear how things are and whether we can help.", "If you need anything, we can tell you at once how it is done.", "This is what our own records show; you can check it at any time.", "What are your plans at the moment?");
        Line("  }");
        return text.Append(indent).Append('}').ToString();

        void Parts(params string[] words)
        {
            string[] names = ["title", "reason", "appeal", "benefit", "credibility", "question"];
            for (var i = 0; i < names.Length; i++) Line($"    \"{names[i]}\": \"{words[i].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"{(i + 1 < names.Length ? "," : "")}");
        }
    }

    private string Case(string name, ScaffoldLine? failing, string then)
    {
        var members = new List<string> { $"\"name\": \"{name}\"", $"\"like\": \"{Person}\"" };
        if (HasItem) members.Add($"\"item\": {{{string.Join(", ", Lines.Select(l => $"\"{l.Given}\": {(l == failing ? l.Fails : l.Holds)}").Distinct())}}}");
        else if (failing is not null) members.Add($"\"given\": {{\"{failing.Given}\": {failing.Fails}}}");
        if (Consents is not null) members.Add($"\"consents\": [{Consents}]");
        return $"{{{string.Join(", ", [.. members, $"\"at\": \"{Day}\"", $"\"then\": {then}"])}}}";
    }

    private static string Braced(ScaffoldLine line) => $"{{{line.Text[..line.Text.IndexOf(' ', StringComparison.Ordinal)]}}}";
}
