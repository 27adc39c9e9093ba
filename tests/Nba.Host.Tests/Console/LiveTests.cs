using System.Net;
using Nba.Host.Access;
using Nba.Host.Tests.Access;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Console;

/// <summary>An open page is told that what it shows has changed, and nothing of what.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task A_list_tells_of_a_commit_that_changes_it_and_of_no_other()
    {
        await using var bank = await PagesTests.Bank();
        using var own = await Stream.Open(bank, "/console/queues/rm1/live");
        using var anothers = await Stream.Open(bank, "/console/queues/rm2/live");
        Assert.Equal(("open", "open"), (await own.Next(), await anothers.Next()));

        await bank.Take(RunningBank.Registered("C9", "MARKED"), RunningBank.Event("a9", "customer.assigned", "C9", """{"a":"rm1","branch":"west"}"""), RunningBank.Transfer("t9", "C9", 200000));

        Assert.Equal("changed", await own.Next());
        Assert.DoesNotContain("MARKED", own.Read, StringComparison.Ordinal);
        // Nothing but the sign of life that comes after some seconds.
        Assert.Equal(": here", await anothers.Line(bank));
    }

    [Fact]
    public async Task A_campaigns_page_tells_of_a_change()
    {
        await using var bank = await PagesTests.Bank();
        using var stream = await Stream.Open(bank, "/console/campaigns/spring/live");
        Assert.Equal("open", await stream.Next());

        await bank.Send("/console/campaigns/changes", new Dictionary<string, string> { ["campaign"] = "spring", ["change"] = "off", ["by"] = "rm1", ["why"] = "x" });

        await stream.Until("changed", bank);
    }

    [Fact]
    public async Task A_stream_ends_by_itself_so_that_it_does_not_outlive_a_sign_in()
    {
        await using var bank = await PagesTests.Bank();
        using var stream = await Stream.Open(bank, "/console/queues/rm1/live");
        Assert.Equal("open", await stream.Next());

        var at = bank.Clock.GetUtcNow();
        await stream.Until(null, bank);
        // Give or take what is looked at meanwhile.
        Assert.InRange((bank.Clock.GetUtcNow() - at).TotalMinutes, 4, 6);
    }

    [Fact]
    public async Task Nobody_follows_more_pages_than_a_person_can_have_open()
    {
        await using var bank = await PagesTests.Bank();
        List<Stream> open = [];
        try
        {
            for (var i = 0; i < AccessServices.StreamsAtATime; i++) open.Add(await Stream.Open(bank, "/console/queues/rm1/live"));
            using var more = await bank.Client.GetAsync("/console/queues/rm1/live", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.TooManyRequests, more.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await bank.Client.GetAsync("/console/queues/rm1")).StatusCode);
        }
        finally
        {
            foreach (var stream in open) stream.Dispose();
        }
    }

    [Fact]
    public async Task Nobody_follows_anothers_list()
    {
        await using var bank = await GuardedBank.Start();

        Assert.Equal(403, await bank.Status("GET", "/console/queues/rm2/live", bank.Person("rm1", "manager")));
        Assert.Equal(404, await bank.Status("GET", "/console/customers/C2/live", bank.Person("rm1", "manager")));
        Assert.Equal(401, await bank.Status("GET", "/console/queues/rm2/live", null));
    }

    private sealed class Stream(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        /// <summary>Everything that came so far.</summary>
        public string Read { get; private set; } = "";

        public static async Task<Stream> Open(RunningBank bank, string path)
        {
            var response = await bank.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            return new Stream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        /// <summary>The next event's name; null when the stream has ended.</summary>
        public async Task<string?> Next()
        {
            while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (line.Length > 0) Read += line + "\n";
                if (line.StartsWith("data:", StringComparison.Ordinal)) return Read.TrimEnd().Split('\n').Last(l => l.StartsWith("event: ", StringComparison.Ordinal))["event: ".Length..];
            }
            return null;
        }

        /// <summary>Moves the clock until a line comes.</summary>
        public async Task<string?> Line(RunningBank bank)
        {
            using var patience = new CancellationTokenSource(Patience);
            for (var next = reader.ReadLineAsync(); ;)
            {
                bank.Clock.Advance(TimeSpan.FromSeconds(1));
                await bank.Get("/health/ready");
                Assert.False(patience.IsCancellationRequested, $"no line came; so far: {Read}");
                if (!next.IsCompleted) continue;
                if (await next is not "") return await next;
                next = reader.ReadLineAsync();
            }
        }

        /// <summary>Moves the clock until an event comes.</summary>
        public async Task Until(string? name, RunningBank bank)
        {
            using var patience = new CancellationTokenSource(Patience);
            for (var next = Next(); ;)
            {
                bank.Clock.Advance(TimeSpan.FromSeconds(1));
                await bank.Get("/health/ready");
                Assert.False(patience.IsCancellationRequested, $"'{name ?? "the end"}' did not come; so far: {Read}");
                if (!next.IsCompleted) continue;
                if (await next == name) return;
                next = Next();
            }
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
