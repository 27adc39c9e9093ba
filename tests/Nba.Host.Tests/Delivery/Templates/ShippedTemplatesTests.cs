using System.Text;
using System.Text.Json.Nodes;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;
using Nba.House;

namespace Nba.Host.Tests.Delivery.Templates;

public sealed class ShippedTemplatesTests
{
    private static readonly DeliveryKind[] Kinds = Enum.GetValues<DeliveryKind>();

    public static TheoryData<string, string> All => [.. TemplateShelf.Shipped.SelectMany(name => new[] { (name, "zh-CN"), (name, "en") })];

    public static TheoryData<string> Names => [.. TemplateShelf.Shipped];

    [Fact]
    public void There_is_one_for_each_tool() =>
        Assert.Equal(["dingtalk", "dynamics365-task", "plain", "salesforce-task", "slack", "teams", "wecom"], TemplateShelf.Shipped);

    [Theory]
    [MemberData(nameof(All))]
    public void What_they_say_is_known(string name, string language)
    {
        var template = ToldWords.Shipped(name);
        var all = new JsonObject();
        foreach (var kind in Kinds) all[kind.ToString().ToLowerInvariant()] = Shown(template, ToldWords.Content(kind, language));
        all["raised without links"] = Shown(template, ToldWords.Content(DeliveryKind.Raised, language, links: false));
        Golden.Stored(all.ToJsonString(ToldWords.Readable) + "\n", $"messages/{name}-{language}.json");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_they_make_of_hostile_words_is_known(string name)
    {
        var template = ToldWords.Shipped(name);
        var all = new JsonObject();
        foreach (var kind in new[] { DeliveryKind.Raised, DeliveryKind.Gone }) all[kind.ToString().ToLowerInvariant()] = Shown(template, HostileWords.InTurn(ToldWords.Content(kind)));
        Golden.Stored(all.ToJsonString(ToldWords.Readable) + "\n", $"messages/hostile-{name}.json");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void They_tell_who_what_why_and_by_when_then_appeal_benefit_credibility_and_the_question(string name, string language)
    {
        var content = ToldWords.Content(DeliveryKind.Raised, language);
        var (action, body) = (content.Actions[0], Said(ToldWords.Shipped(name).Render(content)!));

        foreach (var words in new[] { action.Name!, action.Title, action.Reason, action.DueOn! }) Assert.Contains(words, body, StringComparison.Ordinal);
        var places = action.TalkingPoints.Select(p => p.Text).Append(action.Question).Select(words => body.IndexOf(words, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Answer_links_are_there_only_where_they_are_set_up(string name)
    {
        string Of(bool links) => Said(ToldWords.Shipped(name).Render(ToldWords.Content(DeliveryKind.Raised, links: links))!);

        var with = Of(true);
        foreach (var outcome in new[] { "done", "accepted", "declined", "snoozed" }) Assert.Contains($"a01/{outcome}?t=Zm9v_-x", with, StringComparison.Ordinal);
        Assert.DoesNotContain("nba.bank.example", Of(false), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_gone_says_what_it_was_and_why(string name, string language)
    {
        var content = ToldWords.Content(DeliveryKind.Gone, language);
        var body = Said(ToldWords.Shipped(name).Render(content)!);

        Assert.Contains(content.Actions[0].Title, body, StringComparison.Ordinal);
        Assert.Contains(content.WhyWords!, body, StringComparison.Ordinal);
        Assert.DoesNotContain(content.Actions[0].Question, body, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_is_struck_out_where_a_tool_can()
    {
        var content = ToldWords.Content(DeliveryKind.Gone);

        Assert.Contains($"~{content.Actions[0].Title}~", Said(ToldWords.Shipped("slack").Render(content)!), StringComparison.Ordinal);
        Assert.Contains("\"strikethrough\":true", Encoding.UTF8.GetString(ToldWords.Shipped("teams").Render(content)!.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("done", 1, 5, "Completed")]
    [InlineData("met", 1, 5, "Completed")]
    [InlineData("campaign-off", 2, 6, "Deferred")]
    public void A_task_of_what_is_gone_is_completed_when_it_was_done_and_else_cancelled(string why, int state, int status, string word)
    {
        var content = ToldWords.Content(DeliveryKind.Gone) with { Why = why };
        var (dynamics, salesforce) = (ToldWords.Shipped("dynamics365-task").Render(content)!, ToldWords.Shipped("salesforce-task").Render(content)!);

        Assert.Equal(("PATCH", "/tasks(nba_actionid='00000000000000000000000000000a01')"), (dynamics.Method, dynamics.Path));
        Assert.Equal((state, status), ((int)ToldWords.Json(dynamics)["statecode"]!, (int)ToldWords.Json(dynamics)["statuscode"]!));
        Assert.Equal(("PATCH", "/services/data/v61.0/sobjects/Task/NBA_Action_Id__c/00000000000000000000000000000a01"), (salesforce.Method, salesforce.Path));
        Assert.Equal(word, (string?)ToldWords.Json(salesforce)["Status"]);
    }

    [Fact]
    public void A_task_without_a_date_empties_the_date()
    {
        var content = ToldWords.Content(DeliveryKind.Changed);
        content = content with { Actions = [content.Actions[0] with { Due = null, DueOn = null, Expires = null }] };

        Assert.Contains("\"scheduledend\":null", Encoding.UTF8.GetString(ToldWords.Shipped("dynamics365-task").Render(content)!.Body), StringComparison.Ordinal);
        Assert.Contains("\"ActivityDate\":null", Encoding.UTF8.GetString(ToldWords.Shipped("salesforce-task").Render(content)!.Body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_manager_has_nothing_to_say_of_a_day() =>
        Assert.Equal(["dynamics365-task", "salesforce-task"], TemplateShelf.Shipped.Where(name => ToldWords.Shipped(name).Render(ToldWords.Content(DeliveryKind.Digest)) is null));

    [Theory]
    [InlineData("plain")]
    [InlineData("teams")]
    [InlineData("slack")]
    [InlineData("wecom")]
    [InlineData("dingtalk")]
    public void A_day_without_actions_says_so(string name)
    {
        var content = ToldWords.Content(DeliveryKind.Digest, more: 0) with { Actions = [] };
        Assert.Contains("Nothing to do today.", Said(ToldWords.Shipped(name).Render(content)!), StringComparison.Ordinal);
        Assert.Contains("今天没有要办的事。", Said(ToldWords.Shipped(name).Render(content with { Language = "zh-CN" })!), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_in_both_languages_what_it_is_for(string name)
    {
        var file = JsonNode.Parse(TemplateShelf.ShippedFile(name)!.Text)!;
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", (string?)file["zh"]);
        Assert.NotEmpty(((string?)file["en"])!);
    }

    private static JsonNode? Shown(MessageTemplate template, DeliveryContent content)
    {
        if (template.Render(content) is not { } message) return null;
        var body = Encoding.UTF8.GetString(message.Body);
        return new JsonObject
        {
            ["method"] = message.Method,
            ["path"] = message.Path,
            ["contentType"] = message.ContentType,
            ["body"] = template.Format.IsText ? new JsonArray([.. body.Split('\n').Select(line => JsonValue.Create(line))]) : JsonNode.Parse(body),
        };
    }

    private static string Said(RenderedMessage message)
    {
        var body = Encoding.UTF8.GetString(message.Body);
        return message.ContentType.StartsWith("text/", StringComparison.Ordinal) ? body : string.Join('\n', ToldWords.Texts(JsonNode.Parse(body)));
    }
}
