namespace Nba.Perf;

/// <summary>A customer as the measured rules know one.</summary>
public sealed class Customer
{
    /// <summary>One of four, unevenly spread.</summary>
    public string Segment { get; init; } = "";

    /// <summary>What lies on the accounts.</summary>
    public double Balance { get; init; }

    /// <summary>In years.</summary>
    public int Age { get; init; }

    /// <summary>A month.</summary>
    public double Income { get; init; }

    /// <summary>Since the first account.</summary>
    public int TenureMonths { get; init; }

    /// <summary>Where.</summary>
    public string Region { get; init; } = "";

    /// <summary>What the customer has.</summary>
    public List<string> Products { get; init; } = [];

    /// <summary>Whether the customer has a product.</summary>
    public bool HasProduct(string product) => Products.Contains(product);
}

/// <summary>What happened.</summary>
public sealed class Event
{
    /// <summary>One of twenty.</summary>
    public string Type { get; init; } = "";

    /// <summary>One of five.</summary>
    public string Channel { get; init; } = "";

    /// <summary>How much, where that makes sense.</summary>
    public double Amount { get; init; }
}

/// <summary>Customers and events, in pairs by index.</summary>
public sealed record Pairs(IReadOnlyList<Customer> Customers, IReadOnlyList<Event> Events)
{
    /// <summary>How many there are of a seed.</summary>
    public const int Usual = 2048;

    private static readonly string[] Segments = ["mass", "affluent", "private", "corporate"];

    /// <summary>Words that rules and facts share.</summary>
    public static string[] Types { get; } = [.. Enumerable.Range(0, 20).Select(i => $"type{i:00}")];

    public static string[] Channels { get; } = ["app", "web", "branch", "phone", "atm"];

    public static string[] AllProducts { get; } = [.. Enumerable.Range(0, 10).Select(i => $"product{i}")];

    /// <summary>The segment of a number below a hundred: most are of the first.</summary>
    public static string Segment(int percent) => Segments[percent < 60 ? 0 : percent < 85 ? 1 : percent < 97 ? 2 : 3];

    /// <summary>Random pairs.</summary>
    public static Pairs Random(int seed = 20240611, int count = Usual)
    {
        var random = new Random(seed);
        var customers = Enumerable.Range(0, count).Select(_ => new Customer
        {
            Segment = Segment(random.Next(100)), Balance = Math.Round(random.NextDouble() * 1_000_000, 2), Age = random.Next(18, 91), Income = random.Next(2_000, 60_000), TenureMonths = random.Next(0, 360),
            Region = $"region{random.Next(8)}", Products = [.. AllProducts.Where(_ => random.Next(10) < 3)],
        }).ToList();
        return new Pairs(customers, [.. Enumerable.Range(0, count).Select(_ => new Event { Type = Types[random.Next(Types.Length)], Channel = Channels[random.Next(Channels.Length)], Amount = Math.Round(random.NextDouble() * 50_000, 2) })]);
    }
}
