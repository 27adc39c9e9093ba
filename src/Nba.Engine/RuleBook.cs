using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Catalogue;
using Nba.Engine.Events;
using Nba.Engine.Plans;
using Nba.Engine.Policies;
using Nba.Engine.Profiles;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>What came of loading rule files: a book, or every problem of every file.</summary>
/// <param name="Book">The book; null when there is any problem.</param>
/// <param name="Problems">All problems, by file and place; empty when there is a book.</param>
public sealed record RuleBookLoad(RuleBook? Book, IReadOnlyList<RuleProblem> Problems);

/// <summary>
/// Everything the bank's people wrote, compiled: vocabulary, calendar, products, campaigns, rules, plans, policies, routes and texts. Immutable; safe
/// for any thread; swapped as a whole.
/// </summary>
public sealed class RuleBook
{
    internal RuleBook(string version, IReadOnlyList<SourceFile> files) => (Version, Files) = (version, files);

    /// <summary>Hash of the content of all files: equal content is an equal version.</summary>
    public string Version { get; }

    /// <summary>The files it was made from, by path.</summary>
    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>The words.</summary>
    public required VocabularyBook Vocabulary { get; init; }

    /// <summary>The bank's days.</summary>
    public required BankCalendar Calendar { get; init; }

    /// <summary>The product catalogue.</summary>
    public required ProductBook Products { get; init; }

    /// <summary>The campaigns.</summary>
    public required CampaignBook Campaigns { get; init; }

    /// <summary>The rules that propose actions.</summary>
    public required RuleSet Rules { get; init; }

    /// <summary>Actions offered as one.</summary>
    public required BundleBook Bundles { get; init; }

    /// <summary>The service plans.</summary>
    public required PlanBook Plans { get; init; }

    /// <summary>Contact, consent and declines policies.</summary>
    public required PolicyBook Policies { get; init; }

    /// <summary>The routes.</summary>
    public required RouteBook Routes { get; init; }

    /// <summary>People and branches.</summary>
    public required Routing.Directory Directory { get; init; }

    /// <summary>The wording.</summary>
    public required TextBook Texts { get; init; }

    /// <summary>The named people of the rules' cases, or null.</summary>
    internal SourceNode? People { get; init; }

    internal Folding Folding { get; init; } = null!;

    internal FactReadout Facts { get; init; } = null!;

    internal Gates Gates { get; init; } = null!;

    internal IReadOnlyList<Festival> Festivals { get; init; } = null!;

    /// <summary>Reads events against this book's vocabulary.</summary>
    public required ActivityReader Reader { get; init; }

    /// <summary>Reads and writes customer states laid out for this book.</summary>
    public required CustomerStateCodec Codec { get; init; }

    /// <summary>Compiles a set of files; reports every problem of every file at once.</summary>
    public static RuleBookLoad Load(IReadOnlyList<SourceFile> files) => new RuleBookLoader(files).Load();

    /// <summary>What an action is, by its id in the rule files: one that rules propose, or a bundle; null for neither.</summary>
    public ActionDefinition? Definition(string action) => Rules.ByAction.GetValueOrDefault(action) is [var rule, ..] ? rule.Action : Bundles.Find(action)?.Rule.Action;

    /// <summary>A part of an action's text in a language, with day counts as of a day.</summary>
    public string Text(ActionRecord record, string language, string part, DateOnly today) =>
        Texts.Find(record.Action)?.Render(language, part, record.Arguments, today, CodeName) ?? "";

    /// <summary>How people call a word of a code list: products by their names, other words as they are.</summary>
    public string CodeName(CodeList codes, int code, string language)
    {
        var word = codes.Values[code];
        return codes.Name == ProductBook.CodeList && Products.Find(word) is { } product ? (language == "zh-CN" ? product.Zh : product.En) : word;
    }

    /// <summary>The whole book in words, one line for each thing, in a fixed order.</summary>
    public string Describe() => RuleBookDescription.Of(this);
}
