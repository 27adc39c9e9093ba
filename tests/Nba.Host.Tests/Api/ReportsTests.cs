namespace Nba.Host.Tests.Api;

/// <summary>Reports over HTTP, of a bank that goes on meanwhile.</summary>
public sealed class ReportsTests
{
    [Fact]
    public async Task The_page_counts_what_is_committed_and_goes_on_with_the_bank()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("K1"), RunningBank.Transfer("t1", "K1", 200_000));

        Assert.Equal(1, Given(await bank.Get("/reports")));
        await bank.Take(RunningBank.Registered("K2"), RunningBank.Transfer("t2", "K2", 200_000));
        Assert.Equal(2, Given(await bank.Get("/reports?from=2026-03-02&to=2026-03-02&careDays=30")));
    }

    [Theory]
    [InlineData("/reports?from=2026-03-02&to=2026-03-01", 400, "the first not after the last")]
    [InlineData("/reports?careDays=0", 400, "from 1 to 400")]
    [InlineData("/reports?from=2030-01-01", 404, "the log holds 2026-03-02 to 2026-03-02")]
    public async Task What_cannot_be_answered_is_told(string address, int status, string detail)
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("K1"));

        Assert.Contains(detail, (await bank.Get(address, status)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static int Given(System.Text.Json.JsonElement answer) => answer.GetProperty("report").GetProperty("total").GetProperty("given").GetInt32();
}
