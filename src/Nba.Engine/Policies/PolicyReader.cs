using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Policies;

/// <summary>Reads <c>policies/contact.json</c>, <c>consent.json</c> and <c>declines.json</c>; an absent file leaves its policy open.</summary>
internal sealed class PolicyReader(VocabularyBook vocabulary, ExpressionCompiler compiler, ProblemList problems)
{
    private static readonly int Purposes = BuiltIn.Purposes.Values.Count;

    /// <summary>What caps count together. Contacts know no action.</summary>
    internal static readonly IReadOnlyList<PolicyScope> CapScopes = [PolicyScope.Customer, PolicyScope.Channel, PolicyScope.Category, PolicyScope.Purpose, PolicyScope.Household];

    /// <summary>What declines block together. A no is one customer's own.</summary>
    internal static readonly IReadOnlyList<PolicyScope> DeclineScopes = [PolicyScope.Customer, PolicyScope.Channel, PolicyScope.Category, PolicyScope.Action, PolicyScope.Purpose];

    /// <summary>Outcomes that may tell of interest.</summary>
    internal static readonly IReadOnlyList<string> InterestOutcomes = ["done", "accepted"];

    public PolicyBook Read(SourceNode? contact, SourceNode? consent, SourceNode? declines)
    {
        var contacts = contact is null ? null : SourceObject.Open(contact, problems);
        var consents = consent is null ? null : SourceObject.Open(consent, problems);
        var answers = declines is null ? null : SourceObject.Open(declines, problems);
        var quiet = contacts?.Object("quietHours");
        var book = new PolicyBook
        {
            CoolDown = CoolDown(contacts),
            Caps = [.. (contacts?.Items("caps") ?? []).Select(Cap).OfType<ContactCap>()],
            Holds = [.. (contacts?.Items("holds") ?? []).Select(Hold).OfType<PolicyHold>()],
            Household = Household(contacts),
            Quiet = quiet is null ? QuietHours.None : new QuietHours(quiet.Whole("from", 0, 24) ?? QuietHours.None.From, quiet.Whole("to", 0, 24) ?? QuietHours.None.Until),
            NeedsConsent = PurposeBits(consents, "needed"),
            ObeysRefusal = PurposeBits(consents, "refusalObeyed"),
            Persons = Persons(consents),
            Declines = [.. (answers?.Items("declines") ?? []).Select(Decline).OfType<DeclineRule>()],
            Interest = Interest(answers?.Object("interest")),
            ReservedPlaces = Reserved(contacts),
            SpreadAfterGoLive = contacts?.Any("spreadAfterGoLive") is null ? PolicyBook.AllButDuty : PurposeBits(contacts, "spreadAfterGoLive"),
            LeaseHours = contacts?.Whole("leaseHours", 1, PolicyBook.MostLeaseHours) ?? 4,
        };
        quiet?.Done();
        contacts?.Done();
        consents?.Done();
        answers?.Done();
        return book;
    }

    private InterestPolicy Interest(SourceObject? source)
    {
        if (source is null) return InterestPolicy.None;
        source.Required("priorAnswers");
        if (IsEmpty(source, "purposes"))
            problems.Add(source.MarkOf("purposes"), ProblemCode.MissingMember, $"no action learns without 'purposes'; name those that do, as [\"sales\"], or leave out 'interest'");
        if (IsEmpty(source, "yes") && IsEmpty(source, "no"))
            problems.Add(source.Node.Mark, ProblemCode.MissingMember, $"no answer teaches without 'yes' or 'no'; name outcomes that tell of interest, as [\"done\"], or reasons that tell of none, as [\"not-interested\"]");
        var policy = new InterestPolicy(
            PurposeBits(source, "purposes"), source.Whole("priorAnswers", 1, InterestPolicy.MostPriorAnswers) ?? 1,
            Bits(source, "yes", BuiltIn.Outcomes, $"outcome that tells of interest", InterestOutcomes), Bits(source, "no", BuiltIn.DeclineReasons, $"reason of a decline", BuiltIn.DeclineReasons.Values));
        source.Done();
        return policy;
    }

    private static bool IsEmpty(SourceObject source, string name) => source.Any(name) is null or { Kind: SourceKind.Array, Items.Count: 0 };

    private int[][] CoolDown(SourceObject? contacts)
    {
        var matrix = new int[Purposes][];
        for (var i = 0; i < Purposes; i++) matrix[i] = new int[Purposes];
        foreach (var last in contacts?.Map("coolDown") ?? [])
        {
            foreach (var next in last.Value.Members)
            {
                var (a, b) = (BuiltIn.Purposes.IndexOf(last.Name), BuiltIn.Purposes.IndexOf(next.Name));
                if (a < 0 || b < 0) problems.AddUnknown(a < 0 ? last.NameMark : next.NameMark, ProblemCode.UnknownWord, a < 0 ? last.Name : next.Name, $"purpose", BuiltIn.Purposes.Values);
                else if (DaySpan.TryParse(next.Value.Text, out var span) && span is { Unit: SpanUnit.Days, Count: >= 0 }) matrix[a][b] = span.Count;
                else problems.Add(next.Value.Mark, ProblemCode.BadSpan, $"a cool-down is written in days, as 14d");
            }
        }
        return matrix;
    }

    private ContactCap? Cap(SourceNode node)
    {
        if (SourceObject.Open(node, problems) is not { } source) return null;
        var scope = Scope(source, CapScopes);
        var purpose = source.Word("purpose", BuiltIn.Purposes.Values);
        source.Required("count");
        source.Required("days");
        var cap = new ContactCap(scope, purpose is null ? null : BuiltIn.Purposes.IndexOf(purpose), source.Whole("count", 0, 1000) ?? 1, source.Whole("days", 1, ContactLedger.KeptDays) ?? 1);
        source.Done();
        return cap;
    }

    private PolicyHold? Hold(SourceNode node)
    {
        if (SourceObject.Open(node, problems) is not { } source) return null;
        if (IsEmpty(source, "purposes"))
            problems.Add(source.MarkOf("purposes"), ProblemCode.MissingMember, $"nothing is held without 'purposes'; name those that are, as [\"sales\", \"care\"]");
        if (IsEmpty(source, "while"))
            problems.Add(source.MarkOf("while"), ProblemCode.MissingMember, $"a hold says 'while' when it holds, as \"customer.hasOpenComplaint\"");
        var hold = new PolicyHold(source.RequiredText("name"), compiler.Conditions(source.Lines("while"), Expressions.Scope.Customer), PurposeBits(source, "purposes"));
        source.Done();
        return hold;
    }

    private EntityType? Persons(SourceObject? consents)
    {
        if (consents?.Text("persons") is not { } name) return null;
        var entity = vocabulary.Entity(name);
        if (entity is null) problems.AddUnknown(consents.MarkOf("persons"), ProblemCode.UnknownEntity, name, $"entity", vocabulary.Entities.Select(e => e.Name));
        return entity;
    }

    private HouseholdPolicy? Household(SourceObject? contacts)
    {
        if (contacts?.Object("household") is not { } source) return null;
        var (each, customer) = (source.RequiredText("each"), source.RequiredText("customer"));
        var entity = vocabulary.Entity(each);
        if (entity is null) problems.AddUnknown(source.MarkOf("each"), ProblemCode.UnknownEntity, each, $"entity", vocabulary.Entities.Select(e => e.Name));
        var fact = entity?.Facts.FirstOrDefault(f => f.Name == customer && f.Type.Kind == ValueKind.Text);
        if (entity is not null && fact is null) problems.AddUnknown(source.MarkOf("customer"), ProblemCode.UnknownFact, customer, $"text of '{each}'", entity.Facts.Where(f => f.Type.Kind == ValueKind.Text).Select(f => f.Name));
        var lines = compiler.Conditions(source.Lines("while"), entity is null ? Expressions.Scope.Customer : new Scope([], entity));
        source.Done();
        return fact is null ? null : new HouseholdPolicy(entity!, fact.Index, lines);
    }

    private DeclineRule? Decline(SourceNode node)
    {
        if (SourceObject.Open(node, problems) is not { } source) return null;
        source.Required("reason");
        var reason = source.Word("reason", BuiltIn.DeclineReasons.Values);
        var by = source.Word("by", BuiltIn.Deciders.Values);
        var scope = Scope(source, DeclineScopes);
        var days = source.Whole("days", 1, 3650);
        var doubling = source.Truth("doubling");
        var revived = source.Lines("revivedBy").Select(Event).OfType<EventType>().ToList();
        if (days is null && revived.Count == 0) problems.Add(node.Mark, ProblemCode.MissingMember, $"'days' or 'revivedBy' is missing here");
        source.Done();
        return reason is null ? null : new DeclineRule(BuiltIn.DeclineReasons.IndexOf(reason), by is null ? null : BuiltIn.Deciders.IndexOf(by), scope, days, doubling, revived);
    }

    private EventType? Event(SourceNode node)
    {
        var type = vocabulary.Event(node.Text);
        if (type is null) problems.AddUnknown(node.Mark, ProblemCode.UnknownEvent, node.Text, $"event type", vocabulary.Events.Select(e => e.Name));
        return type;
    }

    private static PolicyScope Scope(SourceObject source, IReadOnlyList<PolicyScope> scopes)
    {
        source.Required("scope");
        var words = scopes.Select(s => s.ToString().ToLowerInvariant()).ToList();
        return source.Word("scope", words) is { } word ? scopes[words.IndexOf(word)] : PolicyScope.Customer;
    }

    private long PurposeBits(SourceObject? source, string name) => Bits(source, name, BuiltIn.Purposes, $"purpose", BuiltIn.Purposes.Values);

    private long Bits(SourceObject? source, string name, CodeList codes, Sentence what, IReadOnlyList<string> allowed)
    {
        long bits = 0;
        foreach (var node in source?.Lines(name) ?? [])
        {
            if (!allowed.Contains(node.Text)) problems.AddUnknown(node.Mark, ProblemCode.UnknownWord, node.Text, what, allowed);
            else bits |= 1L << codes.IndexOf(node.Text);
        }
        return bits;
    }

    private int[] Reserved(SourceObject? contacts)
    {
        var places = new int[Purposes];
        foreach (var member in contacts?.Map("reservedPlaces") ?? [])
        {
            var code = BuiltIn.Purposes.IndexOf(member.Name);
            if (code < 0) problems.AddUnknown(member.NameMark, ProblemCode.UnknownWord, member.Name, $"purpose", BuiltIn.Purposes.Values);
            else if (member.Value.Kind == SourceKind.Number) places[code] = (int)member.Value.Number;
        }
        return places;
    }
}
