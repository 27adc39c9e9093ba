using Nba.Host.Delivery;
using Nba.Host.Settings;

namespace Nba.Host.Tests.Delivery;

/// <summary>The files that deliveries live by: what is wrong with them is told once, and nothing is replaced.</summary>
public sealed class DeliveryFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-delivery-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_is_made_once_and_one_that_is_none_is_not_replaced()
    {
        var file = Path.Combine(_folder, "answer.key");

        Assert.Equal(AnswerTokens.KeyOf(file), AnswerTokens.KeyOf(file));
        File.WriteAllText(file, "half a key");
        var refused = Assert.Throws<CannotStartException>(() => AnswerTokens.KeyOf(file));
        Assert.Contains("has 10 bytes, and the key of links to answer by has 64", refused.Message, StringComparison.Ordinal);
        Assert.Equal("half a key", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_once_until_it_is()
    {
        var place = Path.Combine(_folder, "subscriptions");
        var folder = new SubscriptionFolder(place, "en", TimeSpan.FromSeconds(1), new DeliveryForms(place));

        Assert.Contains("there is no folder", Assert.Single(folder.Changed()!.Problems).Message, StringComparison.Ordinal);
        Assert.Null(folder.Changed());
        Directory.CreateDirectory(place);
        Assert.Empty(folder.Changed()!.Problems);
        Assert.Null(folder.Changed());
    }
}
