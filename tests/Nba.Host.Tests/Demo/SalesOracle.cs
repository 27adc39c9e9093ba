using System.Globalization;
using System.Text.Json;
using Nba.Engine.Rules;

namespace Nba.Host.Tests.Demo;

/// <summary>
/// Says of one customer whether an offer may be seen, from the activities alone: a few sets and dates, kept without any of the engine's folds, gates or
/// ledgers. Activities come in the order in which they were decided. Products are named by their codes.
/// </summary>
internal sealed class SalesOracle(IReadOnlyDictionary<int, string> products)
{
    private const int AssessmentHolds = 365, BadTime = 14, NotInterested = 90, UnhappyDays = 180;

    private readonly HashSet<string> _complaints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _products = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateOnly On, int Days)> _blocked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _noes = new(StringComparer.Ordinal);
    private (int Class, DateOnly On)? _risk;
    private DateOnly? _unhappySince;

    /// <summary>Activities that said something to the oracle.</summary>
    public int Heard { get; private set; }

    /// <summary>Takes what happened; answers to actions name them by id, and the definition behind the id is asked for.</summary>
    public void Hear(string type, JsonElement data, DateOnly day, Func<string, ActionDefinition?> definition)
    {
        Heard++;
        switch (type)
        {
            case "complaint.received": _complaints.Add(Text(data, "complaint")); break;
            case "complaint.closed":
                _complaints.Remove(Text(data, "complaint"));
                _unhappySince = data.GetProperty("satisfied").GetBoolean() ? null : day;
                break;
            case "product.opened" or "deposit.opened" or "loan.opened" or "card.opened": _products.Add(Text(data, "product")); break;
            case "product.closed" or "card.closed":
                _products.Remove(Text(data, "product"));
                Revive();
                break;
            case "deposit.closed": Revive(); break;
            case "risk.assessed": _risk = (int.Parse(Text(data, "riskClass")[1..], CultureInfo.InvariantCulture), day); break;
            case "action.outcome": Answer(data, day, definition); break;
            default: Heard--; break;
        }
    }

    /// <summary>Why the offer must not be seen on a day; null when it may.</summary>
    public string? Objection(string id, ActionDefinition offer, IReadOnlyList<ActionDefinition> parts, DateOnly day)
    {
        if (_complaints.Count > 0) return $"complaint {_complaints.First()} is open";
        // What was agreed with the customer stands otherwise, and says in the queue what speaks against it.
        if (_accepted.Contains(id)) return null;
        // What is offered together falls under a no to the class of any product in it that the customer lacks.
        foreach (var product in offer.Contains.Where(p => !_products.Contains(products[p.Code])))
        {
            if (IsBlocked("category " + product.Class, day) is { } no) return no;
        }
        if (_unhappySince is { } since && day.DayNumber - since.DayNumber < UnhappyDays) return $"unhappy with the complaint closed on {since:yyyy-MM-dd}";
        foreach (var part in parts.Append(offer))
        {
            if (part.Product is { } held && _products.Contains(products[held.Code])) return $"has {products[held.Code]}";
            if (part.Product is { Risk: > 0 } risky && (_risk is not { } risk || day.DayNumber - risk.On.DayNumber > AssessmentHolds || risk.Class < risky.Risk))
                return $"{products[risky.Code]} has risk {risky.Risk}, the customer bears {(_risk is { } known ? $"{known.Class} since {known.On:yyyy-MM-dd}" : "an unknown one")}";
            foreach (var scope in (string[])["action " + part.Id, "category " + part.Category])
            {
                if (IsBlocked(scope, day) is { } no) return no;
            }
        }
        return null;
    }

    private string? IsBlocked(string scope, DateOnly day) =>
        _blocked.TryGetValue(scope, out var no) && day.DayNumber < (long)no.On.DayNumber + no.Days ? $"{scope} was declined on {no.On:yyyy-MM-dd} for {no.Days} days" : null;

    // The customer's own noes only; what managers decline is their own affair.
    private void Answer(JsonElement data, DateOnly day, Func<string, ActionDefinition?> definition)
    {
        var id = Text(data, "action");
        if (Text(data, "outcome") == "accepted") _accepted.Add(id);
        if (Text(data, "outcome") != "declined" || Text(data, "by") != "customer" || definition(id) is not { } action) return;
        _accepted.Remove(id);
        switch (Text(data, "reason"))
        {
            case "bad-time": _blocked["action " + action.Id] = (day, BadTime); break;
            case "has-it-already": _blocked["action " + action.Id] = (day, int.MaxValue); break;
            case "not-interested":
                foreach (var category in action.Contains.Select(p => p.Class).Append(action.Category).Distinct())
                {
                    var times = _noes[category] = _noes.GetValueOrDefault(category) + 1;
                    _blocked["category " + category] = (day, NotInterested << Math.Min(times - 1, 5));
                }
                break;
        }
    }

    private void Revive()
    {
        foreach (var scope in _blocked.Where(b => b.Value.Days == int.MaxValue).Select(b => b.Key).ToList()) _blocked.Remove(scope);
    }

    private static string Text(JsonElement data, string name) => data.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
