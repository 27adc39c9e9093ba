using System.Text;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Tests.Delivery.Templates;

public sealed class MessageTemplateTests
{
    private static readonly DeliveryContent Raised = ToldWords.Content(DeliveryKind.Raised);
    private static readonly DeliveryContent Digest = ToldWords.Content(DeliveryKind.Digest);

    [Fact]
    public void A_name_in_braces_is_its_value() =>
        Assert.Equal("rm01 2026-03-02: Wang Fang, 2026-03-06, 3, false", ToldWords.Said("\"{owner} {date}: {action.name}, {action.dueOn}, {action.version}, {action.overdue}\"", Raised));

    [Fact]
    public void The_first_of_several_names_that_has_a_value_is_taken()
    {
        var nameless = Raised with { OwnerName = null, Actions = [Raised.Actions[0] with { Name = null }] };
        Assert.Equal("Li Na Wang Fang", ToldWords.Said("\"{ownerName|owner} {action.name|action.customer}\"", Raised));
        Assert.Equal("rm01 P00012", ToldWords.Said("\"{ownerName|owner} {action.name|action.customer}\"", nameless));
    }

    [Fact]
    public void A_name_that_nobody_can_see_is_none() =>
        Assert.All(["", " \n", "\u202E\u200B", "\0"], unseen => Assert.Equal("P00012", ToldWords.Said("\"{action.name|action.customer}\"", Raised with { Actions = [Raised.Actions[0] with { Name = unseen }] })));

    [Fact]
    public void A_name_without_a_value_is_nothing() => Assert.Equal("[]", ToldWords.Said("\"[{action.flag}]\"", Raised));

    [Fact]
    public void Two_braces_are_one() => Assert.Equal("{action.title} {P00012}", ToldWords.Said("\"{{action.title}} {{{action.customer}}}\"", Raised));

    [Fact]
    public void A_number_or_truth_value_stays_one_where_the_template_says_so() =>
        Assert.Equal("""{"a":3,"b":"3","c":false,"d":120.5,"e":[1,"x",null,true]}""",
            ToldWords.Said("""{"a": "{=action.version}", "b": "{action.version}", "c": "{=action.overdue}", "d": "{=action.score}", "e": [1, "x", null, true]}""", Raised, "json"));

    [Fact]
    public void A_value_is_cut_where_the_template_says_so() => Assert.Equal("Term depo… Wang Fang", ToldWords.Said("\"{action.title:10} {action.name:plain,10}\"", Raised));

    [Fact]
    public void A_part_is_left_out_where_its_value_is_not_there()
    {
        const string Body = """{"due": {"if": "action.dueOn", "then": "{action.dueOn}"}, "late": {"if": "action.overdue", "then": "yes", "else": "no"}, "list": [1, {"if": "action.flag", "then": 2}, {"if": "action.name", "then": [3, 4]}], "more": {"if": "more", "then": true}}""";
        Assert.Equal("""{"due":"2026-03-06","late":"no","list":[1,3,4]}""", ToldWords.Said(Body, Raised, "json"));
    }

    [Fact]
    public void A_null_that_is_written_is_a_value() => Assert.Equal("""{"a":null}""", ToldWords.Said("""{"a": {"if": "action.flag", "then": 1, "else": null}}""", Raised, "json"));

    [Fact]
    public void A_part_is_chosen_by_a_value_word()
    {
        const string Body = """{"a": {"choose": "action.purpose", "from": {"duty": 2, "service": 1}, "else": 0}, "b": {"choose": "action.channel", "from": {"visit": 1}, "else": 0}, "c": {"choose": "action.channel", "from": {"visit": 1}}}""";
        Assert.Equal("""{"a":1,"b":0}""", ToldWords.Said(Body, Raised, "json"));
    }

    [Fact]
    public void Words_are_those_of_the_language()
    {
        const string Body = """{"zh-CN": "你好", "en": "hello"}""";
        Assert.Equal("hello", ToldWords.Said(Body, Raised));
        Assert.Equal("你好", ToldWords.Said(Body, Raised with { Language = "zh-CN" }));
    }

    [Fact]
    public void A_list_has_what_is_said_of_each_action_and_talking_point()
    {
        const string Body = """{"list": [0, {"each": "actions", "do": {"n": "{=position}", "id": "{action.customer}", "points": [{"each": "talkingPoints", "do": "{point.kind}"}]}}], "flat": [{"each": "actions", "do": ["{position}", "{action.name|action.customer}"]}]}""";
        Assert.Equal("""
            {"list":[0,{"n":1,"id":"P00012","points":["appeal","benefit","credibility"]},{"n":2,"id":"C00007","points":["appeal","benefit","credibility"]},{"n":3,"id":"P00031","points":["appeal","benefit","credibility"]}],"flat":["1","Wang Fang","2","Changjiang Trading Co., Ltd","3","P00031"]}
            """.Trim(), ToldWords.Said(Body, Digest, "json"));
    }

    [Fact]
    public void Texts_are_joined_by_what_the_template_says() =>
        Assert.Equal("a\nb\nC00007, P00012", ToldWords.Said("""{"join": ["a", {"if": "why", "then": "x"}, "b", {"join": ["C00007", {"each": "actions", "do": "{action.customer}"}], "with": ", "}]}""", Raised));

    [Fact]
    public void A_named_part_means_what_it_means_where_it_is_used()
    {
        var template = ToldWords.Template("""
            {"format": "plain", "parts": {"who": {"if": "action.name", "then": "{action.name}", "else": {"part": "id"}}, "id": "{action.customer}"},
             "messages": {"raised": {"body": {"part": "who"}}, "digest": {"body": {"join": [{"each": "actions", "do": {"part": "who"}}]}}}}
            """);
        Assert.Equal("Wang Fang", Body(template, Raised));
        Assert.Equal("Wang Fang\nChangjiang Trading Co., Ltd\nP00031", Body(template, Digest));
    }

    [Fact]
    public void One_message_may_serve_several_kinds()
    {
        var template = ToldWords.Template("""{"format": "plain", "messages": {"raised": {"body": "{kind}"}, "changed": "raised"}}""");
        Assert.Equal("raised", Body(template, Raised));
        Assert.Equal("changed", Body(template, ToldWords.Content(DeliveryKind.Changed)));
        Assert.Equal([DeliveryKind.Raised, DeliveryKind.Changed], template.Kinds);
    }

    [Fact]
    public void A_template_that_has_nothing_to_say_of_a_kind_makes_no_message()
    {
        var template = ToldWords.Template("""{"format": "plain", "messages": {"raised": {"body": "x"}}}""");
        Assert.Null(template.Render(ToldWords.Content(DeliveryKind.Gone)));
        Assert.Null(template.Render(Raised with { Actions = [] }));
    }

    [Fact]
    public void Method_path_and_media_type_are_the_templates()
    {
        var template = ToldWords.Template("""{"format": "json", "contentType": "application/vnd.bank+json", "messages": {"raised": {"method": "PUT", "path": "/x/{action.id}", "body": {}}, "gone": {"method": "DELETE", "path": "/x/{action.id}"}}}""");
        var (put, delete) = (template.Render(Raised)!, template.Render(ToldWords.Content(DeliveryKind.Gone))!);
        Assert.Equal(("PUT", "/x/00000000000000000000000000000a01", "application/vnd.bank+json", "{}"), (put.Method, put.Path, put.ContentType, Encoding.UTF8.GetString(put.Body)));
        Assert.Equal(("DELETE", 0), (delete.Method, delete.Body.Length));
        var plain = ToldWords.Template("""{"format": "plain", "messages": {"raised": {"body": "x"}}}""").Render(Raised)!;
        Assert.Equal(("POST", "", "text/plain; charset=utf-8"), (plain.Method, plain.Path, plain.ContentType));
    }

    [Fact]
    public void Links_belong_to_the_action_spoken_of() =>
        Assert.Equal([.. Digest.Actions.Select(a => $"https://nba.bank.example/answers/{a.Id}/done?t=Zm9v_-x")],
            ToldWords.Said("""{"join": [{"each": "actions", "do": "{links.done}"}]}""", Digest).Split('\n'));

    [Fact]
    public void Many_threads_render_the_same()
    {
        var template = ToldWords.Shipped("teams");
        var once = Body(template, Digest);
        Assert.All(Enumerable.Range(0, 200).AsParallel().Select(_ => Body(template, Digest)), body => Assert.Equal(once, body));
    }

    [Fact]
    public void Whatever_is_known_of_an_action_has_a_name_or_is_left_out_knowingly()
    {
        string[] left = ["TalkingPoints", "Rules", "Members", "Status", "Why", "SnoozedUntil", "Owners", "Language", "Actions", "Links"];
        string[] Of(Type type, string before) => [.. type.GetProperties().Where(p => p.Name != "EqualityContract" && !left.Contains(p.Name)).Select(p => before + char.ToLowerInvariant(p.Name[0]) + p.Name[1..])];
        string[] known = [.. Of(typeof(ActionAnswer), "action."), .. Of(typeof(DeliveryContent), ""), .. Of(typeof(AnswerLinks), "links."), .. Of(typeof(TalkingPoint), "point.")];
        Assert.Equal([.. known.Concat(["language", "position", "shown", "total", "why"]).Distinct().Order(StringComparer.Ordinal)], MessageName.Words.Order(StringComparer.Ordinal));
    }

    private static string Body(MessageTemplate template, DeliveryContent content) => Encoding.UTF8.GetString(template.Render(content)!.Body);
}
