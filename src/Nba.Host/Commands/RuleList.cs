using System.Globalization;
using System.Text;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Host.Demo;

namespace Nba.Host.Commands;

/// <summary>The rules of a book, one a line: what an analyst reads to find their way in the library.</summary>
internal static class RuleList
{
    private const int Cases = 6;
    private static readonly Sentence[] Columns =
        [Sentence.Of($"family"), Sentence.Of($"rule"), Sentence.Of($"purpose"), Sentence.Of($"gives"), Sentence.Of($"for"), Sentence.Of($"state"), Sentence.Of($"cases"), Sentence.Of($"course")];

    private static string[] Heads => [.. Columns.Select(c => c.In(Speech.Phrases))];

    /// <summary>A table, and the plain figures as its last line. A rule that gives no action has its shape where others have a purpose.</summary>
    public static string Text(RuleBook book)
    {
        List<string[]> rows = [Heads, .. Cells(book)];
        var widths = Enumerable.Range(0, Columns.Length).Select(i => rows.Max(r => DemoColumns.Width(r[i]))).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            // Numbers stand to the right, words to the left.
            var cells = row.Select((cell, i) => new string(' ', widths[i] - DemoColumns.Width(cell)) is var blank && i == Cases ? blank + cell : cell + blank);
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
        return text.Append(Figures(book)).ToString();
    }

    /// <summary>The same for whoever looks: a drawn table on a terminal.</summary>
    public static void Print(RuleBook book, Terminal terminal, TextWriter to)
    {
        if (!terminal.IsWatched)
        {
            to.Write(Text(book));
            return;
        }
        terminal.Table(Heads, Cells(book), new HashSet<string>([Heads[Cases]], StringComparer.Ordinal), to);
        to.Write(Figures(book));
    }

    /// <summary>The same as a JSON array, for tools.</summary>
    public static byte[] AsJson(RuleBook book, string folder)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, RuleFindings.Json))
        {
            writer.WriteStartArray();
            foreach (var entry in book.Entries) Write(writer, book, entry, folder);
            writer.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, RuleBook book, RuleEntry entry, string folder)
    {
        writer.WriteStartObject();
        writer.WriteString("family", entry.Family);
        writer.WriteString("rule", entry.Name);
        writer.WriteString("shape", entry.Shape);
        if (entry.Purpose is { } purpose) writer.WriteString("purpose", purpose);
        writer.WriteString("gives", entry.Gives);
        writer.WriteStartArray("for");
        foreach (var kind in entry.For) writer.WriteStringValue(kind);
        writer.WriteEndArray();
        if (entry.Campaign is { } campaign) writer.WriteString("campaign", campaign);
        writer.WriteString("state", State(book, entry));
        writer.WriteNumber("cases", entry.Cases);
        writer.WriteStartArray("course");
        foreach (var row in Rows(book, entry)) writer.WriteNumberValue(row);
        writer.WriteEndArray();
        writer.WriteString("file", Path.Combine(folder, entry.Place.File).Replace('\\', '/'));
        writer.WriteNumber("line", entry.Place.Line);
        writer.WriteEndObject();
    }

    private static IEnumerable<string[]> Cells(RuleBook book) =>
        book.Entries.Select(e => (string[])[e.Family, e.Name, e.Purpose ?? e.Shape, e.Gives, Kinds(e), StateWords(book, e), Plain(e.Cases), string.Join(' ', Rows(book, e).Select(Plain))]);

    private static string Figures(RuleBook book) =>
        Sentence.Of($"rules {book.Entries.Count} families {book.Entries.Select(e => e.Family).Distinct().Count()} cases {book.Entries.Sum(e => e.Cases)}").In(Speech.Phrases) + "\n";

    private static IEnumerable<int> Rows(RuleBook book, RuleEntry entry) => book.Course.RowsOf(entry).Select(r => r.Number);

    private static string Kinds(RuleEntry entry) => entry.For.Count == 0 ? "all" : string.Join(", ", entry.For);

    // What a rule proposes goes out only while its campaign is switched on too.
    private static string State(RuleBook book, RuleEntry entry) =>
        !entry.Enabled ? "off" : entry.Campaign is { } id && book.Campaigns.Find(id) is { Enabled: false } ? "campaign off" : "on";

    private static string StateWords(RuleBook book, RuleEntry entry) => Sentence.Fixed(State(book, entry)).In(Speech.Phrases);

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
