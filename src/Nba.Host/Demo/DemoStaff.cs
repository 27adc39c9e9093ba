using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Sources;

namespace Nba.Host.Demo;

/// <summary>The bank's people: managers, branch heads and teams, and who looks after whom.</summary>
internal sealed class DemoStaff
{
    private const string WealthCentre = "wealth", Outlet = "outlet", Products = "product";

    // Two, so that one can approve what the other asks for.
    private static readonly string[] ProductOwners = ["owner1", "owner2"];

    private static readonly (string Kind, string Name)[] Teams = [(WealthCentre, "理财中心"), (Outlet, "营业厅"), (Products, "产品经理组")];

    private readonly DemoBankOptions _options;

    public DemoStaff(DemoBankOptions options)
    {
        _options = options;
        Managers = [.. Enumerable.Range(0, options.Managers).Select(m => $"rm{m + 1:00}")];
        Branches = [.. Enumerable.Range(0, options.Branches).Select(b => $"branch{b + 1}")];
    }

    /// <summary>Ids of the managers.</summary>
    public IReadOnlyList<string> Managers { get; }

    /// <summary>Ids of the branches.</summary>
    public IReadOnlyList<string> Branches { get; }

    /// <summary>The branch a manager works in; managers are dealt to branches in turn.</summary>
    public int BranchOf(int manager) => manager % _options.Branches;

    /// <summary>Who stands in for a manager: the next of the same branch, or the manager alone.</summary>
    public int StandIn(int manager)
    {
        var next = manager + _options.Branches;
        return next < _options.Managers ? next : BranchOf(manager);
    }

    /// <summary>
    /// The team of a branch for a customer: product managers for the busiest companies, the wealth centre for all others who come often, the outlet for whoever
    /// hardly comes and for prospects.
    /// </summary>
    public static string TeamOf(int branch, in DemoPerson person) => TeamOf(branch, person switch
    {
        { Sort: DemoSort.Prospect } or { Class: DemoClass.Quiet } => Outlet,
        { Sort: DemoSort.Corporate, Class: DemoClass.Busy } => Products,
        _ => WealthCentre,
    });

    /// <summary>Ids of all who are given actions: managers and teams.</summary>
    public IReadOnlyList<string> Owners => [.. Managers, .. Teams.SelectMany(t => Enumerable.Range(0, _options.Branches).Select(b => TeamOf(b, t.Kind)))];

    private static string TeamOf(int branch, string kind) => $"{kind}{branch + 1}";

    /// <summary>The text of <c>directory.json</c>.</summary>
    public SourceFile DirectoryFile()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("capacity", _options.Capacity);
            json.WriteStartObject("people");
            for (var m = 0; m < Managers.Count; m++) Person(json, Managers[m], Name((ulong)m), BranchOf(m), _options.Capacity);
            for (var b = 0; b < Branches.Count; b++) Person(json, $"head{b + 1}", Name(1000 + (ulong)b), b, _options.Capacity);
            foreach (var (kind, name) in Teams)
            {
                for (var b = 0; b < Branches.Count; b++) Person(json, TeamOf(b, kind), DemoNames.Branch(b).Replace("支行", "", StringComparison.Ordinal) + name, b, _options.Capacity * 2);
            }
            json.WriteEndObject();
            json.WriteStartObject("branches");
            for (var b = 0; b < Branches.Count; b++)
            {
                json.WriteStartObject(Branches[b]);
                json.WriteString("name", DemoNames.Branch(b));
                json.WriteString("head", $"head{b + 1}");
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteStartArray("productOwners");
            foreach (var owner in ProductOwners) json.WriteStringValue(owner);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new SourceFile("directory.json", System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }

    private string Name(ulong number)
    {
        var random = DemoRandom.For(_options.Seed, DemoPurpose.Staff, number);
        return DemoNames.Person(ref random, random.Chance(500));
    }

    private void Person(Utf8JsonWriter json, string id, string name, int branch, int capacity)
    {
        json.WriteStartObject(id);
        json.WriteString("name", name);
        json.WriteString("branch", Branches[branch]);
        json.WriteNumber("capacity", capacity);
        json.WriteEndObject();
    }
}

/// <summary>What a draw is for: each has a stream of its own.</summary>
internal static class DemoPurpose
{
    public const ulong Staff = 1, Class = 2, Person = 3, Name = 4, History = 5, Day = 6, Trip = 7, Balance = 8, Story = 9, Answer = 10, Manager = 11, Company = 12;
}
