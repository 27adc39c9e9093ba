using Nba.Engine.Sources;
using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery;

/// <summary>Every fault of a subscription is told with its place and what is nearest.</summary>
public sealed class SubscriptionReaderTests
{
    private const string Good = """
        {"to": {"webhook": {"url": "https://crm.example.com/nba", "urls": {"rm1": "https://crm.example.com/rm1"},
          "secretFiles": ["new.txt", "old.txt"], "headerFiles": {"Authorization": "token.txt"}}},
         "template": "slack", "language": "en", "pace": "urgent-and-digest", "digestHour": 9,
         "wants": {"owners": ["rm1"], "purposes": ["sales"], "channels": ["phone"]},
         "quiet": {"from": 20, "until": 8}, "mostInHour": 10, "tries": 5, "timeoutSeconds": 3, "giveUpHours": 6}
        """;

    [Fact]
    public void All_that_it_says_is_read()
    {
        var read = Read(Good, out var problems);

        Assert.Empty(problems);
        var to = Assert.IsType<HttpAddress>(read!.To);
        Assert.Equal(("crm", "https://crm.example.com/rm1", "https://crm.example.com/nba", 2), (read.Name, to.Of("rm1")!.ToString(), to.Of("rm2")!.ToString(), to.SecretFiles.Count));
        Assert.Equal((DeliveryPace.UrgentAndDigest, 9, new QuietTime(20, 8), 10, 5, 3), (read.Pace, read.DigestHour, read.Quiet, read.MostInHour, read.Tries, (int)read.Timeout.TotalSeconds));
        Assert.Equal(6, read.GiveUp.TotalHours);
        Assert.Equal(Path.Combine("folder", "token.txt"), to.Headers["authorization"]);
    }

    [Theory]
    [InlineData("\"webhook\"", "\"webhok\"", 1, 8, "did you mean 'webhook'")]
    [InlineData("https://crm.example.com/nba", "ftp://crm.example.com/nba", 1, 28, "begins with https://")]
    [InlineData("https://crm.example.com/nba", "https://li:geheim@crm.example.com/nba", 1, 28, "without a name or password")]
    [InlineData("\"slack\"", "\"slak\"", 3, 14, "did you mean 'slack'")]
    [InlineData("\"urgent-and-digest\"", "\"urgent\"", 3, 49, "urgent-and-digest")]
    [InlineData("\"old.txt\"", "\"old.txt\", \"older.txt\"", 2, 41, "two secrets are valid")]
    [InlineData("\"Authorization\"", "\"Webhook-Id\"", 2, 58, "no header that can be set")]
    [InlineData("\"old.txt\"", "\"../old.txt\"", 2, 30, "below the folder")]
    [InlineData("\"token.txt\"", "\"/etc/token\"", 2, 75, "below the folder")]
    [InlineData("\"Authorization\": \"token.txt\"", "\"Authorization\": \"token.txt\", \"authorization\": \"other.txt\"", 2, 88, "stands here already")]
    [InlineData("\"sales\"", "\"sale\"", 4, 44, "did you mean 'sales'")]
    [InlineData("\"until\": 8", "\"until\": 20", 5, 11, "end at another hour")]
    [InlineData("\"tries\"", "\"trie\"", 5, 55, "did you mean 'tries'")]
    public void A_fault_is_told_with_its_place(string right, string wrong, int line, int column, string words)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        Read(Good.Replace(right, wrong, StringComparison.Ordinal), out var problems);

        Assert.True(problems.Any(p => (p.Line, p.Column) == (line, column) && p.Message.Contains(words, StringComparison.Ordinal)), $"expected {line}:{column} … {words}; there are\n{string.Join('\n', problems)}");
    }

    [Fact]
    public void A_message_is_tried_for_a_day_however_often_that_is_unless_the_file_says_otherwise()
    {
        var read = Read("""{"to": {"webhook": {"url": "https://crm.example.com"}}}""", out _)!;

        Assert.Equal((null, 24d), (read.Tries, read.GiveUp.TotalHours));
    }

    [Theory]
    [InlineData("https://crm.example.com/{owner}/in?who={owner}", "https://crm.example.com/li%2Fna/in?who=li%2Fna")]
    [InlineData("https://{owner}.example.com/in", "")]
    public void An_address_may_name_its_owner_behind_the_host(string url, string address)
    {
        var read = Read("""{"to": {"webhook": {"url": "URL"}}}""".Replace("URL", url, StringComparison.Ordinal), out var problems);

        if (address.Length == 0) Assert.Contains("behind the host alone", Assert.Single(problems).Message, StringComparison.Ordinal);
        else Assert.Equal((address, null), (((HttpAddress)read!.To).Of("li/na")!.AbsoluteUri, ((HttpAddress)read.To).Of("..")));
    }

    [Theory]
    [InlineData("""{"to": {"mail": {"address": "{owner}@bank.example"}}}""", "")]
    [InlineData("""{"to": {"mail": {"addresses": {"rm1": "li@bank.example"}}}}""", "")]
    [InlineData("""{"to": {"mail": {"address": "li@bank.example"}}}""", "{owner}")]
    [InlineData("""{"to": {"mail": {"addresses": {"rm1": "li bank"}}}}""", "a mail address")]
    [InlineData("""{"to": {"mail": {"address": "{owner}@bank.example"}}, "template": "slack"}""", "its own form")]
    [InlineData("""{"to": {"mail": {"address": "{owner}@bank.example"}, "webhook": {"url": "https://a.example"}}}""", "one of webhook and mail")]
    public void Mail_has_an_address_for_each_owner(string text, string words)
    {
        var read = Read(text, out var problems);
        if (words.Length == 0) Assert.Equal(DeliveryPace.Digest, read!.Pace);
        else Assert.Contains(problems, p => p.Message.Contains(words, StringComparison.Ordinal));
    }

    private static Subscription? Read(string text, out IReadOnlyList<RuleProblem> problems)
    {
        var list = new ProblemList();
        var read = new SubscriptionReader("folder", new DeliveryForms("folder"), list).Read(new SourceFile("crm.json", text), "zh-CN");
        problems = list.Sorted();
        return read;
    }
}
