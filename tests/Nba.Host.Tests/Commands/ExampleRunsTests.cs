using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Access.Audit;
using Nba.Host.Commands;
using Nba.Host.Tests.Readme;
using Nba.House;

namespace Nba.Host.Tests.Commands;

/// <summary>The examples of help, run as they stand in a folder that has the rule files, the samples and what earlier examples made.</summary>
public sealed class ExampleRunsTests : IDisposable
{
    // What others read. They run first, in this order.
    private static readonly string[] Makers =
    [
        "nba demo --customers 250 --day 2025-12-31 --lang zh-CN",
        "nba simulate --events samples/first-event/events.jsonl --data artifacts/first-event",
        "nba archive --to artifacts/2026-02 --data artifacts/demo",
    ];

    // These are parsed only (ExamplesTests), each for its reason.
    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["nba demo"] = "a year of 5,000 customers; the one with fewer runs",
        ["nba rules check --watch"] = "ends when it is told to",
        ["nba replay --verify --bootstrap 127.0.0.1:9092"] = "needs a cluster",
        ["nba loan-desk ../data/bpi2012"] = "its data are not ours to ship; LoanDeskTests run it",
        ["nba complaints ../data/cfpb"] = "its data are not ours to ship; ComplaintsTests run it",
        ["nba what-if HEAD~1 --markdown -"] = "needs a repository with a past; GitRulesTests make one",
        ["nba customer erase K0003306 --reason \"request of 2026-11-28\" --yes --data artifacts/live"] = "needs a store whose rows are sealed; EraseTests make one",
        ["nba crash --kills 20"] = "takes minutes; build.sh crash runs it",
    };

    // A host that serves until it is told to stop, and what speaks to one that runs.
    private static readonly string[] NotRunCommands = ["run", "dead-letters redrive", "deliveries list", "deliveries set-aside", "deliveries redrive", "outcome"];

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-examples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_does_what_it_is_for_and_none_prints_colours_into_a_pipe()
    {
        var all = (from c in Examples.Tree(Program.Root()) where !NotRunCommands.Contains(c.Words) from example in Examples.Of(c.Command) select example).ToList();
        Findings.None(NotRun.Keys.Concat(Makers).Where(e => !all.Contains(e)).Select(e => $"no help shows {e}"));
        await Prepare();

        var findings = new List<string>();
        foreach (var example in Makers.Concat(all.Where(e => !Makers.Contains(e) && !NotRun.ContainsKey(e))))
        {
            var (code, output, errors) = await NbaProcess.EndIn(_folder, [.. CommandLineParser.SplitCommandLine(example).Skip(1)]);
            if (code != CommandLine.Ok) findings.Add($"{example} ends with {code}: {output} {errors}");
            if (output.Length == 0 && errors.Length == 0) findings.Add($"{example} says nothing");
            if (output.Contains('\u001b', StringComparison.Ordinal)) findings.Add($"{example} prints a code for terminals into a pipe");
        }

        Findings.None(findings);
    }

    // What a reader of help has: the repository's folders, a table of complaints, and stores with a letter that cannot be delivered, and with history only.
    private async Task Prepare()
    {
        foreach (var file in Repository.Files("rules", "").Concat(Repository.Files("samples", "")))
        {
            var copy = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Root, file), copy);
        }
        await File.WriteAllTextAsync(Path.Combine(_folder, "complaints.csv"), """
            Date received,Product,Sub-product,Issue,Sub-issue,Company,State,Submitted via,Date sent to company,Company response,Timely response?,Consumer disputed?,Complaint ID
            01/12/2015,Mortgage,,Loan servicing,,A Bank,NY,Web,01/13/2015,Closed with explanation,Yes,No,1001

            """);
        var events = (await File.ReadAllLinesAsync(Path.Combine(_folder, "samples/first-event/events.jsonl"))).Where(l => l.Length > 0).ToList();
        await File.WriteAllLinesAsync(Path.Combine(_folder, "history.jsonl"), events);
        Assert.Equal(0, (await NbaProcess.EndIn(_folder, "simulate", "--events", "history.jsonl", "--data", "artifacts/new", "--go-live", "2030-01-01")).Code);
        while (events.Count < 20) events.Add(events[^1].Replace("\"id\":\"", $"\"id\":\"{events.Count}-", StringComparison.Ordinal).Replace("\"type\":\"", "\"type\":\"no.", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(Path.Combine(_folder, "letters.jsonl"), events);
        await NbaProcess.EndIn(_folder, "simulate", "--events", "letters.jsonl", "--data", "artifacts/live");
        using var log = AuditLog.Open(AuditFolder.In(Path.Combine(_folder, "artifacts/live")), TimeProvider.System, NullLogger<AuditLog>.Instance);
        log.Append(new AuditAct("rm01", ["manager"], AuditAct.Read, "GET /customers/{id}/actions", "lin-xia", Result: 200));
        await File.WriteAllTextAsync(Path.Combine(_folder, "heads.txt"), log.Head.ToString());
    }
}
