using System.Text.RegularExpressions;
using Nba.Engine.Sources;
using Nba.Host.Delivery;
using Nba.House;

namespace Nba.Host.Tests.Readme;

/// <summary>Subscriptions of the page and of the samples are such as a host takes.</summary>
public sealed partial class ManagersToolsPageTests
{
    [Fact]
    public void Every_subscription_of_the_page_is_taken()
    {
        var blocks = Block().Matches(Repository.Read("docs/managers-tools.md"));
        Assert.True(blocks.Count >= 3, $"the page has {blocks.Count} subscriptions");
        foreach (Match block in blocks)
        {
            var problems = new ProblemList();
            var read = new SubscriptionReader("folder", new DeliveryForms("folder"), problems).Read(new SourceFile("page.json", block.Groups[1].Value), "zh-CN");
            Assert.True(read is not null, string.Join('\n', problems.Sorted()) + "\n" + block.Value);
        }
    }

    [Fact]
    public void The_samples_are_taken_and_their_secret_is_one()
    {
        var folder = Path.Combine(Repository.Root, "samples/delivery");
        var load = new SubscriptionFolder(folder, "zh-CN", TimeSpan.FromSeconds(1), new DeliveryForms(folder)).Changed()!;

        Assert.Empty(load.Problems);
        var to = Assert.IsType<HttpAddress>(Assert.Single(load.Subscriptions!).To);
        Assert.NotNull(StandardWebhook.Secret(File.ReadAllText(Assert.Single(to.SecretFiles))));
    }

    [GeneratedRegex("```json subscription\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
