using System.Collections.Concurrent;
using System.Text;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Previews;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>One <c>nba preview</c>: reads a store, lets days pass, and writes what was asked for.</summary>
internal sealed class PreviewSession(PreviewRequest asked, HostSettings settings)
{
    private readonly PreviewWords _words = new(settings.Host.Language);
    private readonly ConcurrentDictionary<string, bool> _owners = new(StringComparer.Ordinal);

    /// <summary>Answers the exit code.</summary>
    public async Task<int> Run()
    {
        using var source = await PreviewSource.Open(settings).ConfigureAwait(false);
        var run = new PreviewRun(source.Store);
        if (asked.Span(run.Day) is not { Span: { } span }) return CommandLine.Wrong(asked.Span(run.Day).Wrong!);
        if (asked.Against is { } folder) return Compare(run, span, folder);
        var customers = run.Customers();
        IReadOnlyList<PreviewRow> rows;
        using (var progress = new Progress($"preview", customers)) rows = Rows(run, span, run.InForce, null, done => progress.At(done, Of(done, customers)));
        if (Unknown(run, rows) is { } unknown) return unknown;
        var answer = PreviewAnswer.Of(span, run.Day, run.InForce.Version, settings.Host.Language, rows);
        Write(run, span, rows);
        if (asked.Json) Asking.Print(Asking.Json(answer, PreviewJson.Web.PreviewAnswer)!);
        else if (asked.Csv is null && asked.Ics is null) Print(answer);
        return CommandLine.Ok;
    }

    private void Print(PreviewAnswer answer)
    {
        if (Terminal.Output.IsWatched) new PreviewTables(_words, Terminal.Output).Print(answer, System.Console.Out);
        else new PreviewPrinter(_words).Print(answer, System.Console.Out);
    }

    private int Compare(PreviewRun run, PreviewSpan span, string folder)
    {
        if (CommandLine.Load(folder) is not { } files) return CommandLine.FaultsFound;
        // What product owners switched while the bank ran goes on over other rules.
        var load = SwitchedBook.Of(files, run.InForce.Campaigns.Switches);
        Speech.Aside(load.Problems);
        if (load.Book is not { } edited) return CommandLine.FaultsFound;
        var (customers, wide) = (run.Customers(), span with { To = span.To.AddDays(PreviewDifference.DaysBeyond), Manager = null });
        IReadOnlyList<PreviewRow> before, after;
        using (var progress = new Progress($"preview", 2 * customers))
        {
            before = Rows(run, wide, run.InForce, null, done => progress.At(done, Of(done, 2 * customers)));
            after = Rows(run, wide, edited, edited, done => progress.At(customers + done, Of(customers + done, 2 * customers)));
        }
        var differences = PreviewDifference.Between(before, after).Where(d => d.Touches(span)).ToList();
        if (differences.Count == 0 && Unknown(run, []) is { } unknown) return unknown;
        var compared = PreviewComparison.Of(span, run.Day, run.InForce, edited, differences);
        if (asked.Json) Asking.Print(Asking.Json(compared, PreviewJson.Web.PreviewComparison)!);
        else if (asked.Markdown) ComparisonPrinter.Markdown(compared, _words, System.Console.Out);
        else ComparisonPrinter.Print(compared, _words, asked.Manager is not null, System.Console.Out);
        return CommandLine.Ok;
    }

    private IReadOnlyList<PreviewRow> Rows(PreviewRun run, PreviewSpan span, RuleBook book, RuleBook? edited, Action<long> progress)
    {
        var kept = run.Until(span.To, edited, change =>
        {
            _owners.TryAdd(span.ManagerOf(change), true);
            return span.Keeps(change);
        }, settings.Stage.Lanes, progress);
        return [.. span.InOrder(kept).Select(c => PreviewRow.Of(c, span.ManagerOf(c), book, _words, r => ReasonWords.Of(r, _words.Zh)))];
    }

    // Somebody for whom there is nothing is known from the directory, or from what others have.
    private int? Unknown(PreviewRun run, IReadOnlyList<PreviewRow> rows)
    {
        if (asked.Manager is not { } manager || rows.Count > 0 || _owners.ContainsKey(manager) || run.InForce.Directory.Find(manager) is not null) return null;
        var known = _owners.Keys.Concat(run.InForce.Directory.Entries.Select(e => e.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Speech.Aside($"nba: there is no manager '{manager}'{(NearMiss.Hint(manager, known) is { IsEmpty: false } near ? near : known.Count > 0 ? Sentence.Of($"; there are {string.Join(", ", known.Take(8))}{(known.Count > 8 ? " …" : "")}") : Sentence.None)}");
        return CommandLine.FaultsFound;
    }

    private void Write(PreviewRun run, PreviewSpan span, IReadOnlyList<PreviewRow> rows)
    {
        try
        {
            if (asked.Csv is { } csv) WriteCsv(csv, rows);
            if (asked.Ics is { } ics) WriteCalendars(ics, new PreviewCalendars(_words, run.Now), span, rows);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new CannotStartException($"{refused.Message.TrimEnd('.')}; name a file or folder that you may write", refused);
        }
    }

    private static void WriteCsv(string place, IReadOnlyList<PreviewRow> rows)
    {
        if (place == "-")
        {
            using var output = new StreamWriter(System.Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            PreviewCsv.Write(rows, output);
            return;
        }
        // Spreadsheets take a file for the machine's own code page unless it begins with the mark.
        using var file = new StreamWriter(place, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        PreviewCsv.Write(rows, file);
        Speech.Aside(Speech.Some(rows.Count, $"{place}: 1 row", $"{place}: {rows.Count} rows"));
    }

    private static void WriteCalendars(string place, PreviewCalendars calendars, PreviewSpan span, IReadOnlyList<PreviewRow> rows)
    {
        string Day(PreviewRow row) => span.GreetingsOnly ? row.Due ?? row.Day : row.Day;
        if (PreviewRequest.IsFile(place))
        {
            File.WriteAllText(place, calendars.Of(rows.Count > 0 ? rows[0].ManagerName ?? rows[0].Manager : span.Manager!, rows, Day));
            Speech.Aside($"{place}: {Events(rows)}");
            return;
        }
        Directory.CreateDirectory(place);
        var count = 0;
        foreach (var owner in rows.GroupBy(r => r.Manager, StringComparer.Ordinal))
        {
            File.WriteAllText(Path.Combine(place, PreviewCalendars.FileOf(owner.Key)), calendars.Of(owner.First().ManagerName ?? owner.Key, owner, Day));
            count++;
        }
        Speech.Aside($"{place}: {Speech.Some(count, $"1 calendar", $"{count} calendars")}, {Events(rows)}");
    }

    private static Sentence Of(long done, long all) => Speech.Some(all, $"{done} of 1 customer", $"{done} of {all} customers");

    private static Sentence Events(IReadOnlyList<PreviewRow> rows) => Speech.Some(rows.Count(PreviewCalendars.IsEvent), $"1 event", $"{rows.Count(PreviewCalendars.IsEvent)} events");
}
