using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Engine.Tests.House;

/// <summary>One row of src/Nba.Engine/ROOMS.md.</summary>
internal sealed record Room(string Name, IReadOnlyList<string> Doors, IReadOnlyList<string> Uses)
{
    public const string Root = "(root)";

    public string Namespace => Name == Root ? RoomTable.Project : $"{RoomTable.Project}.{Name}";
}

/// <summary>src/Nba.Engine/ROOMS.md, read: the rooms in order.</summary>
internal sealed partial class RoomTable
{
    public const string Project = "Nba.Engine";
    public const string Folder = "src/Nba.Engine";

    private RoomTable(IReadOnlyList<Room> rooms) => Rooms = rooms;

    public IReadOnlyList<Room> Rooms { get; }

    public static RoomTable Read()
    {
        var rooms = new List<Room>();
        foreach (var line in Repository.Read(Folder + "/ROOMS.md").Split('\n').Where(line => line.StartsWith('|')).Skip(2))
        {
            var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            string[] uses = cells[3] switch
            {
                "—" => [],
                "all above" => [.. rooms.Select(room => room.Name)],
                var names => names.Split(',', StringSplitOptions.TrimEntries),
            };
            rooms.Add(new Room(cells[0], [.. Quoted().Matches(cells[2]).Select(match => match.Groups[1].Value)], uses));
        }

        return new RoomTable(rooms);
    }

    /// <summary>The room a namespace belongs to; the root when it is nobody else's; null outside the engine.</summary>
    public Room? Of(string name)
    {
        if (name != Project && !name.StartsWith(Project + ".", StringComparison.Ordinal))
        {
            return null;
        }

        return Rooms.FirstOrDefault(room => room.Name != Room.Root && (name + ".").StartsWith(room.Namespace + ".", StringComparison.Ordinal))
            ?? Rooms.Single(room => room.Name == Room.Root);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
