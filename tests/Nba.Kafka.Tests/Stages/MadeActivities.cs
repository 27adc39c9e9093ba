using System.Globalization;
using System.Text;
using Nba.Engine.Calendars;

namespace Nba.Kafka.Tests.Stages;

/// <summary>Activities of made-up customers under the shipped rules, from a seed: many that raise, change or end actions, some that are refused, some twice.</summary>
internal sealed class MadeActivities(int seed, BankShape shape)
{
    /// <summary>A type that no rules know.</summary>
    public const string Refused = "no.such.type";

    private static readonly string[] Categories = ["travel", "dining", "groceries", "fuel"];

    private readonly Random _random = new(seed);
    private readonly Instant _now = new(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    private int _id;
    private (string Customer, byte[] Json)? _last;

    /// <summary>Whether an activity is one that the rules do not know.</summary>
    public static bool IsRefused(byte[] json) => json.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Refused)) >= 0;

    /// <summary>What registers every customer and gives them a manager.</summary>
    public IEnumerable<(string Customer, byte[] Json)> Customers()
    {
        for (var c = 0; c < shape.Customers; c++)
        {
            yield return Make(c, "customer.registered", $"\"name\":\"客户{c}\",\"kind\":\"personal\"");
            if (shape.Managed) yield return Make(c, "customer.assigned", $"\"a\":\"rm{c / shape.PerManager}\"");
        }
    }

    /// <summary>So many of what happens to them.</summary>
    public IEnumerable<(string Customer, byte[] Json)> Days(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (i == count / 2 && shape.Reassigned)
            {
                for (var c = 0; c < shape.Customers; c++) yield return Make(c, "customer.assigned", $"\"a\":\"rm{(c / shape.PerManager) + 1}\"");
            }
            // A twentieth comes twice.
            if (_last is { } last && _random.Next(20) == 0)
            {
                yield return last;
                continue;
            }
            _last = Next(_random.Next(100) < shape.Hot ? 0 : _random.Next(shape.Customers));
            yield return _last.Value;
        }
    }

    private (string, byte[]) Next(int customer) => _random.Next(12) switch
    {
        0 => Make(customer, "mail.returned", "\"what\":\"statement\""),
        1 => Make(customer, "complaint.received", $"\"complaint\":\"Q{_id}\",\"class\":\"service\""),
        2 => Make(customer, "survey.answered", $"\"score\":{1 + _random.Next(10)}"),
        3 => Make(customer, "transfer.out", $"\"amount\":{20_000 + (_random.Next(100) * 1000)},\"ownAccountElsewhere\":true"),
        4 => Make(customer, "balance.reported", $"\"balance\":{5_000 + (_random.Next(200) * 1000)}"),
        5 when shape.Managed => Make(customer, "customer.assigned", $"\"a\":\"rm{_random.Next((shape.Customers / shape.PerManager) + 1)}\""),
        6 => Make(customer, "contact.made", "\"purpose\":\"service\",\"channel\":\"phone\""),
        7 => Make(customer, Refused, ""),
        _ => Make(customer, "card.used", $"\"card\":\"K{customer}\",\"amount\":{10 + _random.Next(900)}.5,\"category\":\"{Categories[_random.Next(4)]}\",\"abroad\":false"),
    };

    private (string, byte[]) Make(int customer, string type, string data)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"C{customer:D5}");
        var json = $$$"""{"specversion":"1.0","id":"m{{{_id++}}}","source":"made","type":"{{{type}}}","subject":"{{{name}}}","time":"{{{_now}}}","data":{{{{data}}}}}""";
        return (name, Encoding.UTF8.GetBytes(json));
    }
}
