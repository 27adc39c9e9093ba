using Microsoft.AspNetCore.Http;
using Nba.Engine;
using Nba.Host.Access;

namespace Nba.Host.Api;

/// <summary>What of an explanation is shown to whoever asks: masked for analysts, and without customers of others who stand beside it in a queue.</summary>
internal static class Shown
{
    /// <summary>Why an action stands.</summary>
    public static ActionExplained To(HttpContext context, Queries queries, ActionExplained answer) =>
        Mask(context, queries, answer.Customer, answer.Book) is { } masked ? masked.Of(answer) : answer with { Places = answer.Places is null ? null : [.. answer.Places.Select(p => To(context, queries, p))] };

    /// <summary>What is known of a customer.</summary>
    public static CustomerExplained To(HttpContext context, Queries queries, CustomerExplained answer) => Mask(context, queries, answer.Customer, answer.Book) is { } masked ? masked.Of(answer) : answer;

    /// <summary>A decision.</summary>
    public static DecisionExplained To(HttpContext context, Queries queries, DecisionExplained answer) => Mask(context, queries, answer.Decision.Customer, answer.Decision.Book) is { } masked ? masked.Of(answer) : answer;

    /// <summary>Why an action does not stand.</summary>
    public static WhyNotAnswer To(HttpContext context, Queries queries, WhyNotAnswer answer) => Mask(context, queries, answer.Customer, answer.Book) is { } masked ? masked.Of(answer) : answer;

    /// <summary>A report: its figures are everybody's who may ask for it, the customers whom nobody cared for are named to those who see them.</summary>
    public static ReportAnswer To(HttpContext context, Queries queries, ReportAnswer answer)
    {
        var care = answer.Report.Care;
        var seen = context.Caller().Kind == CallerKind.Local ? care : care with { Customers = [.. care.Customers.Where(c => AccessGate.ViewOf(context, queries, c.Customer) != View.None)] };
        context.About(seen.Customers.Select(c => c.Customer));
        return answer with { Report = answer.Report with { Care = seen } };
    }

    /// <summary>Which customers of a desk are shown: a desk shows queues of others besides the owner's, and to whoever looks at it, of them only what is theirs. Null for all.</summary>
    public static Func<string, bool>? Only(HttpContext context, Queries queries)
    {
        if (context.Caller().Kind == CallerKind.Local) return null;
        var seen = new Dictionary<string, bool>(StringComparer.Ordinal);
        return customer => seen.TryGetValue(customer, out var sees) ? sees : seen[customer] = AccessGate.ViewOf(context, queries, customer) == View.Whole;
    }

    private static Masked? Mask(HttpContext context, Queries queries, string customer, string book) =>
        AccessGate.ViewOf(context, queries, customer) == View.Whole ? null : new Masked(new[] { queries.Book(), queries.BookOf(book) }.OfType<RuleBook>());

    private static PlaceAnswer To(HttpContext context, Queries queries, PlaceAnswer place)
    {
        if (context.Caller().Kind == CallerKind.Local) return Entered(place);
        NeighbourAnswer? Seen(NeighbourAnswer? neighbour) => neighbour?.Customer is null || AccessGate.ViewOf(context, queries, neighbour.Customer) == View.Whole ? neighbour : null;
        return context.Sight()?.Queue(place.Owner) == true ? Entered(place with { Above = Seen(place.Above), Below = Seen(place.Below) }) : place with { Above = null, Below = null };

        PlaceAnswer Entered(PlaceAnswer shown)
        {
            context.About([shown.Above?.Customer, shown.Below?.Customer]);
            return shown;
        }
    }
}
