using System.Text;

namespace Nba.Engine;

/// <summary>A book in words: what people compare when they ask what changed.</summary>
internal static class RuleBookDescription
{
    public static string Of(RuleBook book)
    {
        var text = new StringBuilder();
        foreach (var feed in book.Vocabulary.Feeds.OrderBy(f => f.Name, StringComparer.Ordinal)) text.Append("feed ").Append(feed.Name).Append(" lag ").Append(feed.LagDays).Append('\n');
        foreach (var type in book.Vocabulary.Events.OrderBy(e => e.Id))
            text.Append("event ").Append(type.Id).Append(' ').Append(type.Name).Append('(').AppendJoin(", ", type.Fields.Select(f => $"{f.Name}: {f.Type}{(f.Required ? "!" : "")}")).Append(")\n");
        foreach (var fact in book.Vocabulary.Facts.OrderBy(f => f.Id)) text.Append("fact ").Append(fact.Id).Append(' ').Append(fact.Name).Append(": ").Append(fact.Type).Append(" from ").Append(fact.Fold is { } f ? f.Kind.ToString() : fact.Over is { } o ? $"{o.Kind} over {o.Entity.Name}" : fact.Origin.ToString()).Append('\n');
        foreach (var entity in book.Vocabulary.Entities.OrderBy(e => e.Id))
        {
            foreach (var fact in entity.Facts.OrderBy(f => f.Id)) text.Append("item ").Append(entity.Name).Append('.').Append(fact.Id).Append(' ').Append(fact.Name).Append(": ").Append(fact.Type).Append('\n');
        }
        foreach (var rule in book.Rules.Rules)
        {
            text.Append("rule ").Append(rule.Family).Append('/').Append(rule.Name).Append(" → ").Append(rule.Action.Id).Append(" [").Append(rule.Action.Purpose).Append("] on ")
                .AppendJoin(", ", rule.Events.Select(e => e.Name).Concat(rule.Daily ? ["daily"] : []).Concat(rule.Hourly ? ["hourly"] : []).Concat(rule.PlanOnly ? ["plan"] : [])).Append('\n');
            foreach (var line in rule.Lines) text.Append("  ").Append(line.Text).Append('\n');
        }
        foreach (var bundle in book.Bundles.All) text.Append("bundle ").Append(bundle.Id).Append(": ").Append(bundle.Min).Append(" of ").AppendJoin(", ", bundle.Members).Append('\n');
        foreach (var plan in book.Plans.Plans) text.Append("plan ").Append(plan.Id).Append(": ").AppendJoin(" → ", plan.Steps.Select(s => s.Id)).Append('\n');
        foreach (var campaign in book.Campaigns.All)
        {
            text.Append("campaign ").Append(campaign.Id).Append(campaign.Enabled ? " on" : " off");
            if (campaign.Budget is { } budget) text.Append(" budget ").Append(budget.Contacts).Append(": ").AppendJoin(", ", budget.Shares.Select(s => $"{s.Key} {s.Value}"));
            text.Append('\n');
        }
        foreach (var group in book.Campaigns.ControlGroups) text.Append("control group ").Append(group.Name).Append(' ').Append(group.Percent).Append("%\n");
        foreach (var route in book.Routes.Rules) text.Append("route ").Append(route.Name).Append(" → ").AppendJoin(", ", route.To).Append('\n');
        foreach (var statistic in book.Statistics.All)
        {
            text.Append("statistic ").Append(statistic.Id).Append(": ").AppendJoin(", ", statistic.Steps.Select(s => $"{s.Moment} by {s.Event.Name}"));
            if (statistic.Promise is { } promise) text.Append("; answered within ").Append(promise.Due).Append(" as ").Append(promise.Action);
            text.Append('\n');
        }
        foreach (var row in book.Course.Rows)
            text.Append("course ").Append(row.Number).Append(' ').Append(row.Zh).Append(": ").AppendJoin("; ", CourseTable.Kinds.Where(row.Parts.ContainsKey).Select(k => $"{k} {string.Join(", ", row.Named(k))}")).Append('\n');
        return text.ToString();
    }
}
