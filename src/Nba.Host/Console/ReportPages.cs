using Microsoft.AspNetCore.Http;
using Nba.Host.Api;
using Nba.Host.Console.Pages;

namespace Nba.Host.Console;

/// <summary>What came of rules and campaigns in a period, with plots. Thread-safe.</summary>
internal sealed class ReportPages(ConsolePages pages, ReportsEndpoint reports, Queries queries)
{
    private const int Days = 30;

    /// <summary>The form, and the report once a period is chosen: the log is read for it.</summary>
    public async Task Get(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        ReportAnswer? answer = null;
        if (context.Request.Query.ContainsKey("from"))
        {
            answer = await reports.Read(context).ConfigureAwait(false);
            if (answer is null) return;
        }
        var shown = new Dictionary<string, object?>
        {
            [nameof(ReportPage.Answer)] = answer is null ? null : Shown.To(context, queries, answer),
            [nameof(ReportPage.From)] = answer?.Report.From ?? frame.Today.AddDays(1 - Days),
            [nameof(ReportPage.To)] = answer?.Report.To ?? frame.Today,
        };
        await pages.Write<ReportPage>(context, frame, shown).ConfigureAwait(false);
    }
}
