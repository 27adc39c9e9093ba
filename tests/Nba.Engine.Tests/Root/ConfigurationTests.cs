namespace Nba.Engine.Tests.Root;

public sealed class ConfigurationTests
{
    [Fact]
    public void A_new_event_type_and_a_new_fact_need_no_programmer()
    {
        var vocabulary = TestBook.Vocabulary
            .Replace("\"page.viewed\":", "\"atm.refused\": {\"id\": 50, \"fields\": {\"machine\": {\"type\": \"text\", \"required\": true}}},\n\"page.viewed\":", StringComparison.Ordinal)
            .Replace("\"shownProduct\":", "\"refusals7\": {\"id\": 61, \"type\": \"integer\", \"default\": 0, \"zh\": \"取款失败\", \"en\": \"Refused at machines in 7 days\", \"fold\": {\"count\": \"atm.refused\", \"window\": \"7d\"}},\n\"shownProduct\":", StringComparison.Ordinal);
        var rule = """
            {"WorkflowName": "more", "Rules": [{"RuleName": "refused-often", "Expression": "customer.refusals7 >= 2",
              "Properties": {"on": "atm.refused", "action": {"id": "card-check", "purpose": "service", "channel": "phone", "episode": "none", "due": "1wd", "expires": "5d"}}}]}
            """;
        var before = TestBook.Load(("more.json", rule));
        Assert.Null(before.Book);

        using var scene = new Scene(TestBook.With(("vocabulary.json", vocabulary), ("more.json", rule), ("texts/more.json", TestBook.Texts("card-check")))).Known("2026-03-01");
        scene.Event("2026-03-03", "atm.refused", """{"machine": "m1"}""");
        Assert.Empty(scene.Queue("anna"));
        scene.Event("2026-03-03T11:00", "atm.refused", """{"machine": "m2"}""");
        Assert.Equal(["card-check"], scene.Queue("anna"));
    }
}
