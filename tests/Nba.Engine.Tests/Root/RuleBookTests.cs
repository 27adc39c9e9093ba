namespace Nba.Engine.Tests.Root;

public sealed class RuleBookTests
{
    [Fact]
    public void The_test_book_loads() => Assert.Empty(TestBook.Load().Problems);

    [Fact]
    public void Equal_content_is_an_equal_version_whatever_the_order_of_files()
    {
        var files = TestBook.Files();
        Assert.Equal(RuleBook.Load(files).Book!.Version, RuleBook.Load([.. files.Reverse()]).Book!.Version);
        Assert.NotEqual(RuleBook.Load(files).Book!.Version, TestBook.With(("parameters.json", TestBook.Parameters + "\n")).Version);
    }
}
