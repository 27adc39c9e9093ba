using System.Globalization;
using System.Text;
using Nba.Host.Api;

namespace Nba.Host.Delivery.Mail;

/// <summary>A message as plain text.</summary>
internal static class DigestText
{
    /// <summary>The text, its lines ended as mail ends them.</summary>
    public static string Of(DeliveryContent content)
    {
        var words = new DigestWords(content);
        var text = new StringBuilder();
        text.Append(words.Heading).Append('\n').Append(words.Opening).Append('\n');
        for (var i = 0; i < content.Actions.Count; i++) Write(text, words, content.Actions[i], content.Kind == DeliveryKind.Digest ? i + 1 : null);
        if (words.More is { } more) text.Append('\n').Append(more).Append('\n');
        text.Append("\n-- \n").Append(words.Closing).Append('\n');
        return text.Replace("\n", "\r\n").ToString();
    }

    private static void Write(StringBuilder text, DigestWords words, ActionAnswer a, int? rank)
    {
        text.Append('\n');
        if (rank is { } place) text.Append(CultureInfo.InvariantCulture, $"{place}. ");
        text.Append(DigestWords.Customer(a));
        foreach (var mark in words.Marks(a)) text.Append(" [").Append(mark).Append(']');
        text.Append('\n');
        Line(PlainText.Line(a.Title));
        Line(PlainText.Line(a.Reason));
        Line(words.Facts(a));
        Line(words.Price(a) ?? "");
        foreach (var (label, said) in words.Points(a)) Line($"- {words.Label(label, said)}");
        if (words.Question(a) is var (ask, question)) Line($"- {words.Label(ask, question)}");
        foreach (var (word, address) in words.Links(a)) Line(words.Label(word, address));

        void Line(string line)
        {
            if (line.Length > 0) text.Append("   ").Append(line).Append('\n');
        }
    }
}
