using Nba.Engine.Catalogue;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>Reads what rules proposing the same action must agree on.</summary>
internal sealed class ActionReader(RuleContext context)
{
    private readonly ProblemList _problems = context.Problems;

    public ActionDefinition Read(SourceObject action, string family)
    {
        var id = action.RequiredText("id");
        if (!context.Texts.Has(id)) _problems.AddUnknown(action.MarkOf("id"), ProblemCode.MissingText, id, $"action with texts (texts/*.json)", context.Texts.Ids);
        var product = Product(action);
        return new ActionDefinition
        {
            Id = id,
            Purpose = (Purpose)Math.Max(0, Word(action, "purpose", BuiltIn.Purposes)),
            Channel = Math.Max(0, Word(action, "channel", BuiltIn.Channels)),
            Category = action.Text("category") ?? product?.Class ?? family,
            Product = product,
            Offer = Offer(action, product),
            Contains = Contained(action),
            Campaign = Campaign(action),
            Conflict = action.Text("conflict"),
            Batch = action.Truth("batch"),
            HalfLifeDays = action.Whole("halfLifeDays", 0, 3650) ?? 0,
            Again = RuleCompiler.Again(action, _problems),
        };
    }

    private int Word(SourceObject action, string name, CodeList list)
    {
        action.Required(name);
        return action.Word(name, list.Values) is { } word ? list.IndexOf(word) : -1;
    }

    private Product? Product(SourceObject action)
    {
        if (action.Text("product") is not { } name) return null;
        var product = context.Products.Find(name);
        if (product is null) _problems.AddUnknown(action.MarkOf("product"), ProblemCode.UnknownProduct, name, $"product of products.json", context.Products.Names);
        return product;
    }

    private List<Product> Contained(SourceObject action)
    {
        var products = new List<Product>();
        foreach (var node in action.Lines("contains"))
        {
            if (context.Products.Find(node.Text) is not { } product) _problems.AddUnknown(node.Mark, ProblemCode.UnknownProduct, node.Text, $"product of products.json", context.Products.Names);
            else if (!products.Contains(product)) products.Add(product);
        }
        if (products.Count > 0 && action.Any("product") is not null) _problems.Add(action.MarkOf("contains"), ProblemCode.WrongRuleShape, $"an offer is of one 'product' or 'contains' several; leave one of the two out");
        return products;
    }

    private OfferKind Offer(SourceObject action, Product? product)
    {
        var kind = action.Word("offer", "complement", "upgrade") switch { "complement" => OfferKind.Complement, "upgrade" => OfferKind.Upgrade, _ => OfferKind.Any };
        if (kind != OfferKind.Any && product is { } offered && (kind == OfferKind.Complement ? offered.ComplementOf : offered.UpgradeOf) == 0)
            _problems.Add(action.MarkOf("offer"), ProblemCode.UnknownProduct, $"no product of products.json names this action's product among its '{(kind == OfferKind.Complement ? "complements" : "upgrades")}'");
        if (kind != OfferKind.Any && action.Any("product") is null) _problems.Add(action.MarkOf("offer"), ProblemCode.MissingMember, $"'offer' says how a product relates to what the customer has; 'product' is missing here");
        return kind;
    }

    private Campaigns.Campaign? Campaign(SourceObject action)
    {
        if (action.Text("campaign") is not { } name) return null;
        var campaign = context.Campaigns.Find(name);
        if (campaign is null) _problems.AddUnknown(action.MarkOf("campaign"), ProblemCode.UnknownCampaign, name, $"campaign of campaigns.json", context.Campaigns.All.Select(c => c.Id));
        return campaign;
    }
}

/// <summary>Finds which fields of the activity a rule reads after the activity was decided.</summary>
internal sealed class ActionRuleSlots(ActionRule rule, TextBook texts)
{
    public ActionRule Complete()
    {
        var slots = new SortedSet<int>(texts.Find(rule.Action.Id)?.EventSlots(rule.Events) ?? []);
        foreach (var value in new[] { rule.EpisodeValue, rule.Propensity, rule.Context, rule.Value, rule.NotBefore?.Anchor, rule.Due?.Anchor, rule.Escalate?.Anchor, rule.Expires?.Anchor })
            slots.UnionWith(value?.Reads.EventSlots ?? []);
        return rule with { KeptEventSlots = [.. slots] };
    }
}
