using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Nba.Host.Commands;

/// <summary>Calls that show how a command is used: its help prints them, and tests run them as they stand.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> Known = [];

    /// <summary>Gives a command its examples, each as it is typed, from the program's name on.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        Known.AddOrUpdate(command, examples);
        return command;
    }

    /// <summary>The examples of a command; none unless it was given some.</summary>
    public static IReadOnlyList<string> Of(Command command) => Known.TryGetValue(command, out var examples) ? examples : [];

    /// <summary>The command itself, its subcommands and theirs, in the order of help, each with its words from below the program on.</summary>
    public static IEnumerable<(string Words, Command Command)> Tree(Command from, string words = "")
    {
        yield return (words, from);
        foreach (var below in from.Subcommands.SelectMany(c => Tree(c, $"{words} {c.Name}".TrimStart()))) yield return below;
    }
}
