using System.Globalization;
using System.Text;

namespace Nba.Load;

/// <summary>
/// Activities of a made-up bank from a seed, as JSON bytes: first what makes each customer's state, then a stream in which nine of ten activities come
/// from every twentieth customer. Whole numbers only, so that every machine makes the same bytes.
/// </summary>
internal sealed class LoadStream(int customers, ulong seed)
{
    /// <summary>Customers of one manager.</summary>
    public const int CustomersPerManager = 250;

    /// <summary>Activities that make one customer's state.</summary>
    public const int Setup = 7;

    private static readonly string[] Categories = ["travel", "dining", "groceries", "fuel", "education", "medical", "online", "other"];
    private static readonly string[] Products = ["mobile-banking", "travel-insurance", "credit-card", "bond-fund"];
    private readonly StringBuilder _json = new(400);
    private ulong _state = seed;
    private long _id;
    private byte[] _bytes = new byte[1024];

    /// <summary>The customer of the activity last made.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Start of the stream: 2026-03-02T00:00Z plus eight hours of the bank's zone, in milliseconds.</summary>
    public const long Start = 1_772_409_600_000;

    /// <summary>When the customers are made: the day before, so that a morning lies between.</summary>
    public const long Before = Start - 93_600_000;

    /// <summary>The n-th activity that makes a customer's state.</summary>
    public ReadOnlySpan<byte> MakeState(int customer, int n, long time) => n switch
    {
        0 => Write(customer, "customer.registered", time, $"\"name\":\"客户{customer}\",\"kind\":\"personal\",\"bornOn\":\"{1950 + (customer % 50)}-{1 + (customer % 12):D2}-{1 + (customer % 28):D2}\",\"since\":\"2020-05-04\"", history: true),
        1 => Write(customer, "customer.assigned", time, $"\"a\":\"rm{customer / CustomersPerManager}\",\"branch\":\"b{customer / 5000}\"", history: true),
        2 => Write(customer, "consent.changed", time, "\"purpose\":\"sales\",\"channel\":\"phone\",\"granted\":true", history: true),
        3 => Write(customer, "product.opened", time, "\"product\":\"current-account\"", history: true),
        4 => Write(customer, "balance.reported", time, $"\"balance\":{20_000 + (customer % 97 * 1000)}", history: true),
        5 => Write(customer, "salary.credited", time, $"\"amount\":{6000 + (customer % 31 * 100)}", history: true),
        _ => Write(customer, "deposit.opened", time, $"\"deposit\":\"D{customer}\",\"product\":\"time-deposit\",\"amount\":50000,\"maturesOn\":\"2026-{4 + (customer % 9):D2}-{1 + (customer % 28):D2}\"", history: true),
    };

    /// <summary>The next activity of the stream.</summary>
    public ReadOnlySpan<byte> Next(long time)
    {
        var customer = Customer();
        return Draw(1000) switch
        {
            < 540 => Write(customer, "card.used", time, $"\"card\":\"K{customer}\",\"amount\":{10 + Draw(900)}.5,\"category\":\"{Categories[Draw(8)]}\",\"abroad\":false"),
            < 760 => Write(customer, "login.mobile", time, ""),
            < 880 => Write(customer, "balance.reported", time, $"\"balance\":{5_000 + (Draw(200) * 1000)}"),
            < 920 => Write(customer, "salary.credited", time, $"\"amount\":{6000 + (Draw(40) * 100)}"),
            < 950 => Write(customer, "transfer.out", time, $"\"amount\":{20_000 + (Draw(100) * 1000)},\"ownAccountElsewhere\":true"),
            < 970 => Write(customer, "survey.answered", time, $"\"score\":{1 + Draw(10)}"),
            < 975 => Write(customer, "mail.returned", time, "\"what\":\"statement\""),
            < 980 => Write(customer, "complaint.received", time, $"\"complaint\":\"Q{_id}\",\"class\":\"service\""),
            < 990 => Write(customer, "product.opened", time, $"\"product\":\"{Products[Draw(4)]}\""),
            _ => Write(customer, "contact.made", time, "\"purpose\":\"service\",\"channel\":\"phone\""),
        };
    }

    private int Customer() => Draw(10) < 9 ? Draw(Math.Max(1, customers / 20)) * 20 % customers : Draw(customers);

    // SplitMix64 (Steele, Lea and Flood 2014).
    private int Draw(int below)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }

    private ReadOnlySpan<byte> Write(int customer, string type, long time, string data, bool history = false)
    {
        _json.Clear();
        Subject = $"C{customer:D7}";
        _json.Append(CultureInfo.InvariantCulture, $"{{\"specversion\":\"1.0\",\"id\":\"e{_id++}\",\"source\":\"load\",\"type\":\"{type}\",\"subject\":\"{Subject}\",\"time\":\"{new Nba.Engine.Calendars.Instant(time)}\",");
        if (history) _json.Append("\"nbahistory\":true,");
        _json.Append("\"datacontenttype\":\"application/json\",\"data\":{").Append(data).Append("}}");
        var length = 0;
        foreach (var chunk in _json.GetChunks())
        {
            if (_bytes.Length < length + (chunk.Length * 3)) Array.Resize(ref _bytes, (length + (chunk.Length * 3)) * 2);
            length += Encoding.UTF8.GetBytes(chunk.Span, _bytes.AsSpan(length));
        }
        return _bytes.AsSpan(0, length);
    }
}
