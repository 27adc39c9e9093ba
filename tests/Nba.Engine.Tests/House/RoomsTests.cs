using System.Reflection;
using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Engine.Tests.House;

public sealed partial class RoomsTests
{
    private static readonly RoomTable Table = RoomTable.Read();
    private static readonly Assembly Engine = Assembly.Load(RoomTable.Project);

    [Fact]
    public void Every_folder_is_a_row_and_every_row_a_folder_with_sources()
    {
        var folders = Repository.Folders(RoomTable.Folder).Where(folder => Repository.Files($"{RoomTable.Folder}/{folder}", ".cs").Count > 0).ToList();
        var rows = Table.Rooms.Select(room => room.Name).Where(name => name != Room.Root).ToList();

        Findings.None(folders.Except(rows).Select(folder => $"{RoomTable.Folder}/{folder} is no row of ROOMS.md")
            .Concat(rows.Except(folders).Select(row => $"ROOMS.md has a row {row}; {RoomTable.Folder}/{row} has no sources")));
    }

    [Fact]
    public void A_row_uses_only_rows_above_it_and_the_root_is_last()
    {
        var above = new HashSet<string>();
        foreach (var room in Table.Rooms)
        {
            Assert.All(room.Uses, use => Assert.True(above.Contains(use), $"ROOMS.md: {room.Name} may use {use}, which does not stand above it"));
            Assert.True(above.Add(room.Name), $"ROOMS.md: {room.Name} has two rows");
        }

        Assert.Equal(Room.Root, Table.Rooms[^1].Name);
    }

    [Fact]
    public void Every_door_is_a_type_of_its_room()
    {
        var known = Engine.GetTypes().Select(type => type.FullName).ToHashSet();

        Findings.None(Table.Rooms.SelectMany(room => room.Doors.Select(door => $"{room.Namespace}.{door}"))
            .Where(door => !known.Contains(door)).Select(door => $"ROOMS.md names the door {door}, which is no type of the engine"));
        Assert.All(Table.Rooms, room => Assert.NotEmpty(room.Doors));
    }

    [Fact]
    public void A_namespace_says_in_which_folder_it_stands()
    {
        var strays = from file in Repository.Files(RoomTable.Folder, ".cs")
                     from Match match in Namespace().Matches(CodeText.WithoutWords(Repository.Read(file)))
                     let folder = Path.GetDirectoryName(file)!.Replace('\\', '/')[RoomTable.Folder.Length..].Replace('/', '.')
                     where match.Groups[1].Value != RoomTable.Project + folder
                     select $"{file} declares {match.Groups[1].Value}; its folder says {RoomTable.Project}{folder}";

        Findings.None(strays);
    }

    [Fact]
    public void What_is_written_names_only_rooms_that_may_be_used()
    {
        var strays = from file in Repository.Files(RoomTable.Folder, ".cs")
                     let room = Table.Of(RoomTable.Project + "." + file[(RoomTable.Folder.Length + 1)..].Replace('/', '.'))
                     from used in Table.Rooms
                     where used != room && used.Name != Room.Root && !room.Uses.Contains(used.Name)
                     from place in CodeText.Mentions(file, used.Namespace)
                     select $"{place} names {used.Name}; {Allowed(room)}";

        Findings.None(strays);
    }

    [Fact]
    public void What_is_compiled_uses_only_rooms_that_may_be_used()
    {
        var arrows = from use in AssemblyUses.Of(Engine)
                     where use.UsedAssembly == RoomTable.Project
                     let room = Table.Of(use.Namespace)
                     let used = Table.Of(use.UsedNamespace)
                     where room is not null && used is not null && room != used
                     select (Room: room, Used: used, Text: $"{use.Namespace}.{use.Type} uses {used.Name}'s {use.UsedType}; {Allowed(room)}");
        var seen = arrows.ToList();

        Assert.NotEmpty(seen);
        Findings.None(seen.Where(arrow => !arrow.Room.Uses.Contains(arrow.Used.Name)).Select(arrow => arrow.Text));
    }

    private static string Allowed(Room room) => $"ROOMS.md lets {room.Name} use {(room.Uses.Count == 0 ? "no other room" : string.Join(", ", room.Uses))}";

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
