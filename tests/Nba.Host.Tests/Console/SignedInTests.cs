using System.Net;
using Nba.Host.Tests.Access;

namespace Nba.Host.Tests.Console;

/// <summary>The console as somebody sees it who signed in with a browser.</summary>
public sealed class SignedInTests
{
    [Fact]
    public async Task Whoever_signs_in_begins_at_their_own_list_and_their_answer_is_in_their_name()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn("rm1");

        var (status, page) = await browser.Visit("/console");
        var (anothers, _, _) = await browser.Ask(HttpMethod.Get, new Uri(bank.Home, "/console/queues/rm2"));
        var fields = new ConsoleBank.Shown(status, null, page, "").Fields(await bank.Guarded.Action("C1"));
        using var answer = new HttpRequestMessage(HttpMethod.Post, new Uri(bank.Home, "/console/answers")) { Content = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("answer", "done"))) };
        answer.Headers.Add("Cookie", "nba=" + browser.Cookie);
        answer.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var taken = await bank.Bank.Client.SendAsync(answer);

        Assert.Equal((200, "/console/queues/rm1", 403), (status, browser.Visited[^2].AbsolutePath, anothers));
        Assert.Contains("My day", page, StringComparison.Ordinal);
        Assert.Contains("/console/sign-out", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        Assert.Equal(0, await bank.Guarded.Entries("rm1", bank.Guarded.Local));
        Assert.Contains("\"staff\":\"rm1\"", await FormsTests.Outcome(bank.Guarded, "C1"), StringComparison.Ordinal);
    }
}
