using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.RuleFiles;

/// <summary>What a new rule is to be.</summary>
/// <param name="Family">The file it goes into, without ending.</param>
/// <param name="Id">Its name, and its action's.</param>
internal sealed record NewRule(string Family, string Id)
{
    /// <summary>Why its action is done; null as the family has it.</summary>
    public string? Purpose { get; init; }

    /// <summary>How the customer is reached; null as the family has it.</summary>
    public string? Channel { get; init; }

    /// <summary>Kind of customer; null as the family has it.</summary>
    public string? For { get; init; }

    /// <summary>The thing it looks at one by one, or null.</summary>
    public string? Each { get; init; }

    /// <summary>Whom its cases speak of; null for somebody who fits.</summary>
    public string? Like { get; init; }

    /// <summary>Whether the family is meant to be new though its name is near one that there is.</summary>
    public bool IsNewFamily { get; init; }
}

/// <summary>A rule that loads and whose cases pass, not yet written; or what stands in the way.</summary>
/// <param name="Text">The rule; null when something stands in the way.</param>
/// <param name="Files">New texts of files, in the order in which each step of writing them leaves a folder that loads.</param>
/// <param name="Faults">What stands in the way.</param>
internal sealed record ScaffoldedRule(ScaffoldText? Text, IReadOnlyList<(string Path, string Text)> Files, IReadOnlyList<Sentence> Faults);

/// <summary>Makes a new rule for a folder of rule files: lines and cases are those with which the engine itself says what the cases say.</summary>
internal sealed partial class RuleScaffold(RuleBook book, NewRule asked)
{
    // The day of which the shipped people's facts are.
    private const string UsualDay = "2026-03-02";
    private const int MostTries = 24;

    private static readonly JsonDocumentOptions Comments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] Reserved = ["vocabulary", "parameters", "families", "products", "campaigns", "people", "directory", "mapping", "statistics", "course"];

    private readonly Dictionary<string, string> _files = book.Files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);
    private readonly List<Sentence> _faults = [];
    private Sentence? _last;

    /// <summary>The rule, or every fault of what was asked at once.</summary>
    public ScaffoldedRule Make()
    {
        var family = Family();
        Check();
        if (_faults.Count > 0) return new ScaffoldedRule(null, [], _faults);
        var tries = MostTries;
        foreach (var candidate in Candidates(family))
        {
            if (tries-- == 0) break;
            var files = Files(candidate, family);
            if (_faults.Count > 0) return new ScaffoldedRule(null, [], _faults);
            if (Passes(files, candidate)) return new ScaffoldedRule(candidate, files, []);
        }
        _faults.Add(_last is null ? Sentence.Of($"no one of people.json fits{Whom()}; write somebody into it who does, or name one with --like") : Sentence.Of($"the engine raises it for nobody who was tried{Whom()}: {_last}; name somebody with --like, or another family or purpose"));
        return new ScaffoldedRule(null, [], _faults);
    }

    // The family's defaults; for one that is new those it begins with.
    private JsonObject Family()
    {
        var known = book.Entries.Where(e => e.Shape == "action").Select(e => e.Family).Distinct(StringComparer.Ordinal).ToList();
        if (!Id().IsMatch(asked.Family)) _faults.Add(Form("--family", asked.Family));
        else if (Reserved.Contains(asked.Family)) _faults.Add($"'{asked.Family}' is no family: {asked.Family}.json says other things; families are {string.Join(", ", known)}");
        else if (!known.Contains(asked.Family) && _files.ContainsKey($"{asked.Family}.json")) _faults.Add($"{asked.Family}.json has no rules that propose actions{NearMiss.Hint(asked.Family, known)}");
        else if (!known.Contains(asked.Family) && !asked.IsNewFamily && NearMiss.Of(asked.Family, known) is { } near) _faults.Add($"there is no family '{asked.Family}'; did you mean '{near}'? For a new one say --new-family too");
        return Node("families.json")?[asked.Family] as JsonObject ?? (IsNew ? Begun() : []);
    }

    private bool IsNew => !_files.ContainsKey($"{asked.Family}.json");

    private JsonObject Begun()
    {
        var (purpose, channel) = Ways([]);
        return new JsonObject
        {
            ["for"] = new JsonArray(asked.For ?? "personal"), ["on"] = new JsonArray("daily"),
            ["action"] = new JsonObject { ["purpose"] = purpose, ["channel"] = channel, ["due"] = "5wd", ["expires"] = "20wd" },
        };
    }

    private void Check()
    {
        if (!Id().IsMatch(asked.Id)) _faults.Add(Form("--id", asked.Id));
        else if (book.Entries.FirstOrDefault(e => e.Name == asked.Id) is { } taken) _faults.Add($"there is a rule '{asked.Id}' already, at {taken.Place}");
        else if (book.Texts.Ids.Contains(asked.Id)) _faults.Add($"'{asked.Id}' is an action of another rule already; rules and actions share no ids here");
        Word("--purpose", asked.Purpose, BuiltIn.Purposes.Values);
        Word("--channel", asked.Channel, BuiltIn.Channels.Values);
        Word("--for", asked.For, book.Vocabulary.Fact(BuiltIn.Kind)?.Type.Codes?.Values ?? []);
        Word("--each", asked.Each, [.. book.Vocabulary.Entities.Select(e => e.Name)]);
        Word("--like", asked.Like, [.. People().Select(p => p.Name)]);
    }

    private void Word(string option, string? given, IReadOnlyList<string> known)
    {
        if (given is not null && !known.Contains(given)) _faults.Add($"{option}: '{given}' is not one of {string.Join(", ", known)}{NearMiss.Hint(given, known)}");
    }

    private static Sentence Form(string option, string given)
    {
        var better = NotId().Replace(Humps().Replace(given.Trim(), "-").ToLowerInvariant(), "-").Trim('-');
        return $"{option}: '{given}' must be lower-case words joined by -, as quiet-saver{(Id().IsMatch(better) ? Sentence.Of($"; did you mean '{better}'?") : Sentence.None)}";
    }

    private IEnumerable<ScaffoldText> Candidates(JsonObject family)
    {
        var each = asked.Each is { } name ? book.Vocabulary.Entity(name) : null;
        var kinds = asked.For is { } one ? [one] : family["for"]?.AsArray().Select(k => k!.ToString()).ToList() ?? [];
        var people = People().Where(p => asked.Like is { } like ? p.Name == like : kinds.Count == 0 || kinds.Contains(p.Kind ?? "")).ToList();
        if (each is not null) people = [.. people.OrderBy(p => p.Has(each) ? 0 : 1)];
        var action = family["action"] as JsonObject ?? [];
        var (purpose, channel) = Ways(action);
        var own = Own(family);
        var members = Members(action, purpose, channel);
        var consent = $"{{\"purpose\": \"{purpose}\", \"channel\": \"{channel}\", \"granted\": true}}";
        foreach (var person in people)
        {
            foreach (var lines in person.Lines(book.Vocabulary, each).Take(asked.Like is null ? 2 : 4))
            {
                // What a person agreed to stands with the person; it is given in the cases only where they were not asked.
                foreach (var consents in (string?[])[null, consent]) yield return new ScaffoldText(asked.Id, own, members, person.Name, Day(), lines, each is not null, consents);
            }
        }
    }

    private (string Purpose, string Channel) Ways(JsonObject action)
    {
        var purpose = asked.Purpose ?? action["purpose"]?.ToString() ?? "service";
        return (purpose, asked.Channel ?? action["channel"]?.ToString() ?? (purpose == "care" ? "message" : "phone"));
    }

    private List<string> Own(JsonObject family)
    {
        var own = new List<string>();
        if (family["for"] is not JsonArray kinds || (asked.For is not null && !(kinds.Count == 1 && kinds[0]?.ToString() == asked.For))) own.Add($"\"for\": [\"{asked.For ?? "personal"}\"]");
        if (family["on"] is not JsonArray on || !on.Any(o => o?.ToString() == "daily")) own.Add("\"on\": [\"daily\"]");
        if (asked.Each is not null) own.Add($"\"each\": \"{asked.Each}\"");
        return own;
    }

    private static List<string> Members(JsonObject action, string purpose, string channel)
    {
        var members = new List<string>();
        void Add(string name, string value)
        {
            if (action[name] is not { } node || node.ToJsonString() != value) members.Add($"\"{name}\": {value}");
        }
        Add("purpose", $"\"{purpose}\"");
        Add("channel", $"\"{channel}\"");
        if (action["due"] is null) members.Add("\"due\": \"5wd\"");
        if (action["expires"] is null) members.Add("\"expires\": \"20wd\"");
        if (action["propensity"] is null) members.Add("\"propensity\": 0.3");
        if (action["value"] is null) members.Add("\"value\": 100");
        return members;
    }

    private List<(string Path, string Text)> Files(ScaffoldText rule, JsonObject family)
    {
        var (rules, texts) = ($"{asked.Family}.json", $"texts/{asked.Family}.json");
        var files = new List<(string Path, string Text)>();
        if (!_files.TryGetValue(rules, out var before))
        {
            files.Add((rules, $"// Say here what these rules have in common.\n{{\n  \"WorkflowName\": \"{asked.Family}\",\n  \"Rules\": [\n{rule.Rule("    ")}\n  ]\n}}\n"));
        }
        else if (JsonInsertion.IntoArray(before, "Rules", rule.Rule) is { } after) files.Add((rules, after));
        else _faults.Add($"{rules} has no list \"Rules\" to add to");
        if (IsNew) files.Add(("families.json", Shared(family)));
        if (_files.TryGetValue(texts, out var words) && JsonInsertion.IntoRoot(words, rule.Words) is { } more) files.Add((texts, more));
        else files.Add((texts, $"{{\n{rule.Words("  ")}\n}}\n"));
        return files;
    }

    private string Shared(JsonObject family)
    {
        string Member(string indent) => $"{indent}\"{asked.Family}\": {Spaced(family.ToJsonString())}";
        return (_files.TryGetValue("families.json", out var known) ? JsonInsertion.IntoRoot(known, Member) : null) ?? $"// What the rules of a file share; a rule writes only what is its own.\n{{\n{Member("  ")}\n}}\n";
    }

    // As people write it on one line; no word in it has a comma or a colon.
    private static string Spaced(string json) => json.Replace(",", ", ", StringComparison.Ordinal).Replace(":", ": ", StringComparison.Ordinal);

    // The book loads with the rule off and on, and with it on each of its cases says what the engine does.
    private bool Passes(List<(string Path, string Text)> files, ScaffoldText rule)
    {
        var changed = files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);
        var all = _files.Where(f => !changed.ContainsKey(f.Key)).Concat(changed).Select(f => new SourceFile(f.Key, f.Value)).ToList();
        var off = RuleBook.Load(all);
        if (off.Book?.SwitchedOn(rule.Id) is not { Book: { } on }) return Failed(off.Problems.Concat(off.Book?.SwitchedOn(rule.Id).Problems ?? []).FirstOrDefault()?.Told);
        var runner = new CaseRunner(on);
        var results = runner.Run(on.Rules.Find(rule.Id)!).ToList();
        if (results.FirstOrDefault(r => r.Failure is not null) is { } failed) return Failed($"{rule.Person}, '{failed.Name}': {failed.Failure}");
        return runner.Problems.Count == 0 && results.Count == rule.Cases;
    }

    private bool Failed(Sentence? why)
    {
        _last = why;
        return false;
    }

    private Sentence Whom() => $"{(asked.Like is { } like ? $" ('{like}')" : asked.For is { } kind ? $" ({kind})" : "")}{(asked.Each is { } each ? Sentence.Of($" for --each {each}") : Sentence.None)}";

    private IEnumerable<ScaffoldPerson> People() =>
        from member in Node("people.json") as JsonObject ?? []
        where member.Key != "$schema" && member.Value is JsonObject
        select new ScaffoldPerson(member.Key, member.Value!.AsObject(), DateOnly.ParseExact(Day(), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    // The day that most cases of the folder speak of: its people's facts are as of then.
    private string Day() => _files.Where(f => !f.Key.Contains('/', StringComparison.Ordinal)).SelectMany(f => CaseDay().Matches(f.Value)).Select(m => m.Groups["day"].Value)
        .GroupBy(d => d, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? UsualDay;

    private JsonNode? Node(string path) => _files.TryGetValue(path, out var text) ? JsonNode.Parse(text, documentOptions: Comments) : null;

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Id();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotId();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("\"at\": ?\"(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\"")]
    private static partial Regex CaseDay();
}
