using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Nba.House;

namespace Nba.Host.Tests.House;

/// <summary>Ids of log lines are a promise to whoever watches the host: listed in a golden, unique, a hundred for each folder.</summary>
public sealed class LogIdsTests
{
    private const string Stored = "tests/Nba.Host.Tests/Goldens/log-ids.txt";
    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlyList<Line> Lines =
    [
        .. from type in Assembly.Load("nba").GetTypes()
           from method in type.GetMethods(Declared)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           orderby attribute.EventId, type.FullName, method.Name
           select new Line(attribute.EventId, attribute.Level, attribute.Message, Folder(type), $"{type.FullName}.{method.Name}"),
    ];

    [Fact]
    public void The_lines_are_those_agreed()
    {
        var actual = string.Join('\n', Lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Id} {l.Level} {l.Folder}: {l.Message}"))) + "\n";
        var path = Path.Combine(Repository.Root, Stored);
        if (Environment.GetEnvironmentVariable("NBA_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        var (was, now) = (File.Exists(path) ? File.ReadAllText(path).Split('\n') : [], actual.Split('\n'));
        Findings.None([.. was.Except(now).Select(l => $"{Stored} has, the code has not: {l}"), .. now.Except(was).Select(l => $"the code has, {Stored} has not: {l}")]);
        Assert.Equal(now, was);
    }

    [Fact]
    public void Every_log_method_is_found_by_its_attribute() =>
        Assert.Equal(Repository.Files("src/Nba.Host", ".cs").Sum(f => CodeText.WithoutWords(Repository.Read(f)).Split("[LoggerMessage(").Length - 1), Lines.Count);

    [Fact]
    public void An_id_is_given_once() =>
        Findings.None(Lines.GroupBy(l => l.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key} is the id of {string.Join(" and ", g.Select(l => l.Method))}"));

    [Fact]
    public void A_folder_has_one_hundred_of_the_ids_to_itself() =>
        Findings.None(
        [
            .. Lines.GroupBy(l => l.Folder).Where(g => g.Select(l => l.Id / 100).Distinct().Count() > 1).Select(g => $"{g.Key} takes ids of several hundreds: {string.Join(", ", g.Select(l => l.Id))}"),
            .. Lines.GroupBy(l => l.Id / 100).Where(g => g.Select(l => l.Folder).Distinct().Count() > 1).Select(g => $"the ids from {g.Key * 100} belong to {string.Join(" and ", g.Select(l => l.Folder).Distinct())}"),
        ]);

    [Fact]
    public void Every_line_has_an_id_a_level_and_words() =>
        Findings.None(Lines.Where(l => l.Id <= 0 || l.Level is LogLevel.None || !Enum.IsDefined(l.Level) || string.IsNullOrWhiteSpace(l.Message)).Select(l => $"{l.Method}: {l}"));

    private static string Folder(Type type) => type.Namespace is { } name && name.StartsWith("Nba.Host.", StringComparison.Ordinal) ? name["Nba.Host.".Length..].Split('.')[0] : "(root)";

    private sealed record Line(int Id, LogLevel Level, string Message, string Folder, string Method);
}
