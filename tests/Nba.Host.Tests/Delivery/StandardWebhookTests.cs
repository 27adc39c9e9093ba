using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Nba.Host.Delivery;
using Nba.House;

namespace Nba.Host.Tests.Delivery;

/// <summary>Signatures of messages, as the reference library in another language reads them.</summary>
public sealed class StandardWebhookTests
{
    private static readonly string[] Secrets = ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "whsec_" + Convert.ToBase64String([.. Enumerable.Range(0, 64).Select(i => (byte)i)])];

    [Theory]
    [InlineData("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n", 32)]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", 0)]
    [InlineData("whsec_c2hvcnQ=", 0)]
    [InlineData("whsec_not base64", 0)]
    public void A_secret_has_its_prefix_and_is_long_enough(string text, int bytes) => Assert.Equal(bytes, StandardWebhook.Secret(text)?.Length ?? 0);

    [Fact]
    public void It_is_the_signature_of_the_standards_own_example()
    {
        var headers = Signed("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}", ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", headers["webhook-signature"]);
    }

    /// <summary>What <c>tests/browser/webhooks.mjs</c> has the reference library verify: by the new secret and by the old one, and nothing that was changed on the way.</summary>
    [Fact]
    public void Messages_for_the_reference_library_are_those_it_verified()
    {
        var (lines, at) = (new StringBuilder(), DateTimeOffset.FromUnixTimeSeconds(1772400000));
        foreach (var body in new[] { "{}", "{\"名\": \"张三 😀\"}", "\"" + new string('x', 1000) + "\"" })
        {
            var both = Signed("m_1", at, body, Secrets);
            foreach (var secret in Secrets) Line(lines, secret, both, body, good: true);
            Line(lines, Secrets[1], Signed("m_1", at, body, [Secrets[0]]), body, good: false);
            Line(lines, Secrets[0], both, body + " ", good: false);
            Line(lines, Secrets[0], new(both) { ["webhook-id"] = "m_2" }, body, good: false);
            Line(lines, Secrets[0], Signed("m_1", at.AddMinutes(-6), body, Secrets), body, good: false);
        }
        Golden.Stored(lines.ToString(), "webhooks.jsonl");
    }

    private static void Line(StringBuilder lines, string secret, Dictionary<string, string> headers, string body, bool good) =>
        lines.AppendLine(JsonSerializer.Serialize(new { secret, headers, body, good }));

    private static Dictionary<string, string> Signed(string id, DateTimeOffset at, string body, IReadOnlyList<string> secrets)
    {
        using var request = new HttpRequestMessage();
        HttpRequestHeaders headers = request.Headers;
        StandardWebhook.Sign(headers, id, at, Encoding.UTF8.GetBytes(body), [.. secrets.Select(s => StandardWebhook.Secret(s) ?? throw new InvalidOperationException(s))]);
        return headers.ToDictionary(h => h.Key, h => h.Value.Single(), StringComparer.Ordinal);
    }
}
