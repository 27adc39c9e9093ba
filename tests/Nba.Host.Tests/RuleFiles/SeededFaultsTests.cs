using System.Globalization;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.House;

namespace Nba.Host.Tests.RuleFiles;

/// <summary>A copy of the shipped rules with faults put into it, as slips of a hand are: each is found where it stands, beside all others.</summary>
public sealed class SeededFaultsTests : IDisposable
{
    private static readonly (string File, string Was, string Is, string Said)[] Faults =
    [
        ("parameters.json", "\"documentNoticeDays\": {\"type\": \"integer\"", "\"documentNoticeDays\": {\"type\": \"integr\"", "NBA2002 'integr' is no type: boolean, integer, decimal, date, instant, text, code:LIST and set:LIST are; did you mean 'integer'?"),
        ("reminders.json", "item.daysToMaturity <= param.maturityNoticeDays", "item.daysToMaturity <= param.maturityNoticeDay", "NBA2104 'maturityNoticeDay' is no parameter; did you mean 'maturityNoticeDays'?"),
        ("relationship-care.json", "customer.daysToBirthday <=", "customer.daysToBirthdy <=", "NBA2104 'daysToBirthdy' is no fact of the vocabulary; did you mean 'daysToBirthday'?"),
        ("retention.json", "\"id\": \"retention-call\"", "\"id\": \"retention-cal\"", "NBA2301 'retention-cal' is no action with texts (texts/*.json); did you mean 'retention-call'?"),
        ("retention.json", "\"due\": \"10wd\"", "\"due\": \"10wdays\"", "NBA2202 '10wdays' is no span of days"),
        ("up-sell.json", "\"product\": \"gold-card\"", "\"product\": \"gold-crd\"", "NBA2206 'gold-crd' is no product of products.json; did you mean 'gold-card'?"),
        ("up-sell.json", "\"campaign\": \"travel-season\"", "\"campaign\": \"travel-seson\"", "NBA2207 'travel-seson' is no campaign of campaigns.json; did you mean 'travel-season'?"),
        ("texts/up-sell.json", "\"question\"", "\"qestion\"", "NBA1003 'qestion' is no member of this object; did you mean 'question'?"),
        ("texts/relationship-care.json", "{customer.bornOn}", "{customer.borOn}", "NBA2302 'customer.borOn' is no placeholder; did you mean 'customer.bornOn'?"),
        ("bundles.json", "\"contains\": [\"home-insurance\"", "\"contains\": [\"home-insurence\"", "NBA2206 'home-insurence' is no product of products.json; did you mean 'home-insurance'?"),
        ("service-plans.json", "\"plan\": {\"start\": \"visit\"}", "\"plan\": {\"start\": \"vist\"}", "NBA2208 'vist' is no plan of plans/*.json; did you mean 'visit'?"),
        ("service-recovery.json", "\"purpose\": \"duty\"", "\"purpose\": \"dutty\"", "NBA2201 'dutty' is not one of duty, service, care, sales, ask-consent; did you mean 'duty'?"),
        ("segments.json", "\"value\": \"private\"", "\"value\": \"privat\"", "NBA2007 'privat' is no word of 'segment'; did you mean 'private'?"),
        ("routing.json", "\"RuleName\"", "\"RulName\"", "NBA1003 'RulName' is no member of this object; did you mean 'RuleName'?"),
        ("cross-sell.json", "\"expires\": \"20d\"", "\"expires\": \"20x\"", "NBA2202 '20x' is no span of days"),
        ("policies/consent.json", "\"sales\"", "\"saless\"", "NBA2201 'saless' is no purpose; did you mean 'sales'?"),
        ("campaigns.json", "\"enabled\": true", "\"enabled\": \"yes\"", "NBA1005 true or false must stand here"),
        ("products.json", "\"class\": \"", "\"clas\": \"", "NBA1003 'clas' is no member of this object; did you mean 'class'?"),
    ];

    // What only cases read.
    private static readonly (string File, string Was, string Is, string Said)[] PeopleFaults =
    [
        ("people.json", "\"riskClass\": \"C2\"", "\"riskClass\": \"C22\"", "NBA2007 'C22' is no word of 'riskClass'; did you mean 'C2'?"),
        ("people.json", "\"salaryBaseline\": 12500", "\"salaryBaselin\": 12500", "NBA2005 'salaryBaselin' is no fact; did you mean 'salaryBaseline'?"),
        ("people.json", "\"deposit\": [{\"key\": \"D1\"", "\"deposti\": [{\"key\": \"D1\"", "NBA2006 'deposti' is no entity of the vocabulary; did you mean 'deposit'?"),
        ("people.json", "\"on\": \"2026-03-05\"", "\"on\": \"5.3.2026\"", "NBA1005 a value of type date must stand here"),
        ("people.json", "\"purpose\": \"care\", \"channel\": \"message\"", "\"purpose\": \"care\", \"channel\": \"mesage\"", "NBA2201 'mesage' is not one of "),
        ("people.json", "\"kind\": \"corporate\", \"customerSince\"", "\"kind\": 5, \"customerSince\"", "NBA1005 a value of type code:kind must stand here"),
        ("people.json", "\"consents\": [{\"purpose\": \"sales\", \"channel\": \"visit\"", "\"consnts\": [{\"purpose\": \"sales\", \"channel\": \"visit\"", "NBA1003 'consnts' is no member of this object; did you mean 'consents'?"),
    ];

    // What loads, and is likely not meant.
    private static readonly (string File, string Was, string Is, string Said)[] Slips =
    [
        ("reminders.json", "\"item.amount >= param.depositNoticeFloor\"", "\"item.amount >= param.depositNoticeFloor\", \"item.amount < 1\"", "NBA2601 "),
        ("retention.json", "\"customer.segment in (\\\"affluent\\\", \\\"private\\\")\"", "\"customer.segment in (\\\"affluent\\\", \\\"private\\\")\", \"customer.segment in (\\\"affluent\\\", \\\"private\\\", \\\"mass\\\")\"", "NBA260"),
    ];

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("nba-seeded-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_fault_of_a_copy_of_the_rules_is_found_where_it_stands()
    {
        var places = Seed(Faults);
        var problems = RuleFolder.Load(_folder).Problems;

        Findings.None(places.Where(p => !problems.Any(q => q.File == p.File && q.Line == p.Line && Words(q).StartsWith(p.Said, StringComparison.Ordinal)))
            .Select(p => $"{p.File}:{p.Line} {p.Said} was not found; there are\n{string.Join('\n', problems.Where(q => q.File == p.File))}"));
    }

    [Fact]
    public async Task Every_fault_of_the_people_of_cases_is_found_by_check_and_keeps_no_book_from_loading()
    {
        var places = Seed(PeopleFaults);
        var problems = RuleFolder.Load(_folder).Book!.CheckPeople();
        var (code, output, _) = await Readme.NbaProcess.End("rules", "check", _folder);

        Findings.None(places.Where(p => !problems.Any(q => q.File == p.File && q.Line == p.Line && Words(q).StartsWith(p.Said, StringComparison.Ordinal)))
            .Select(p => $"{p.File}:{p.Line} {p.Said} was not found; there are\n{string.Join('\n', problems)}"));
        Assert.Equal(1, code);
        Assert.Contains($"{places.Count} fault(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_people_that_are_shipped_have_none()
    {
        Seed([]);
        Assert.Empty(RuleFolder.Load(_folder).Book!.CheckPeople());
    }

    [Fact]
    public void What_loads_and_is_likely_not_meant_is_told_where_it_stands()
    {
        var places = Seed(Slips);
        var load = RuleFolder.Load(_folder);
        Findings.None(load.Problems.Select(p => p.ToString()));
        var findings = load.Book!.Check();

        Findings.None(places.Where(p => !findings.Any(f => f.File == p.File && f.Line == p.Line && f.ToString().StartsWith(p.Said, StringComparison.Ordinal)))
            .Select(p => $"{p.File}:{p.Line} {p.Said} was not found; there are\n{string.Join('\n', findings)}"));
    }

    private static string Words(RuleProblem problem) => string.Create(CultureInfo.InvariantCulture, $"NBA{(int)problem.Code} {problem.Message}");

    // Puts slips into a copy of the rules; answers on which line each stands.
    private List<(string File, int Line, string Said)> Seed(IEnumerable<(string File, string Was, string Is, string Said)> slips)
    {
        foreach (var file in Repository.Files("rules", ".json").Where(f => !f.StartsWith("rules/schema/", StringComparison.Ordinal)))
        {
            var to = Path.Combine(_folder, file["rules/".Length..]);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.WriteAllText(to, Repository.Read(file));
        }
        var places = new List<(string, int, string)>();
        foreach (var (file, was, slip, said) in slips)
        {
            var path = Path.Combine(_folder, file);
            var text = File.ReadAllText(path);
            var at = text.IndexOf(was, StringComparison.Ordinal);
            Assert.True(at >= 0, $"rules/{file} has no {was}");
            File.WriteAllText(path, text[..at] + slip + text[(at + was.Length)..]);
            places.Add((file, text[..at].Count(c => c == '\n') + 1, said));
        }
        return places;
    }
}
