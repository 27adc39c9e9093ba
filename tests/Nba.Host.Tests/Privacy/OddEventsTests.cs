using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nba.Host.Privacy;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Privacy;

/// <summary>Events as nobody writes them by hand: what is taken in or refused of them is found, given out and erased like any other.</summary>
public sealed class OddEventsTests : WithKeys
{
    // As long as an id may be: in escapes twice as long as its bytes are.
    private static readonly string Long = new('\u4E2D', 100);

    [Theory]
    [InlineData(200, "MARK-half-name", """{"specversion":"1.0","id":"1","source":"test","type":"transfer.out","subject":"K-one","xy\ud800":"MARK-half-name","data":{"amount":5}}""")]
    [InlineData(200, "MARK-other-name", """{"specversion":"1.0","id":"2","source":"test","type":"transfer.out","subject":"K-one","subj\u0065ct":"K-two","note":"MARK-other-name","data":{"amount":5}}""")]
    [InlineData(200, "MARK-escaped", """{"specversion":"1.0","id":"3","source":"test","type":"transfer.out","subject":"\u004b-one","note":"MARK-escaped","data":{"amount":5}}""")]
    [InlineData(400, "MARK-half-pair", """{"specversion":"1.0","id":"4","source":"test","type":"transfer.out","subject":"K-one","data":{"amount":"MARK-half-pair\ud800"}}""")]
    [InlineData(400, "MARK-bytes", """{"specversion":"1.0","id":"5","source":"test","type":"transfer.out","subject":"K-one","note":"MARK-bytes~","data":{"amount":5}}""")]
    [InlineData(400, "MARK-deep", "DEEP")]
    public async Task It_is_given_out_as_json_that_can_be_read_and_is_erased(int status, string mark, string json)
    {
        _bank.Seal = _keys.Places;
        await _bank.Run();
        await _bank.Take(RunningBank.Registered("K-one"), RunningBank.Registered("K-two"));
        // Sixty-three levels, the event's own included; and bytes that are no UTF-8.
        if (json == "DEEP") json = $$"""{"specversion":"1.0","id":"6","source":"test","type":"transfer.out","subject":"K-one","data":{{new string('[', 62)}}"MARK-deep"{{new string(']', 62)}}}""";
        var bytes = Encoding.UTF8.GetBytes(json);
        if (Array.IndexOf(bytes, (byte)'~') is >= 0 and var at) bytes[at] = 0xFF;
        Assert.Equal(status, await Post(bytes));

        var document = await _bank.Client.GetByteArrayAsync(new Uri("/customers/K-one/export", UriKind.Relative));
        using (var export = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = 128 }))
        {
            Assert.All(Texts(export.RootElement), Assert.NotNull);
            var all = document.Concat(Texts(export.RootElement).SelectMany(Decoded)).ToArray();
            Assert.True(all.AsSpan().IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0, "it is not in the export");
        }
        Assert.StartsWith("<!doctype html>", PersonPage.Of(document), StringComparison.Ordinal);
        Assert.DoesNotContain(mark, await _bank.Client.GetStringAsync(new Uri("/customers/K-two/export", UriKind.Relative)), StringComparison.Ordinal);

        var other = (await _bank.Get("/customers/K-two/decisions")).GetRawText();
        await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));
        Assert.Equal(other, (await _bank.Get("/customers/K-two/decisions")).GetRawText());
        Assert.Empty(await Held(mark));
    }

    [Fact]
    public async Task The_longest_id_in_escapes_is_its_customers()
    {
        _bank.Seal = _keys.Places;
        await _bank.Run();
        await _bank.Take(RunningBank.Event("r1", "customer.registered", Long, """{"name":"张三","kind":"personal"}"""));
        var escaped = string.Concat(Long.Select(c => $"\\u{(int)c:x4}"));
        Assert.Equal(200, await Post(Encoding.UTF8.GetBytes(RunningBank.Transfer("t1", escaped, 5).Replace("\"kept\"", "\"MARK-long\"", StringComparison.Ordinal))));

        Assert.Contains("MARK-long", await _bank.Client.GetStringAsync(new Uri($"/customers/{Uri.EscapeDataString(Long)}/export", UriKind.Relative)), StringComparison.Ordinal);
        await RunningBank.Json(await MarkedBank.Erase(_bank, Uri.EscapeDataString(Long)));
        Assert.Empty(await Held("MARK-long"));
    }

    // In files, and in rows as whoever has the keys reads them.
    private async Task<List<string>> Held(string mark)
    {
        var directory = _bank.Settings.Store.Directory;
        await _bank.Stop();
        var found = MarkedFiles.Of(_bank.Data, [mark]).ToList();
        using var store = Nba.Host.State.Store.OpenReadOnly(directory);
        using var rows = store.Scan([]);
        while (rows.MoveNext())
        {
            if (rows.Value.IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0) found.Add(Convert.ToHexString(rows.Key));
        }
        return found;
    }

    private async Task<int> Post(byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json");
        using var response = await _bank.Client.PostAsync(new Uri("/events", UriKind.Relative), content);
        return (int)response.StatusCode;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => Texts(m.Value).Append(m.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };

    private static byte[] Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }
}
