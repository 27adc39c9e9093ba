using Nba.Host.Commands;
using Nba.Host.Demo;

namespace Nba.Host.WhatIf;

/// <summary>A comparison as plain lines and tables for a console.</summary>
internal static class WhatIfText
{
    private const int Most = 12, MostName = 40, NoteColumns = 100;

    /// <summary>Writes all of it.</summary>
    public static void Write(TextWriter to, WhatIfAnswer answer, WhatIfWords words, Terminal terminal)
    {
        to.WriteLine(terminal.Bold(words.Title(answer)));
        foreach (var line in DemoColumns.Wrap(words.Headline(answer), NoteColumns)) to.WriteLine(line);
        foreach (var change in answer.Books.Take(Most)) to.WriteLine($"  {words.Change(change)}");
        if (answer.Books.Count == 0) to.WriteLine(words.Say("  The rules are the same.", "  规则没有差别。"));
        if (answer.Books.Count > Most) to.WriteLine(words.Say($"  … and {answer.Books.Count - Most} more", $"  …另有 {answer.Books.Count - Most} 处"));
        foreach (var table in new WhatIfTables(answer, words, Most).All()) Write(to, table, words, terminal);
        if (answer.Customers.Count > 0) Customers(to, answer, words, terminal);
        to.WriteLine();
        foreach (var note in answer.Notes)
        {
            foreach (var line in DemoColumns.Wrap(words.Note(note), NoteColumns)) to.WriteLine(line);
        }
    }

    private static void Write(TextWriter to, WhatIfTable table, WhatIfWords words, Terminal terminal)
    {
        to.WriteLine();
        to.WriteLine(terminal.Bold(table.Title));
        var used = table.Used;
        if (terminal.IsWatched) terminal.Table([.. used.Select(c => table.Heads[c])], table.Rows.Select(IReadOnlyList<string> (r) => [.. used.Select(c => r[c])]), table.Heads.Skip(1).ToHashSet(StringComparer.Ordinal), to);
        else Plain(to, table, used);
        if (table.Left > 0) to.WriteLine(words.Say($"  … and {table.Left} more", $"  …另有 {table.Left} 行"));
    }

    private static void Plain(TextWriter to, WhatIfTable table, IReadOnlyList<int> used)
    {
        var widths = used.Select(c => Math.Min(MostName, table.Rows.Select(r => DemoColumns.Width(r[c])).Append(DemoColumns.Width(table.Heads[c])).Max())).ToList();
        foreach (var row in table.Rows.Prepend(table.Heads))
        {
            var cells = used.Select((c, i) => i == 0 ? DemoColumns.Pad(row[c], widths[i]) : new string(' ', Math.Max(0, widths[i] - DemoColumns.Width(row[c]))) + row[c]);
            to.WriteLine("  " + string.Join("  ", cells).TrimEnd());
        }
    }

    private static void Customers(TextWriter to, WhatIfAnswer answer, WhatIfWords words, Terminal terminal)
    {
        to.WriteLine();
        to.WriteLine(terminal.Bold(words.Say("The customers for whom most would be different", "变化最大的客户")));
        foreach (var customer in answer.Customers)
        {
            to.WriteLine("  " + string.Join(" · ", ((string?[])[customer.Customer, customer.Name, customer.Segment, customer.Branch, words.Different(customer)]).OfType<string>()));
            foreach (var action in customer.Actions)
            {
                to.WriteLine($"    {action.Action}{WhatIfWords.About(action)}: {words.Fate(action)}");
                foreach (var line in words.Why(action.Why)) to.WriteLine($"      {line}");
            }
            if (customer.Left > 0) to.WriteLine($"    {words.More(customer)}");
        }
    }
}
