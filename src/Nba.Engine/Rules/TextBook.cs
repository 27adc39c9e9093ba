using System.Collections.Frozen;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>Wording of all actions, apart from their logic: <c>texts/*.json</c>. Immutable; safe for any thread.</summary>
public sealed class TextBook
{
    /// <summary>Languages every text has.</summary>
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    /// <summary>Parts every text has, in the order shown: talking points go appeal, benefit, credibility.</summary>
    public static readonly IReadOnlyList<string> Parts = ["title", "reason", "appeal", "benefit", "credibility", "question"];

    private readonly FrozenDictionary<string, ActionText> _texts;

    private TextBook(IEnumerable<KeyValuePair<string, ActionText>> texts) => _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Ids of all actions that have texts, ordinal.</summary>
    public IReadOnlyList<string> Ids => [.. _texts.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The text of an action, or null.</summary>
    public ActionText? Find(string action) => _texts.GetValueOrDefault(action);

    /// <summary>These texts, and for actions that have none those of another book.</summary>
    internal TextBook WithMissing(TextBook other) => new(_texts.Concat(other._texts.Where(t => !_texts.ContainsKey(t.Key))));

    internal bool Has(string action) => _texts.ContainsKey(action);

    /// <summary>Reads every texts file.</summary>
    internal static TextBook Read(IEnumerable<SourceNode> files, VocabularyBook vocabulary, ProblemList problems)
    {
        var texts = new SortedDictionary<string, ActionText>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var action in SourceObject.Open(file, problems) is null ? [] : file.Members.Where(m => m.Name != "$schema"))
            {
                if (texts.ContainsKey(action.Name)) problems.Add(action.NameMark, ProblemCode.DuplicateName, $"'{action.Name}' has texts in another file too");
                else if (SourceObject.Open(action.Value, problems) is { } source) texts[action.Name] = One(action, source, vocabulary, problems);
            }
        }
        return new TextBook(texts);
    }

    /// <summary>Reports texts of actions that no rule proposes.</summary>
    internal void ReportUnused(IReadOnlySet<string> used, ProblemList problems)
    {
        foreach (var id in Ids.Where(i => !used.Contains(i))) problems.AddUnknown(_texts[id].Mark, ProblemCode.UnusedText, id, $"action that a rule or plan proposes", used);
    }

    private static ActionText One(SourceMember action, SourceObject source, VocabularyBook vocabulary, ProblemList problems)
    {
        var text = new ActionText(action.NameMark);
        foreach (var language in Languages)
        {
            if (source.Object(language) is not { } parts)
            {
                problems.Add(action.NameMark, ProblemCode.MissingText, $"'{action.Name}' lacks the language {language}");
                continue;
            }
            var at = -1;
            foreach (var member in parts.Node.Members)
            {
                var index = Parts.ToList().IndexOf(member.Name);
                if (index >= 0 && index < at) problems.Add(member.NameMark, ProblemCode.TextOrder, $"'{member.Name}' stands before '{Parts[at]}'; the order is {string.Join(", ", Parts)}");
                at = Math.Max(at, index);
            }
            foreach (var part in Parts)
            {
                if (parts.Any(part) is { Kind: SourceKind.Text } node && node.Text.Length > 0) text.Add(language, part, node, vocabulary, problems);
                else problems.Add(parts.Node.Mark, ProblemCode.MissingText, $"'{action.Name}' lacks '{part}' in {language}");
            }
            parts.Done();
        }
        source.Done();
        return text;
    }
}
