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
using Nba.Engine.Statistics;
using Nba.Engine.Stock;
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

    /// <summary>Every rule of every shape as its file states it, by family and name.</summary>
    public required IReadOnlyList<RuleEntry> Entries { get; init; }

    /// <summary>Actions offered as one.</summary>
    public required BundleBook Bundles { get; init; }

    /// <summary>What of the rules that propose actions loads and is likely not meant, by file and place. Found anew with each call.</summary>
    public IReadOnlyList<RuleFinding> Check() => RuleSetChecks.Of(Rules.Rules, Facts.Parameters, Rules.Trees!);

    /// <summary>Every fault of the made-up people that cases are like. Such a fault keeps no book from loading, for nothing but cases reads them.</summary>
    public IReadOnlyList<RuleProblem> CheckPeople() => CasePeople.Check(People, Vocabulary);

    /// <summary>Campaigns whose changes somebody else must approve, where the directory lets nobody else. Such a fault keeps no book from loading: it stops changes, and no decision.</summary>
    public IReadOnlyList<RuleProblem> CheckApprovals() => Campaigns.All.FirstOrDefault(c => c.NeedsApproval) is { } campaign ? Directory.CheckApprovals(campaign.Id) : [];

    /// <summary>The service plans.</summary>
    public PlanBook Plans { get; internal set; } = null!;

    /// <summary>What the bank's course asks for, and what realises it.</summary>
    public CourseTable Course { get; internal set; } = null!;

    /// <summary>Contact, consent and declines policies.</summary>
    public required PolicyBook Policies { get; init; }

    /// <summary>The routes.</summary>
    public required RouteBook Routes { get; init; }

    /// <summary>People and branches.</summary>
    public required Routing.Directory Directory { get; init; }

    /// <summary>What is counted for product owners.</summary>
    public required StatisticsBook Statistics { get; init; }

    /// <summary>The wording.</summary>
    public TextBook Texts { get; internal set; } = null!;

    /// <summary>The named people of the rules' cases, or null.</summary>
    internal SourceNode? People { get; init; }

    /// <summary>What the earlier plan versions it carries were compiled from; kept with its files, no part of its version.</summary>
    public IReadOnlyList<SourceFile> EarlierPlans { get; private set; } = [];

    /// <summary>What its own plans can be compiled from in a later book.</summary>
    internal IReadOnlyList<SourceFile> PlanFiles { get; init; } = [];

    internal CodeList FestivalCodes { get; init; } = null!;

    internal Folding Folding { get; init; } = null!;

    internal Assignments Assignments { get; init; } = null!;

    internal FactReadout Facts { get; init; } = null!;

    /// <summary>The facts that say who somebody is, with whatever is computed from them.</summary>
    public IReadOnlySet<Fact> PersonalFacts() => Facts.Personal();

    internal Gates Gates { get; init; } = null!;

    internal IReadOnlyList<Festival> Festivals { get; init; } = null!;

    /// <summary>Reads events against this book's vocabulary.</summary>
    public required ActivityReader Reader { get; init; }

    /// <summary>Reads and writes customer states laid out for this book.</summary>
    public required CustomerStateCodec Codec { get; init; }

    /// <summary>Compiles a set of files; reports every problem of every file at once.</summary>
    public static RuleBookLoad Load(IReadOnlyList<SourceFile> files) => new RuleBookLoader(files).Load();

    /// <summary>The version that a book of these files has, without compiling them.</summary>
    public static string VersionOf(IReadOnlyList<SourceFile> files) => new RuleBookLoader(files).Version();

    /// <summary>The same files with one rule on that its file switches off: what the book would be with it, so that a rule can be checked before it is switched on. Costs as much as loading.</summary>
    /// <param name="rule">Name of the rule; a name of no rule that is off gives this book again.</param>
    public RuleBookLoad SwitchedOn(string rule) => new RuleBookLoader(Files, rule).Load();

    /// <summary>Compiles plain RulesEngine workflows over the caller's own types into one network that gives RulesEngine's results.</summary>
    /// <param name="json">A workflow or a list of workflows, in RulesEngine's format.</param>
    /// <param name="inputs">What its expressions read, by name.</param>
    /// <exception cref="ArgumentException">The workflows have faults; the message names each with its line and column. <see cref="StockLoader"/> gives them one by one.</exception>
    public static StockRules FromWorkflows(string json, params RuleInput[] inputs)
    {
        var load = new StockLoader(inputs).Load([new SourceFile("workflows.json", json)]);
        return load.Rules ?? throw new ArgumentException(string.Join('\n', load.Problems), nameof(json));
    }

    /// <summary>This book as it follows another: customers who are under way in a plan that was written otherwise there go on as it was written.</summary>
    public RuleBook Following(RuleBook before) =>
        Carrying([.. before.EarlierPlans, .. before.PlanFiles]);

    /// <summary>This book with the sources of earlier plan versions, as <see cref="EarlierPlans"/> gave them; its own versions are left out.</summary>
    public RuleBook Carrying(IReadOnlyList<SourceFile> earlierPlans)
    {
        var own = PlanFiles.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var all = EarlierPlans.Concat(earlierPlans).Where(f => !own.Contains(f.Path)).DistinctBy(f => f.Path).ToList();
        return all.Count == EarlierPlans.Count ? this : PinnedPlans.Attach(this, all);
    }

    /// <summary>The definition of an action: of the rules in force, of a bundle, else of a plan version that is carried on; null when there is none.</summary>
    public ActionDefinition? Definition(string action) =>
        Rules.ByAction.GetValueOrDefault(action) is [var rule, ..] ? rule.Action
        : Bundles.Find(action)?.Rule.Action ?? (Plans.Pinned(action) is [var pinned, ..] ? pinned.Action : null);

    internal RuleBook With(PlanBook plans, TextBook texts, IReadOnlyList<SourceFile> earlierPlans)
    {
        var copy = (RuleBook)MemberwiseClone();
        (copy.Plans, copy.Texts, copy.EarlierPlans) = (plans, texts, earlierPlans);
        return copy;
    }

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
