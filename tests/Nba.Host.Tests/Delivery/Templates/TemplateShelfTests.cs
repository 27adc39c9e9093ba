using Nba.Engine.Sources;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Tests.Delivery.Templates;

public sealed class TemplateShelfTests : IDisposable
{
    private static readonly SourceMark Asked = new("destinations.json", 4, 17);

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-templates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_banks_own_template_comes_before_the_shipped_one()
    {
        Write("slack.json", """{"format": "plain", "messages": {"raised": {"body": "own"}}}""");
        var problems = new ProblemList();

        Assert.Equal("plain", new TemplateShelf(_folder).Find("slack", Asked, problems)!.Format.Word);
        Assert.Equal("slack", new TemplateShelf().Find("slack", Asked, problems)!.Format.Word);
        Assert.Empty(problems.Sorted());
    }

    [Fact]
    public void It_lists_both()
    {
        Write("lark.json", "{}");
        Write(".hidden.json", "{}");
        Write("readme.txt", "");
        Assert.Equal(["dingtalk", "dynamics365-task", "lark", "plain", "salesforce-task", "slack", "teams", "wecom"], new TemplateShelf(_folder).Names);
        Assert.Equal(TemplateShelf.Shipped, new TemplateShelf(Path.Combine(_folder, "none")).Names);
    }

    [Fact]
    public void A_name_that_is_nowhere_is_told_where_it_was_asked_for_with_the_nearest() =>
        Assert.Equal("NBA2208 destinations.json:4:17 'slak' is no message template (there are dingtalk, dynamics365-task, plain, salesforce-task, slack, teams, wecom); did you mean 'slack'?", Problem("slak"));

    [Theory]
    [InlineData("../slack")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void A_name_is_never_a_path(string name)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(_folder)!, "nba-outside.json"), """{"format": "plain", "messages": {"raised": {"body": "x"}}}""");
        Assert.StartsWith($"NBA2208 destinations.json:4:17 '{name}' is no message template", Problem(name), StringComparison.Ordinal);
        Assert.StartsWith("NBA2208", Problem("../nba-outside"), StringComparison.Ordinal);
        File.Delete(Path.Combine(Path.GetDirectoryName(_folder)!, "nba-outside.json"));
    }

    [Fact]
    public void Faults_of_the_banks_own_template_are_told_with_its_file()
    {
        Write("lark.json", """{"format": "json", "messages": {"raised": {"body": "{onwer}"}}}""");
        Assert.Equal($"NBA2302 {_folder}/lark.json:1:54 'onwer' is no name of a message; did you mean 'owner'?", Problem("lark"));
    }

    [Fact]
    public void A_shipped_template_copied_into_the_banks_folder_says_the_same()
    {
        foreach (var name in TemplateShelf.Shipped) Write(name + ".json", TemplateShelf.ShippedFile(name)!.Text);
        var content = ToldWords.Content(DeliveryKind.Raised);
        foreach (var name in TemplateShelf.Shipped)
            Assert.Equal(ToldWords.Shipped(name).Render(content)!.Body, new TemplateShelf(_folder).Find(name, Asked, new ProblemList())!.Render(content)!.Body);
        Assert.Null(TemplateShelf.ShippedFile("slak"));
    }

    private string Problem(string name)
    {
        var problems = new ProblemList();
        Assert.Null(new TemplateShelf(_folder).Find(name, Asked, problems));
        return Assert.Single(problems.Sorted()).ToString();
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
