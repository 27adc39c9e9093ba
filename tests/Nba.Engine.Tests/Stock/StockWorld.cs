using System.Globalization;
using System.Text.Json;

namespace Nba.Engine.Tests.Stock;

/// <summary>How much a customer matters.</summary>
public enum StockLevel
{
    /// <summary>Little.</summary>
    Basic,
    /// <summary>More.</summary>
    Gold,
    /// <summary>Most.</summary>
    Private,
}

/// <summary>A place that a customer may or may not have told of.</summary>
public sealed class StockAddress
{
    public string? City { get; init; }

    public int Zone { get; init; }
}

/// <summary>A customer with values of every type that conditions are taken apart by, and some that fail.</summary>
public sealed class StockCustomer
{
    public string? Segment { get; init; }

    public string Region { get; init; } = "";

    public double Balance { get; init; }

    public double? Score { get; init; }

    public float Rate { get; init; }

    public int Age { get; init; }

    public int? Children { get; init; }

    public long Points { get; init; }

    public ulong Serial { get; init; }

    public decimal Income { get; init; }

    public decimal? Limit { get; init; }

    public DateTime Since { get; init; }

    public DateTime? LastSeen { get; init; }

    public bool IsActive { get; init; }

    public StockLevel Level { get; init; }

    public StockAddress? Address { get; init; }

    public StockAddress? Former { get; init; }

    public List<string> Products { get; init; } = [];

    /// <summary>Fails for the young.</summary>
    public int Pension => Age < 40 ? throw new InvalidOperationException("too young") : Age - 40;

    public bool HasProduct(string product) => Products.Contains(product);
}

/// <summary>What a customer did.</summary>
public sealed class StockEvent
{
    public string Type { get; init; } = "";

    public string? Channel { get; init; }

    public double Amount { get; init; }
}

/// <summary>Random customers, events and rules over them.</summary>
internal sealed class StockWorld(int seed)
{
    public static readonly string[] Types = ["login", "transfer", "salary", "complaint", "card", "loan"];

    private static readonly string[] Segments = ["mass", "gold", "private"];
    private static readonly string[] Channels = ["app", "phone", "branch"];
    private static readonly string[] Cities = ["Xi'an", "Chengdu", "Harbin"];
    private static readonly string[] Products = ["card", "loan", "fund", "deposit"];
    private static readonly string[] Compared = ["<", "<=", ">", ">=", "==", "!="];

    private readonly Random _random = new(seed);

    public StockCustomer Customer() => new()
    {
        Segment = Maybe(Segments), Region = Any(Cities).ToUpperInvariant(), Balance = Any(0, -0.0, 10, 99.5, 100, 1e9, double.NaN, double.PositiveInfinity, _random.Next(200)),
        Score = _random.Next(3) == 0 ? null : Any(0.1, 0.5, double.NaN, 0.9), Rate = Any(0.1f, 0.25f, 1.5f), Age = _random.Next(18, 90), Children = _random.Next(3) == 0 ? null : _random.Next(4),
        Points = Any(0, 5, 1_000_000, long.MaxValue, long.MinValue), Serial = Any(0UL, 7UL, ulong.MaxValue), Income = Any(0m, 0.1m, 5000m, 5000.01m, 79228162514264337593543950335m),
        Limit = _random.Next(3) == 0 ? null : Any(100m, 250.5m), Since = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(_random.Next(100)),
        LastSeen = _random.Next(3) == 0 ? null : new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(_random.Next(10)), IsActive = _random.Next(2) == 0, Level = (StockLevel)_random.Next(3),
        Address = _random.Next(3) == 0 ? null : new StockAddress { City = Maybe(Cities), Zone = _random.Next(3) },
        Products = [.. Products.Where(_ => _random.Next(2) == 0)],
    };

    public StockEvent Event() => new() { Type = _random.Next(8) == 0 ? "unheard-of" : Any(Types), Channel = Maybe(Channels), Amount = Any(0, 50, 100, 1e6, _random.Next(300)) };

    /// <summary>A workflow of so many rules in RulesEngine's JSON.</summary>
    public string Workflow(string name, int rules)
    {
        var globals = _random.Next(3) == 0 ? new[] { new { Name = "limit", Expression = Any("customer.Balance * 2", "100.0", "event.Amount") } } : null;
        return JsonSerializer.Serialize(new
        {
            WorkflowName = name, GlobalParams = globals,
            Rules = Enumerable.Range(0, rules).Select(i => Rule(string.Create(CultureInfo.InvariantCulture, $"r{i}"), globals is null ? [] : ["limit"], 2)).ToArray(),
        });
    }

    private object Rule(string name, IReadOnlyList<string> named, int depth)
    {
        var enabled = _random.Next(30) > 0;
        if (depth > 0 && _random.Next(6) == 0)
            return new { RuleName = name, Enabled = enabled, Operator = Any("And", "Or", "AndAlso", "OrElse"), Rules = Enumerable.Range(0, _random.Next(1, 4)).Select(i => Rule($"{name}.{i}", named, depth - 1)).ToArray() };
        if (_random.Next(8) > 0) return new { RuleName = name, Enabled = enabled, Expression = Conjunction(named) };
        var local = new { Name = "own", Expression = Any("customer.Balance + 1", "customer.Address.Zone", "customer.Age * 2", "event.Amount / 2", "customer.Pension") };
        return new { RuleName = name, Enabled = enabled, LocalParams = new[] { local }, Expression = $"{Conjunction(named)} AND {Condition([.. named, "own"], 1)}" };
    }

    private string Conjunction(IReadOnlyList<string> named)
    {
        var parts = Enumerable.Range(0, Any(1, 1, 1, 2, 3)).Select(_ => Condition(named, 2)).ToList();
        if (_random.Next(12) == 0) parts.Insert(0, $"event.Type == \"{Any(Types)}\"");
        return string.Join(Any(" AND ", " && ", " and "), parts);
    }

    private string Condition(IReadOnlyList<string> named, int depth)
    {
        if (named.Count > 0 && _random.Next(4) == 0) return $"{Any([.. named])} {Any(Compared)} {Any("100", "0.5", "7")}";
        if (depth > 0)
        {
            switch (_random.Next(7))
            {
                case 0: return $"({Condition(named, depth - 1)} OR {Condition(named, depth - 1)})";
                case 1: return $"NOT ({Condition(named, depth - 1)})";
                case 2: return $"({Condition(named, depth - 1)} AND {Condition(named, depth - 1)})";
                case 3: return $"!({Condition(named, depth - 1)} || {Condition(named, depth - 1)})";
            }
        }
        return Atom();
    }

    private string Atom() => _random.Next(32) switch
    {
        0 => $"customer.Segment {Any("==", "!=")} \"{Any(Segments)}\"",
        1 => $"\"{Any(Segments)}\" == customer.Segment",
        2 => $"customer.Segment in (\"{Any(Segments)}\", \"{Any(Segments)}\")",
        3 => $"customer.Balance {Any(Compared)} {Any("100", "99.5", "0", "-1")}",
        4 => $"customer.Score {Any(Compared)} {Any("0.5", "0.1")}",
        5 => $"customer.Rate {Any(Compared)} {Any("0.25", "0.1", "1.5")}",
        6 => $"customer.Age {Any(Compared)} {Any("30", "44.5", "65", "50m")}",
        7 => $"{Any("18", "70")} <= customer.Age",
        8 => $"customer.Children {Any(Compared)} {Any("1", "2", "null")}".Replace("< null", "== null", StringComparison.Ordinal).Replace("<= null", "== null", StringComparison.Ordinal).Replace("> null", "!= null", StringComparison.Ordinal).Replace(">= null", "!= null", StringComparison.Ordinal),
        9 => $"customer.Points {Any(Compared)} {Any("5", "1000000", "9223372036854775807", "2.5")}",
        10 => $"customer.Income {Any(Compared)} {Any("5000m", "0.1m", "5000.01m", "5000")}",
        11 => $"customer.Limit {Any(Compared)} {Any("100m", "200m")}",
        12 => $"customer.Since {Any(Compared)} DateTime(2020, 2, {_random.Next(1, 28)})",
        13 => $"customer.LastSeen {Any(Compared)} DateTime(2024, 1, {_random.Next(1, 12)})",
        14 => Any("customer.IsActive", "!customer.IsActive", "customer.IsActive == false"),
        15 => $"customer.Level {Any("==", "!=", ">")} {Any("\"Gold\"", "\"Private\"")}",
        16 or 26 or 27 => $"customer.Address.City {Any("==", "!=")} \"{Any(Cities)}\"",
        17 or 28 => $"customer.Address.Zone {Any(Compared)} {_random.Next(3)}",
        18 or 29 => $"customer.Segment.Length {Any(Compared)} {_random.Next(3, 8)}",
        19 => $"customer.HasProduct(\"{Any(Products)}\")",
        20 => $"customer.Products.Contains(\"{Any(Products)}\")",
        21 or 30 or 31 => $"customer.Pension {Any(Compared)} {_random.Next(40)}",
        22 => $"event.Amount {Any(Compared)} {Any("customer.Balance", "100", "customer.Age * 2")}",
        23 => $"event.Channel {Any("==", "!=")} {Any("null", "\"app\"")}",
        24 => $"customer.Region == \"{Any(Cities).ToUpperInvariant()}\"",
        _ => $"customer.Serial {Any(Compared)} {Any("7", "0")}",
    };

    private T Any<T>(params T[] of) => of[_random.Next(of.Length)];

    private string? Maybe(string[] of) => _random.Next(4) == 0 ? null : Any(of);
}
