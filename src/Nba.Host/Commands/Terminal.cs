using Spectre.Console;

namespace Nba.Host.Commands;

/// <summary>Whether people look at what is written: tables and colours are for them, and programs that read it get plain lines.</summary>
/// <param name="IsWatched">Whether the output is a terminal.</param>
/// <param name="HasColour">Whether it may be coloured; never without a terminal.</param>
/// <param name="Columns">Its width.</param>
internal sealed record Terminal(bool IsWatched, bool HasColour, int Columns)
{
    private const int DefaultColumns = 100;

    /// <summary>What is read by a program, or kept.</summary>
    public static Terminal Plain { get; } = new(false, false, DefaultColumns);

    /// <summary>Standard output of this process.</summary>
    public static Terminal Output { get; } = Of(System.Console.IsOutputRedirected, Environment.GetEnvironmentVariable, Width);

    /// <summary>Decides. NO_COLOR with any value takes the colours and leaves the tables.</summary>
    /// <param name="redirected">Whether the output goes elsewhere than to a terminal.</param>
    /// <param name="variable">The value of an environment variable, or null.</param>
    /// <param name="columns">The width of the terminal; asked only when there is one.</param>
    public static Terminal Of(bool redirected, Func<string, string?> variable, Func<int> columns) =>
        redirected || variable("TERM") == "dumb" ? Plain : new(true, string.IsNullOrEmpty(variable("NO_COLOR")), Math.Max(columns(), 40));

    /// <summary>What matters most.</summary>
    public string Bold(string text) => Painted(text, "1");

    /// <summary>What went wrong, or is late.</summary>
    public string Red(string text) => Painted(text, "31");

    /// <summary>What is well.</summary>
    public string Green(string text) => Painted(text, "32");

    /// <summary>What is read last.</summary>
    public string Dim(string text) => Painted(text, "2");

    /// <summary>Writes rows below their heads, cells wrapped to the width.</summary>
    public void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, IReadOnlySet<string> numbers, TextWriter to)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var head in heads) table.AddColumn(new TableColumn(new Text(head, new Style(decoration: Decoration.Bold))) { Alignment = numbers.Contains(head) ? Justify.Right : Justify.Left });
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = HasColour ? AnsiSupport.Yes : AnsiSupport.No, ColorSystem = HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(to),
        });
        console.Profile.Width = Columns;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
    }

    // A terminal that will not tell its width is taken for a usual one.
    private static int Width()
    {
        try
        {
            return System.Console.WindowWidth;
        }
        catch (IOException)
        {
            return DefaultColumns;
        }
    }

    private string Painted(string text, string code) => HasColour ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
