using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.House;

namespace Nba.Host.Tests.Commands;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(false, null, null, true, true)]
    [InlineData(false, "xterm", "1", true, false)]
    [InlineData(false, "xterm", "", true, true)]
    [InlineData(false, "dumb", null, false, false)]
    [InlineData(true, "xterm", null, false, false)]
    public void Only_a_terminal_is_watched_and_coloured(bool redirected, string? term, string? noColour, bool watched, bool coloured)
    {
        var terminal = Terminal.Of(redirected, name => name switch { "TERM" => term, "NO_COLOR" => noColour, _ => null }, () => 120);

        Assert.Equal((watched, coloured), (terminal.IsWatched, terminal.HasColour));
    }

    [Fact]
    public void A_list_is_drawn_within_the_width_for_whoever_looks_and_has_colours_only_where_they_may_be()
    {
        var (coloured, drawn, plain) = (List(new(true, true, 100)), List(new(true, false, 100)), List(Terminal.Plain));

        Assert.Contains("\u001b[", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', drawn);
        Assert.Contains("│ retention", drawn, StringComparison.Ordinal);
        Assert.All(drawn.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 100));
        Assert.Equal(RuleList.Text(Book()), plain);
    }

    [Fact]
    public void Words_are_painted_only_where_they_may_be()
    {
        Assert.Equal("\u001b[31mlate\u001b[0m", new Terminal(true, true, 100).Red("late"));
        Assert.Equal("late", new Terminal(true, false, 100).Red("late"));
        Assert.Equal("late", Terminal.Plain.Bold("late"));
    }

    private static string List(Terminal terminal)
    {
        using var to = new StringWriter();
        RuleList.Print(Book(), terminal, to);
        return to.ToString();
    }

    private static Engine.RuleBook Book() => RuleFolder.Load(Path.Combine(Repository.Root, "rules")).Book!;
}
