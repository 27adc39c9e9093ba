using System.Collections.Frozen;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Routing;

/// <summary>A person or team that owns a queue.</summary>
/// <param name="Id">Id, as activities name it.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Branch">Branch, or null.</param>
/// <param name="Capacity">Entries a day.</param>
public sealed record DirectoryEntry(string Id, string Name, string? Branch, int Capacity)
{
    /// <summary>Ids of a team's members, who alone may claim its actions; empty for a person, and for a team that does not say.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}

/// <summary>The bank's people and branches: <c>directory.json</c>. Immutable; safe for any thread.</summary>
public sealed class Directory
{
    /// <summary>Owner of what no manager and no branch looks after.</summary>
    public const string Unassigned = "unassigned";

    internal static readonly IReadOnlyList<string> ChannelOwners = [.. BuiltIn.Channels.Values.Select(c => "channel:" + c)];

    private readonly FrozenDictionary<string, DirectoryEntry> _entries;
    private readonly FrozenDictionary<string, string> _heads;
    private readonly FrozenDictionary<string, string> _branchNames;
    private readonly FrozenDictionary<string, InformationBarrier> _barriers;

    // Where it says who may switch campaigns.
    private SourceMark? _place;

    private Directory(Dictionary<string, DirectoryEntry> entries, Dictionary<string, string> heads, Dictionary<string, string> branchNames, Dictionary<string, InformationBarrier> barriers, int capacity, IReadOnlyList<Absence> absences)
    {
        (_entries, _heads, _barriers) = (entries.ToFrozenDictionary(StringComparer.Ordinal), heads.ToFrozenDictionary(StringComparer.Ordinal), barriers.ToFrozenDictionary(StringComparer.Ordinal));
        _branchNames = branchNames.ToFrozenDictionary(StringComparer.Ordinal);
        (DefaultCapacity, HandOver) = (capacity, new HandOver(absences));
    }

    /// <summary>Entries a day of an owner that the directory does not list.</summary>
    public int DefaultCapacity { get; }

    /// <summary>Who sees whose queue while somebody is away.</summary>
    public HandOver HandOver { get; }

    /// <summary>Ids of branches, in order.</summary>
    public IReadOnlyList<string> Branches => [.. _heads.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Ids, in order, of those who may switch campaigns; empty where the directory does not say, and everybody in it may.</summary>
    public IReadOnlyList<string> ProductOwners { get; private init; } = [];

    /// <summary>All people and teams, by id.</summary>
    public IReadOnlyList<DirectoryEntry> Entries => [.. _entries.Values.OrderBy(e => e.Id, StringComparer.Ordinal)];

    /// <summary>Ids of all who own queues: people, teams, heads, electronic channels, and the list of the unassigned.</summary>
    internal IReadOnlyList<string> Owners => [.. _entries.Keys.Concat(_heads.Values).Concat(ChannelOwners).Append(Unassigned).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The person or team of that id, or null.</summary>
    public DirectoryEntry? Find(string id) => _entries.GetValueOrDefault(id);

    /// <summary>Entries a day of an owner.</summary>
    public int CapacityOf(string owner) => Find(owner)?.Capacity ?? DefaultCapacity;

    /// <summary>Owner id of a branch's head; <see cref="Unassigned"/> when the branch is unknown.</summary>
    public string HeadOf(string? branch) => branch is null ? Unassigned : _heads.GetValueOrDefault(branch, Unassigned);

    /// <summary>A branch's name for people; null for one that is not listed.</summary>
    public string? NameOfBranch(string branch) => _branchNames.GetValueOrDefault(branch);

    /// <summary>Ids of branches that an owner heads, in order.</summary>
    public IReadOnlyList<string> BranchesOf(string head) => [.. _heads.Where(h => h.Value == head).Select(h => h.Key).Order(StringComparer.Ordinal)];

    /// <summary>The information barrier of that id; one that is not listed has nobody on its list.</summary>
    public InformationBarrier Barrier(string id) => _barriers.GetValueOrDefault(id) ?? new InformationBarrier(id, id, []);

    /// <summary>Whether that owner heads a branch.</summary>
    public bool IsHead(string owner) => _heads.Values.Contains(owner);

    /// <summary>Ids, in order, of those who may switch campaigns; empty where nobody is known, and anybody may.</summary>
    public IReadOnlyList<string> Switchers => ProductOwners.Count > 0 ? ProductOwners : [.. Entries.Where(e => e.Members.Count == 0).Select(e => e.Id)];

    /// <summary>A campaign whose changes somebody else approves, where nobody else may.</summary>
    internal IReadOnlyList<RuleProblem> CheckApprovals(string approved)
    {
        var problems = new ProblemList();
        if (Switchers is [var only] && _place is { } place)
            problems.Add(place, ProblemCode.NobodyApproves, $"a change of '{approved}' needs the approval of somebody else, and '{only}' alone may switch campaigns: name a second person in 'productOwners', or take \"approval\" away from it");
        return problems.Sorted();
    }

    /// <summary>Reads the directory; an absent file is an empty one.</summary>
    internal static Directory Read(SourceNode? node, ProblemList problems)
    {
        var entries = new Dictionary<string, DirectoryEntry>(StringComparer.Ordinal);
        var heads = new Dictionary<string, string>(StringComparer.Ordinal);
        var branchNames = new Dictionary<string, string>(StringComparer.Ordinal);
        var barriers = new Dictionary<string, InformationBarrier>(StringComparer.Ordinal);
        var capacity = 15;
        IReadOnlyList<Absence> absences = [];
        IReadOnlyList<string> productOwners = [];
        SourceMark? place = null;
        if (node is not null && SourceObject.Open(node, problems) is { } root)
        {
            capacity = root.Whole("capacity", 1, 1_000_000) ?? capacity;
            foreach (var person in root.Map("people"))
            {
                if (SourceObject.Open(person.Value, problems) is not { } source) continue;
                entries[person.Name] = new DirectoryEntry(person.Name, source.RequiredText("name"), source.Text("branch"), source.Whole("capacity", 1, 1_000_000) ?? capacity)
                {
                    Members = [.. source.Lines("members").Select(m => m.Text)],
                };
                source.Done();
            }
            foreach (var branch in root.Map("branches"))
            {
                if (SourceObject.Open(branch.Value, problems) is not { } source) continue;
                branchNames[branch.Name] = source.RequiredText("name");
                heads[branch.Name] = source.RequiredText("head");
                source.Done();
            }
            foreach (var member in root.Map("barriers"))
            {
                if (Barrier(member, entries, heads, problems) is { } barrier) barriers[barrier.Id] = barrier;
            }
            productOwners = [.. root.Lines("productOwners").Select(o => o.Text).Distinct().Order(StringComparer.Ordinal)];
            place = root.MarkOf("productOwners");
            absences = Absence.Read(root.Items("absences"), entries, problems);
            root.Done();
        }
        return new Directory(entries, heads, branchNames, barriers, capacity, absences) { ProductOwners = productOwners, _place = place };
    }

    private static InformationBarrier? Barrier(SourceMember member, Dictionary<string, DirectoryEntry> entries, Dictionary<string, string> heads, ProblemList problems)
    {
        if (member.Name == BuiltIn.NoBarrier) problems.Add(member.NameMark, ProblemCode.DuplicateName, $"a barrier cannot be called '{BuiltIn.NoBarrier}': an assignment says so to take a customer out from behind one");
        if (SourceObject.Open(member.Value, problems) is not { } source) return null;
        var name = source.RequiredText("name");
        source.Required("people");
        var people = source.Lines("people");
        string[] known = [.. entries.Keys.Concat(heads.Values).Concat(ChannelOwners).Distinct(StringComparer.Ordinal)];
        foreach (var person in people.Where(p => !known.Contains(p.Text))) problems.AddUnknown(person.Mark, ProblemCode.UnknownOwner, person.Text, $"owner of directory.json", known);
        source.Done();
        return new InformationBarrier(member.Name, name, [.. people.Select(p => p.Text).Distinct(StringComparer.Ordinal)]);
    }
}
