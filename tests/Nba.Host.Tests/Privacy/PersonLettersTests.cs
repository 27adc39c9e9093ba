using System.Text;
using Nba.Host.Privacy;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Privacy;

/// <summary>What cannot be read is a person's where it says their id, and not where it says another's that begins or ends like it.</summary>
public sealed class PersonLettersTests : WithKeys
{
    [Theory]
    [InlineData("C1", true)]
    [InlineData("{\"subject\":\"C1\"", true)]
    [InlineData("about C1, and C2", true)]
    [InlineData("C10 C1", true)]
    [InlineData("\"\\nC1\"", true)]
    [InlineData("C10", false)]
    [InlineData("AC1", false)]
    [InlineData("C1-2 x.C1 C1_ C1: @C1 客C1", false)]
    public void An_id_is_a_word_of_its_own(string text, bool says) => Assert.Equal(says, PersonLetters.Says(Encoding.UTF8.GetBytes(text), "C1"u8));

    [Fact]
    public async Task A_letter_that_says_a_longer_id_is_neither_given_out_nor_erased()
    {
        _bank.Seal = _keys.Places;
        await MarkedBank.Run(_bank);
        using var broken = await _bank.Post("/events", """{"subject":"K-one0", MARK-3-broken""");
        Assert.Equal(400, (int)broken.StatusCode);
        var letters = (await _bank.Get("/dead-letters")).GetProperty("deadLetters").EnumerateArray().Select(l => l.GetProperty("position").GetInt64()).ToList();

        Assert.Equal(2, (await _bank.Get("/customers/K-one/export")).GetProperty("deadLetters").GetArrayLength());
        await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));

        var left = (await _bank.Get("/dead-letters")).GetProperty("deadLetters").EnumerateArray().Select(l => l.GetProperty("position").GetInt64()).ToList();
        Assert.Equal([letters.Max()], left);
        Assert.Contains("MARK-3-broken", await _bank.Client.GetStringAsync($"/dead-letters/{left[0]}"), StringComparison.Ordinal);
    }
}
