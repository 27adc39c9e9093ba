using System.Text;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Commands;
using Nba.Host.Stages;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

public sealed class DeadLettersCommandTests
{
    private static readonly string Unknown = RunningBank.Event("x1", "transfer.off", "C1", """{"amount":200000}""");

    [Fact]
    public async Task A_letter_is_shown_with_its_reason_and_the_event_as_it_came()
    {
        await using var bank = await WithLetters();

        var shown = await NbaProcess.Run("dead-letters", "show", "1", "--data", bank.Data);

        Assert.Matches(@"(?m)^position  1\narrival   2026-03-02T02:00:00.000Z\nreason    unknown-type\ndetail    .*did you mean 'transfer.out'\?.*\nattempts  1\n\n\{\n  ""specversion"": ""1.0"",$", shown);
        Assert.Contains("\n  \"note\": \"kept\",\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_tools_the_event_is_JSON_where_it_is_and_bytes_where_not()
    {
        await using var bank = await WithLetters();

        using var json = JsonDocument.Parse(await NbaProcess.Run("dead-letters", "show", "1", "--json", "--data", bank.Data));
        Assert.Equal("unknown-type", json.RootElement.GetProperty("reason").GetString());
        Assert.Equal(Unknown, json.RootElement.GetProperty("event").GetRawText());

        using var bytes = JsonDocument.Parse(await NbaProcess.Run("dead-letters", "show", "3", "--json", "--data", bank.Data));
        Assert.Equal("{\u001b[2J", Encoding.UTF8.GetString(bytes.RootElement.GetProperty("bytes").GetBytesFromBase64()));
        Assert.False(bytes.RootElement.TryGetProperty("event", out _));
    }

    [Fact]
    public async Task What_is_no_JSON_is_escaped_and_cannot_speak_to_the_terminal()
    {
        await using var bank = await WithLetters();

        Assert.Contains("\n\n{\\x1B[2J\n", await NbaProcess.Run("dead-letters", "show", "3", "--data", bank.Data), StringComparison.Ordinal);
        Assert.Equal(@"客户\xFF\xC2\x85\\", EventText.Escaped([.. "客户"u8, 0xFF, .. "\u0085\\"u8]));
        Assert.Contains("\\u001B", EventText.Page(new DeadLetter(1, "", "", "", 1), """{"a":"\u001b"}"""u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_letter_is_1_and_says_so()
    {
        await using var bank = await WithLetters();

        var (code, _, error) = await NbaProcess.End("dead-letters", "show", "0", "--data", bank.Data);

        Assert.Equal((1, "nba: there is no dead letter at position 0\n"), (code, error));
    }

    [Fact]
    public async Task A_letter_whose_rules_were_mended_is_taken_and_counts_once()
    {
        await using var bank = await WithLetters();
        Assert.Empty((await bank.Get("/queues/unassigned")).GetProperty("today").EnumerateArray());
        await Mend(bank);

        Assert.Equal("         1  taken\n1 taken, 0 refused again\n", await NbaProcess.Run("dead-letters", "redrive", "1", "--data", bank.Data));
        Assert.Equal("outflow-call", (await bank.FirstAction()).GetProperty("action").GetString());

        Assert.Equal("         1  taken\n1 taken, 0 refused again\n", await NbaProcess.Run("dead-letters", "redrive", "--reason", "unknown-type", "--data", bank.Data));
        Assert.Equal(1, (await bank.Get("/health/ready")).GetProperty("counts").GetProperty("duplicates").GetInt32());
        Assert.Equal([1, 2, 3], (await bank.Get("/dead-letters")).GetProperty("deadLetters").EnumerateArray().Select(l => l.GetProperty("position").GetInt64()));
    }

    [Fact]
    public async Task What_is_refused_again_is_said_letter_by_letter_and_stays_a_letter()
    {
        await using var bank = await WithLetters();
        await Mend(bank);

        var (code, output, _) = await NbaProcess.End("dead-letters", "redrive", "--all", "--data", bank.Data);

        Assert.Equal(1, code);
        Assert.Matches(@"^         1  taken\n         2  refused again: missing-field  .+\n         3  refused again: not-json  .+\n1 taken, 2 refused again\n$", output);
        Assert.Equal(["unknown-type", "missing-field", "not-json", "missing-field", "not-json"], (await bank.Get("/dead-letters")).GetProperty("deadLetters").EnumerateArray().Select(l => l.GetProperty("reason").GetString()));
        var (_, again, _) = await NbaProcess.End("dead-letters", "redrive", "5", "99", "--data", bank.Data);
        Assert.Contains("        99  there is no dead letter at position 99\n0 taken, 1 refused again, 1 not found\n", again, StringComparison.Ordinal);
        // As it came, byte for byte.
        Assert.Equal("{\u001b[2J", Encoding.UTF8.GetString(bank.Service<Queries>().Event(6)!));
    }

    [Fact]
    public async Task Without_a_running_host_nothing_is_handed_in_and_the_message_says_how()
    {
        await using var bank = await WithLetters();
        await bank.Stop();

        var (code, output, error) = await NbaProcess.End("dead-letters", "redrive", "--all", "--data", bank.Data);

        Assert.Equal((3, ""), (code, output));
        Assert.Contains($"no host runs on '{bank.Data}'", error, StringComparison.Ordinal);
        Assert.Contains("nba run", error, StringComparison.Ordinal);
        Assert.Contains("transfer.off", await NbaProcess.Run("dead-letters", "show", "1", "--data", bank.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_was_killed_leaves_every_letter_named_as_not_handed_in()
    {
        await using var bank = await WithLetters();
        await bank.Stop();
        await File.WriteAllTextAsync(Path.Combine(bank.Data, BankHost.AddressFile), "http://127.0.0.1:1/", TestContext.Current.CancellationToken);

        var (code, output, error) = await NbaProcess.End("dead-letters", "redrive", "--all", "--data", bank.Data);

        Assert.Equal(3, code);
        Assert.Matches(@"^         1  no answer: .+\n         2  not handed in\n         3  not handed in\n$", output);
        Assert.Contains("0 taken, 0 refused again, 3 not handed in or not answered for", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 --all")]
    [InlineData("--all --reason not-json")]
    public async Task Which_letters_is_said_in_one_way(string arguments) =>
        Assert.Equal(2, (await NbaProcess.End(["dead-letters", "redrive", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])).Code);

    // A known customer, then three letters: of a type that is not known, without its amount, and no JSON at all.
    private static async Task<RunningBank> WithLetters()
    {
        var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"));
        string[] refused = [Unknown, RunningBank.Event("x2", "transfer.out", "C1", "{}"), "{\u001b[2J"];
        foreach (var letter in refused) await RunningBank.Json(await bank.Post("/events", letter), 400);
        return bank;
    }

    private static async Task Mend(RunningBank bank)
    {
        var old = (await bank.Get("/health/ready")).GetProperty("book").GetString();
        const string type = """{"zh": "转出", "en": "Transfer", "fields": {"amount": {"type": "decimal", "required": true, "zh": "金额", "en": "Amount"}}}""";
        BankRules.Write(bank.Rules, "vocabulary.json", BankRules.Vocabulary.Replace("\"transfer.out\":", "\"transfer.off\": " + type.Replace("{\"zh\"", "{\"id\": 3, \"zh\"", StringComparison.Ordinal) + ",\n    \"transfer.out\":", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("\"on\": [\"transfer.out\"]", "\"on\": [\"transfer.out\", \"transfer.off\"]", StringComparison.Ordinal));
        bank.Watcher.Check();
        Assert.True(bank.Watcher.Check(), string.Join('\n', bank.Watcher.Status.Problems));
        await RunningBank.Until("the mended book in force", async () => (await bank.Get("/health/ready")).GetProperty("book").GetString() != old);
    }
}
