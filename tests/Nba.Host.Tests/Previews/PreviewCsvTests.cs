using Nba.Host.Import;
using Nba.Host.Previews;

namespace Nba.Host.Tests.Previews;

/// <summary>A table of a preview is read back field by field.</summary>
public sealed class PreviewCsvTests
{
    [Theory]
    [InlineData("a,b")]
    [InlineData("say \"hi\"")]
    [InlineData("one\r\ntwo")]
    [InlineData("🎂; 很")]
    [InlineData("")]
    public void A_field_comes_back_as_it_was(string name)
    {
        using var table = new CsvTable(new StringReader(Written(PreviewRows.Greeting with { Name = name })), "preview.csv");

        Assert.Equal(PreviewCsv.Columns, table.Header);
        Assert.True(table.Next());
        Assert.Equal(name, table[table.Column("name")]);
        Assert.Equal(("2026-03-06", "granted", "message", "birthday-ahead"), (table[table.Column("day")], table[table.Column("consent")], table[table.Column("preferredWay")], table[table.Column("rule")]));
        Assert.False(table.Next());
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@x")]
    [InlineData("+86")]
    public void What_a_spreadsheet_would_compute_is_marked_as_text(string name) => Assert.Contains($"'{name}", Written(PreviewRows.Greeting with { Name = name }), StringComparison.Ordinal);

    [Fact]
    public void Rows_end_as_the_standard_says() => Assert.Equal(3, Written(PreviewRows.Greeting, PreviewRows.AskFirst).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

    private static string Written(params PreviewRow[] rows)
    {
        using var to = new StringWriter();
        PreviewCsv.Write(rows, to);
        return to.ToString();
    }
}
