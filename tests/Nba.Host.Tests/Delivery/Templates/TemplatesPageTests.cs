using System.Text;
using System.Text.RegularExpressions;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;
using Nba.House;

namespace Nba.Host.Tests.Delivery.Templates;

public sealed partial class TemplatesPageTests
{
    private static readonly string Page = Repository.Read("docs/message-templates.md");

    [Fact]
    public void The_example_works()
    {
        var template = ToldWords.Template(Example().Match(Page).Groups[1].Value);
        RenderedMessage Of(DeliveryKind kind, string language) => template.Render(ToldWords.Content(kind, language))!;
        string Body(DeliveryKind kind, string language) => Encoding.UTF8.GetString(Of(kind, language).Body);

        Assert.Equal("/rooms/rm01/messages?key=00000000000000000000000000000a01", Of(DeliveryKind.Raised, "en").Path);
        Assert.StartsWith("**Term deposit matures on 6 March: speak about renewal**\nCustomer: Wang Fang (P00012)\n- One of your deposits", Body(DeliveryKind.Raised, "en"), StringComparison.Ordinal);
        Assert.EndsWith("[完成](https://nba.bank.example/answers/00000000000000000000000000000a01/done?t=Zm9v_-x)", Body(DeliveryKind.Changed, "zh-CN"), StringComparison.Ordinal);
        Assert.Equal("~~Term deposit matures on 6 March: speak about renewal~~ the campaign \"spring deposits\" is off", Body(DeliveryKind.Gone, "en"));
        Assert.EndsWith("\n3. Birthday greeting\nP00031\nand 2 more", Body(DeliveryKind.Digest, "en"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_every_name_format_and_shipped_template() =>
        Findings.None(MessageName.Words.Concat(MessageFormat.Words).Concat(TemplateShelf.Shipped).Where(word => !Page.Contains($"`{word}`", StringComparison.Ordinal)).Select(word => $"docs/message-templates.md does not tell of `{word}`"));

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
