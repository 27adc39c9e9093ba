using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Host.Demo;
using Nba.House;

namespace Nba.Host.Tests.Demo;

public sealed class DemoBankTests
{
    private static readonly DemoBankOptions Small = new() { Customers = 200, Managers = 4, Branches = 2, To = new DateOnly(2025, 5, 31) };
    private static readonly DemoBankOptions Year = new() { Customers = 1000 };

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        var bank = Bank(Small);

        Assert.Equal(Hash(bank), Hash(bank));
        Assert.Equal(Hash(bank), Hash(Bank(Small)));
        Assert.Equal(bank.DirectoryFile(), Bank(Small).DirectoryFile());
    }

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(Hash(Bank(Small)), Hash(Bank(Small with { Seed = 1 })));

    [Fact]
    public void Events_arrive_in_order_of_time_and_within_the_span()
    {
        var last = DemoBooks.Shipped.Calendar.StartOf(Small.From).UnixMilliseconds;
        foreach (var happened in Bank(Small).Events())
        {
            Assert.True(happened.TimeMs >= last, Encoding.UTF8.GetString(happened.Json.Span));
            last = happened.TimeMs;
        }
        Assert.InRange(last, DemoBooks.Shipped.Calendar.StartOf(Small.To).UnixMilliseconds, DemoBooks.Shipped.Calendar.EndOf(Small.To).UnixMilliseconds - 1);
    }

    [Fact]
    public void Every_event_is_accepted_under_an_id_of_its_own_and_history_is_past()
    {
        var (book, ids, history) = (DemoBooks.Shipped, new HashSet<string>(), true);
        var activity = new Activity(book.Vocabulary);
        foreach (var happened in Bank(Year).Events())
        {
            if (book.Reader.Read(happened.Json, new Instant(happened.TimeMs), activity) is { } refusal) Assert.Fail($"{refusal.Detail}: {Encoding.UTF8.GetString(happened.Json.Span)}");
            Assert.True(ids.Add(activity.Id), activity.Id);
            Assert.True(history || !activity.IsHistory, "history comes first");
            history = activity.IsHistory;
            if (history) Assert.True(activity.Time < book.Calendar.StartOf(Year.From), activity.Id);
            else Assert.Equal(happened.TimeMs, activity.Time.UnixMilliseconds);
        }
    }

    [Fact]
    public void A_policy_is_renewed_for_a_year_to_come_or_ends_once()
    {
        var (renewed, ended) = (0, new HashSet<string>());
        foreach (var happened in Bank(Year).Events())
        {
            using var json = JsonDocument.Parse(happened.Json);
            var (type, data) = (json.RootElement.GetProperty("type").GetString(), json.RootElement.GetProperty("data"));
            if (type is not ("insurance.renewed" or "insurance.ended")) continue;
            var policy = data.GetProperty("policy").GetString()!;
            Assert.DoesNotContain(policy, ended);
            if (type == "insurance.ended") ended.Add(policy);
            else if (++renewed > 0) Assert.True(DateOnly.ParseExact(data.GetProperty("endsOn").GetString()!, "yyyy-MM-dd") > Year.From, json.RootElement.GetRawText());
        }
        Assert.True(renewed > 50 && ended.Count > 10, $"{renewed} renewed, {ended.Count} ended");
    }

    [Fact]
    public void Five_customers_in_a_hundred_cause_four_in_five_of_the_events()
    {
        var (book, counts) = (DemoBooks.Shipped, new Dictionary<string, int>());
        var activity = new Activity(book.Vocabulary);
        foreach (var happened in Bank(Year).Events())
        {
            Assert.Null(book.Reader.Read(happened.Json, new Instant(happened.TimeMs), activity));
            if (!activity.IsHistory) CollectionsMarshal.GetValueRefOrAddDefault(counts, activity.Customer.ToString(), out _)++;
        }
        var most = counts.Values.OrderDescending().Take(Year.Customers / 20).Sum();

        Assert.InRange(100.0 * most / counts.Values.Sum(), 78, 88);
        Assert.InRange(counts.Values.Sum() / Year.Customers, 100, 220);
    }

    [Fact]
    public void Pay_comes_on_working_days_only()
    {
        var book = DemoBooks.Shipped;
        var activity = new Activity(book.Vocabulary);
        var days = new HashSet<DateOnly>();
        foreach (var happened in Bank(Small).Events())
        {
            Assert.Null(book.Reader.Read(happened.Json, new Instant(happened.TimeMs), activity));
            if (activity.Type.Name == "salary.credited") days.Add(book.Calendar.DateOf(activity.Time));
        }

        Assert.NotEmpty(days);
        Assert.All(days, day => Assert.True(book.Calendar.IsWorkday(day), day.ToString("O")));
    }

    [Fact]
    public void Visits_are_agreed_for_working_days_only()
    {
        var book = DemoBooks.Shipped;
        var activity = new Activity(book.Vocabulary);
        var days = new HashSet<DateOnly>();
        foreach (var happened in Bank(Year).Events())
        {
            Assert.Null(book.Reader.Read(happened.Json, new Instant(happened.TimeMs), activity));
            if (activity.Type.Name is "appointment.booked" or "appointment.moved") days.Add(DateOnly.FromDayNumber((int)activity.Fields.Value(activity.Type.Field("on")!.Index)));
        }

        Assert.True(days.Count > 100, $"only {days.Count} days");
        Assert.All(days, day => Assert.True(book.Calendar.IsWorkday(day), day.ToString("O")));
    }

    [Fact]
    public void No_more_is_kept_than_customers_and_a_day()
    {
        var buffers = new HashSet<byte[]>();
        var events = 0L;
        foreach (var happened in Bank(Small).Events().Take(1)) Assert.True(happened.Json.Length > 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var happened in Bank(Year).Events())
        {
            events++;
            Assert.True(MemoryMarshal.TryGetArray(happened.Json, out var array));
            buffers.Add(array.Array!);
        }

        Assert.Single(buffers);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / events, 0, 64);
    }

    [Fact]
    public void The_directory_names_every_manager_head_and_team()
    {
        using var directory = JsonDocument.Parse(Bank(Small).DirectoryFile().Text);

        Assert.Equal(
            ["rm01", "rm02", "rm03", "rm04", "head1", "head2", "wealth1", "wealth2", "outlet1", "outlet2", "product1", "product2"],
            directory.RootElement.GetProperty("people").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["branch1", "branch2"], directory.RootElement.GetProperty("branches").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void The_travel_season_has_a_share_of_its_budget_for_every_manager_and_team()
    {
        var shipped = new SourceFile(DemoBudget.File, Repository.Read("rules/" + DemoBudget.File));

        using var campaigns = JsonDocument.Parse(Bank(Small).CampaignsFile(shipped).Text);

        var budget = campaigns.RootElement.GetProperty("campaigns").GetProperty("travel-season").GetProperty("budget");
        var shares = budget.GetProperty("perOwner").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetInt32());
        Assert.Equal(["outlet1", "outlet2", "product1", "product2", "rm01", "rm02", "rm03", "rm04", "wealth1", "wealth2"], shares.Keys.Order(StringComparer.Ordinal));
        Assert.All(shares.Values, share => Assert.Equal(4, share));
        Assert.Equal(40, budget.GetProperty("contacts").GetInt32());
        Assert.False(campaigns.RootElement.GetProperty("campaigns").GetProperty("payroll-spring").TryGetProperty("budget", out _));
    }

    [Fact]
    public void Customers_are_given_to_teams_of_every_kind()
    {
        var teams = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var happened in Bank(new() { Customers = 1000, Managers = 1, Branches = 1, To = Year.From }).Events())
        {
            using var read = JsonDocument.Parse(happened.Json);
            if (read.RootElement.GetProperty("type").GetString() == "customer.assigned") teams.Add(read.RootElement.GetProperty("data").GetProperty("team").GetString()!);
        }

        Assert.Equal(["outlet1", "product1", "wealth1"], teams);
    }

    private static DemoBank Bank(DemoBankOptions options) => new(options, DemoBooks.Shipped.Calendar);

    private static string Hash(DemoBank bank)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var happened in bank.Events()) hash.AppendData(happened.Json.Span);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
