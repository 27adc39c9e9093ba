using System.Xml.Linq;
using Nba.Engine.Queues;
using Nba.Host.Demo;
using Nba.House;

namespace Nba.Host.Tests.Demo;

/// <summary>The drawing of a year's mornings, and the one that docs/tuning.md shows.</summary>
public sealed class DemoSizesChartTests
{
    private const string Table = "docs/tuning.csv", Drawing = "docs/tuning.svg";

    [Fact]
    public void The_drawing_in_the_documents_shows_the_table_beside_it()
    {
        var drawn = DemoSizesChart.Draw(DemoSizes.FromCsv(Repository.Read(Table)));
        if (Environment.GetEnvironmentVariable("NBA_ACCEPT") == "1") File.WriteAllText(Path.Combine(Repository.Root, Drawing), drawn);

        Assert.Equal(Repository.Read(Drawing).ReplaceLineEndings("\n"), drawn);
    }

    [Fact]
    public void What_the_document_says_of_the_year_is_what_the_table_beside_it_says()
    {
        using var report = new StringWriter();
        DemoSizesReport.Write(report, DemoSizes.FromCsv(Repository.Read(Table)));
        var document = Repository.Read("docs/tuning.md").ReplaceLineEndings("\n");

        Findings.None(report.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !document.Contains(l.TrimEnd() + "\n", StringComparison.Ordinal)).Select(l => $"docs/tuning.md does not show: {l}"));
    }

    [Fact]
    public void Every_number_that_occurs_has_a_bar_with_its_count()
    {
        var sizes = new DemoSizes(["rm01", "rm02"]);
        for (var day = 0; day < 3; day++)
        {
            sizes.Add(new DateOnly(2025, 3, 3).AddDays(day), new QueueView("rm01", [], [], 7));
            sizes.Add(new DateOnly(2025, 3, 3).AddDays(day), new QueueView("rm02", [], [], 40));
        }
        var texts = XDocument.Parse(DemoSizesChart.Draw(sizes)).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();

        Assert.Equal(2, texts.Count(t => t == "3"));
        Assert.Contains("6 mornings: 5 % have at most 7, half at most 7, 95 % at most 40 entries", texts);
    }

    [Fact]
    public void Nothing_counted_is_drawn_as_nothing() => Assert.NotNull(XDocument.Parse(DemoSizesChart.Draw(new DemoSizes(["rm01"]))).Root);
}
