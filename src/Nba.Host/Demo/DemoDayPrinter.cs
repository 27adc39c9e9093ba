using System.Globalization;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Queues;

namespace Nba.Host.Demo;

/// <summary>Prints one manager's day as a person would want to read it: whom to speak with, about what, why, by when, and in which words.</summary>
public static class DemoDayPrinter
{
    private const int Columns = 100, RankColumns = 4, NameColumns = 16, HowColumns = 17, DueColumns = 13, ShownWithPoints = 3, NamesShown = 24;

    private const string Bold = "1", Dim = "2", Red = "31", Yellow = "33", Cyan = "36";

    /// <summary>Writes the day in <c>zh-CN</c> or <c>en</c>, at most 100 columns wide; <paramref name="color"/> adds ANSI colours.</summary>
    public static void Write(TextWriter writer, RuleBook book, QueueView queue, string managerName, DateOnly day, string language, bool color)
    {
        var page = new Page(writer, book, new DemoDayWords(language), day, language, color);
        page.Header(queue, managerName);
        for (var i = 0; i < queue.Today.Count; i++) page.Entry(queue.Today[i], i + 1);
        page.Footer(queue);
    }

    /// <summary>Writes what to try next, in <c>zh-CN</c> or <c>en</c>.</summary>
    public static void WhereNext(TextWriter writer, string manager, string language)
    {
        var words = new DemoDayWords(language);
        var next = words.Next(manager);
        var width = next.Max(n => n.Command.Length);
        writer.Write(words.WhereNext + "\n");
        foreach (var (command, shows) in next) writer.Write($"  {DemoColumns.Pad(command, width)}    {shows}\n");
    }

    private sealed class Page(TextWriter writer, RuleBook book, DemoDayWords words, DateOnly day, string language, bool color)
    {
        private static readonly string Indent = new(' ', RankColumns + NameColumns);

        public void Header(QueueView queue, string managerName)
        {
            var note = words.Note(book.Calendar, day);
            Line();
            Line(Paint(managerName, Bold) + "  " + words.Date(day) + (note.Length > 0 ? "  " + Paint(note, Yellow) : ""));
            Line(Paint(queue.Today.Count == 0 ? words.Nothing : words.Count(queue.Today.Count, queue.Today.Sum(e => e.Actions.Count + e.More)), Dim));
            Line(Paint(new string('─', Columns), Dim));
        }

        public void Entry(QueueEntry entry, int rank)
        {
            var best = entry.Actions[0].Record;
            var many = entry.Customer is null && entry.Actions.Count > 1;
            var name = many ? words.Batch(entry.Actions.Count) : best.CustomerName ?? words.Nobody;
            var number = rank.ToString(CultureInfo.InvariantCulture).PadLeft(RankColumns - 2) + "  ";
            Head(Paint(number, Bold) + Paint(DemoColumns.Pad(name, NameColumns - 1) + " ", Cyan), best);
            // A list has as many reasons as customers; its names say more.
            var below = many ? words.Names(entry.Actions.Select(a => a.Record.CustomerName ?? words.Nobody), NamesShown) : Text(best, "reason");
            foreach (var line in DemoColumns.Wrap(below, Columns - RankColumns - NameColumns)) Line(Indent + line);
            if (rank <= ShownWithPoints && entry.Customer is not null) Points(best);
            for (var i = 1; i < entry.Actions.Count && entry.Customer is not null; i++) Head(Indent[..^2] + Paint("＋", Dim), entry.Actions[i].Record);
            if (entry.More > 0) Line(Indent + Paint(words.More(entry.More), Dim));
            if (rank <= ShownWithPoints) Line();
        }

        public void Footer(QueueView queue)
        {
            Line(Paint(new string('─', Columns), Dim));
            if (queue.Withheld == 0) return;
            var kinds = queue.Backlog.GroupBy(e => e.Actions[0].Record.Purpose).OrderBy(g => g.Key).Select(g => words.Purpose(g.Key) + " " + g.Count());
            Line(words.Withheld(queue.Withheld, queue.Today.Count));
            Line(Paint(string.Join("  ", kinds), Dim));
        }

        // What, how and by when, after a start that fills the first columns.
        private void Head(string start, ActionRecord action)
        {
            var (when, pressing) = words.When(action, day, book.Calendar);
            var how = words.Purpose(action.Purpose) + "·" + words.Channel(action.Channel);
            var mark = (action.Escalated ? "! " : "") + (action.Accepted ? "✓ " : "");
            var room = Columns - RankColumns - NameColumns - HowColumns - DueColumns;
            var titles = DemoColumns.Wrap(mark + Text(action, "title"), room - 1);
            var first = DemoColumns.Pad(titles.Count > 0 ? titles[0] : "", room);
            Line(start + Paint(first, Bold) + Paint(DemoColumns.Pad(how, HowColumns), Dim) + Paint(Right(when), pressing switch { 2 => Red, 1 => Yellow, _ => "" }));
            foreach (var rest in titles.Skip(1)) Line(Indent + Paint(rest, Bold));
        }

        private void Points(ActionRecord action)
        {
            Point(words.Appeal, Text(action, "appeal"));
            Point(words.Benefit, Text(action, "benefit"));
            Point(words.Credibility, Text(action, "credibility"));
            Point(words.Question, Text(action, "question"));
            if (action.Price is not { } price) return;
            Point(words.Price, book.Products.Say(price, language));
            if (book.Products.Room(price, language) is { } room) Point("", room);
        }

        private void Point(string label, string text)
        {
            const int labelColumns = 10;
            var lines = DemoColumns.Wrap(text, Columns - RankColumns - NameColumns - labelColumns - 2);
            for (var i = 0; i < lines.Count; i++) Line(Indent + "  " + Paint(DemoColumns.Pad(i == 0 ? label : "", labelColumns), Dim) + lines[i]);
        }

        private string Text(ActionRecord action, string part) => book.Text(action, language, part, day);

        private static string Right(string text)
        {
            var cut = DemoColumns.Cut(text, DueColumns);
            return new string(' ', DueColumns - DemoColumns.Width(cut)) + cut;
        }

        private string Paint(string text, string code) => color && code.Length > 0 && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;

        private void Line(string text = "") => writer.Write(text.TrimEnd() + "\n");
    }
}
