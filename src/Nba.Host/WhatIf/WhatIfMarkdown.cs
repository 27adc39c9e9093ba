using System.Text;

namespace Nba.Host.WhatIf;

/// <summary>A comparison as Markdown for a pull request. What comes from rules or data stands in code spans or is escaped, so that it stays text.</summary>
internal static class WhatIfMarkdown
{
    private const int Most = 8, MostChanges = 20;

    /// <summary>All of it.</summary>
    public static string Of(WhatIfAnswer answer, WhatIfWords words)
    {
        var text = new StringBuilder();
        Line(text, $"## {Escaped(words.Title(answer))}");
        Line(text, "");
        Line(text, Escaped(words.Headline(answer)));
        Line(text, "");
        foreach (var change in answer.Books.Take(MostChanges)) Line(text, $"- {Escaped(words.Change(change))}");
        if (answer.Books.Count > MostChanges) Line(text, $"- {words.Say($"… and {answer.Books.Count - MostChanges} more", $"…另有 {answer.Books.Count - MostChanges} 处")}");
        if (answer.Books.Count == 0) Line(text, words.Say("The rules are the same.", "规则没有差别。"));
        foreach (var table in new WhatIfTables(answer, words, Most).All()) Table(text, table, words);
        if (answer.Customers.Count > 0) Customers(text, answer, words);
        Line(text, "");
        foreach (var note in answer.Notes) Line(text, $"> {Escaped(words.Note(note))}\n>");
        text.Length -= 3;
        return text.Append('\n').ToString();
    }

    private static void Table(StringBuilder text, WhatIfTable table, WhatIfWords words)
    {
        var used = table.Used;
        Line(text, "");
        Line(text, $"### {Escaped(table.Title)}");
        Line(text, "");
        Line(text, $"| {string.Join(" | ", used.Select(c => Escaped(table.Heads[c])))} |");
        Line(text, $"|{string.Concat(used.Select(c => c == 0 ? " --- |" : " ---: |"))}");
        foreach (var row in table.Rows) Line(text, $"| {string.Join(" | ", used.Select(c => Escaped(row[c])))} |");
        if (table.Left > 0) Line(text, $"\n{words.Say($"… and {table.Left} more", $"…另有 {table.Left} 行")}");
    }

    private static void Customers(StringBuilder text, WhatIfAnswer answer, WhatIfWords words)
    {
        Line(text, "");
        Line(text, $"<details><summary>{words.Say("The customers for whom most would be different", "变化最大的客户")}</summary>");
        Line(text, "");
        foreach (var customer in answer.Customers)
        {
            Line(text, $"- {string.Join(" · ", ((string?[])[Escaped(customer.Customer), customer.Name is null ? null : Escaped(customer.Name), customer.Segment is null ? null : Escaped(customer.Segment), customer.Branch is null ? null : Escaped(customer.Branch), words.Different(customer)]).OfType<string>())}");
            foreach (var action in customer.Actions)
            {
                Line(text, $"  - {Escaped(action.Action)}{Escaped(WhatIfWords.About(action))}: {Escaped(words.Fate(action))}");
                foreach (var line in words.Why(action.Why)) Line(text, $"    - {Escaped(line)}");
            }
            if (customer.Left > 0) Line(text, $"  - {words.More(customer)}");
        }
        Line(text, "");
        Line(text, "</details>");
    }

    // A line break would end a row, and what begins a mark-up of Markdown or HTML is written as itself.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\r' or '\n') escaped.Append(' ');
            else if (c == '<') escaped.Append("&lt;");
            else if (c == '>') escaped.Append("&gt;");
            else if (c == '&') escaped.Append("&amp;");
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '@' or '#') escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
