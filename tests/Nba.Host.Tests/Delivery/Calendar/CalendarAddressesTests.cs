using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nba.Host.Commands;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Calendar;
using Nba.Host.State;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>Secret addresses: told once, kept as hashes, replaced and taken back, by a running host and by commands at a stopped one.</summary>
public sealed class CalendarAddressesTests
{
    [Fact]
    public async Task An_address_has_256_random_bits_and_the_store_only_their_hash()
    {
        await using var bank = await CalendarBank.Start();
        var (first, second) = (await bank.Address("anna"), await bank.Address("bo"));
        var secret = first["/calendar/".Length..^".ics".Length];

        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(secret).Length);
        Assert.NotEqual(first, second);
        await bank.Bank.Stop();
        using var store = DeliveryStore.OpenReadOnly(bank.Bank.Settings)!;
        var row = Row(store, "anna");
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), row[..32]);
        var files = Directory.GetFiles(Path.Combine(bank.Bank.Data, DeliveryStore.Folder)).Where(f => !f.EndsWith(".lock", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(f) != "LOCK");
        Assert.All(files, file => Assert.False(Holds(File.ReadAllBytes(file), Encoding.ASCII.GetBytes(secret)), $"{file} holds the secret"));
    }

    [Fact]
    public async Task A_wrong_a_replaced_and_a_revoked_address_are_answered_alike()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var replaced = await bank.Address("anna");
        var revoked = await bank.Address("anna");
        Assert.Single((await bank.Read(revoked)).Events);
        using (var answer = await bank.Bank.Client.DeleteAsync("/calendar-addresses/anna")) Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);

        var answers = new List<string>();
        foreach (var address in new[] { "/calendar/x.ics", "/calendar/" + new string('A', 43) + ".ics", "/calendar/%E5%BC%A0.ics", replaced, revoked, "/calendar/anna.ics" })
        {
            using var answer = await bank.Bank.Client.GetAsync(address);
            answers.Add($"{(int)answer.StatusCode} {answer.Headers.ETag} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.StartsWith("404 ", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        using var again = await bank.Bank.Client.DeleteAsync("/calendar-addresses/anna");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task What_a_revoked_calendar_showed_is_forgotten_and_what_a_replaced_one_showed_is_not()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        await bank.One(await bank.Address("anna"));
        await bank.Answer("anna", "accepted", ""","at":"2026-03-03T07:30:00Z" """);

        Assert.Equal(1, (await bank.One(await bank.Address("anna"))).Sequence);

        using (await bank.Bank.Client.DeleteAsync("/calendar-addresses/anna"))
        {
            // As a reader that was let in just before.
            Assert.NotNull(bank.Bank.Service<CalendarFeeds>().Of("anna", "en"));
            await bank.Bank.Stop();
        }
        using var store = DeliveryStore.OpenReadOnly(bank.Bank.Settings)!;
        using var rows = store.Rows.Scan(new Keys(0).Prefix(Table.Feeds));
        Assert.False(rows.MoveNext());
    }

    [Theory]
    [InlineData("""{"manager":"ana","language":"en"}""", "did you mean 'anna'?")]
    [InlineData("""{"manager":"","language":"en"}""", "'manager' must name whose")]
    [InlineData("""{"manager":"anna","language":"fr"}""", "'language' must be one of zh-CN, en")]
    [InlineData("""{"manager":"anna"}""", "'language' must be one of zh-CN, en")]
    [InlineData("null", "'manager' must name whose")]
    public async Task An_address_that_cannot_be_given_is_refused_with_why(string request, string fault)
    {
        await using var bank = await CalendarBank.Start();

        var problem = await RunningBank.Json(await bank.Bank.Post("/calendar-addresses", request, "application/json"), 400);

        Assert.Contains(fault, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await bank.Bank.Get("/calendar-addresses")).GetProperty("addresses").EnumerateArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commands_give_list_and_revoke_at_a_running_and_at_a_stopped_bank(bool isRunning)
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        if (!isRunning) await bank.Bank.Stop();
        var settings = bank.Bank.Settings;
        Assert.Empty(await Listed(settings));

        var given = JsonSerializer.Deserialize((await CalendarDoor.Give(settings, new CalendarAddressRequest("anna", "en"))).Bytes, CalendarJson.Web.CalendarAddressAnswer)!;
        Assert.Contains("did you mean 'anna'", (await CalendarDoor.Give(settings, new CalendarAddressRequest("ana", "en"))).Absence?.ToString(), StringComparison.Ordinal);
        var listed = Assert.Single(await Listed(settings));
        Assert.Equal(("anna", "安娜", "en", null), (listed.Manager, listed.Name, listed.Language, listed.Path));

        if (!isRunning) await bank.Bank.Run();
        Assert.StartsWith("Due: ", (await bank.One("/" + given.Path)).Summary, StringComparison.Ordinal);
        if (!isRunning) await bank.Bank.Stop();
        Assert.Null(await CalendarDoor.Revoke(settings, "anna"));
        Assert.Contains("has no calendar address", (await CalendarDoor.Revoke(settings, "anna"))?.ToString(), StringComparison.Ordinal);
        Assert.Empty(await Listed(settings));
    }

    private static async Task<IReadOnlyList<CalendarAddressAnswer>> Listed(Nba.Host.Settings.HostSettings settings) =>
        JsonSerializer.Deserialize(await CalendarDoor.All(settings), CalendarJson.Web.CalendarAddressesAnswer)!.Addresses;

    private static byte[] Row(DeliveryStore store, string owner)
    {
        var bytes = Array.Empty<byte>();
        Assert.True(store.Rows.TryGet(new Keys(0).Text(Table.FeedAddresses, owner), ref bytes, out var length));
        return bytes[..length];
    }

    private static bool Holds(ReadOnlySpan<byte> file, ReadOnlySpan<byte> secret) => file.IndexOf(secret) >= 0;
}
