using System.Text.RegularExpressions;
using Nba.Engine.Sources;

namespace Nba.Host.Commands;

/// <summary>What the library of the command line says by itself, known by its English, in our own words: it lets nobody give it others, and its own Chinese is half English.</summary>
internal static class LibraryWords
{
    private static readonly (Regex Form, Func<GroupCollection, Sentence> Words)[] Known =
    [
        Said("Description:", _ => $"Description:"),
        Said("Usage:", _ => $"Usage:"),
        Said("Arguments:", _ => $"Arguments:"),
        Said("Options:", _ => $"Options:"),
        Said("Commands:", _ => $"Commands:"),
        Said("Additional Arguments:", _ => $"Additional Arguments:"),
        Said("Arguments passed to the application that is being run[.]", _ => $"Arguments passed to the application that is being run."),
        Said("Show help and usage information", _ => $"Show help and usage information"),
        Said("Show version information", _ => $"Show version information"),
        Said("Required command was not provided[.]", _ => $"Required command was not provided."),
        Said("Unrecognized command or argument '(.*)'[.]", g => $"Unrecognized command or argument '{g[1].Value}'."),
        Said("'(.*)' was not matched[.] Did you mean one of the following[?]", g => $"'{g[1].Value}' was not matched. Did you mean one of the following?"),
        Said("Option '(.*)' is required[.]", g => $"Option '{g[1].Value}' is required."),
        Said("Required argument missing for option: '(.*)'[.]", g => $"Required argument missing for option: '{g[1].Value}'."),
        Said("Required argument '(.*)' missing for command: '(.*)'[.]", g => $"Required argument '{g[1].Value}' missing for command: '{g[2].Value}'."),
        Said("Argument '(.*)' not recognized[.] Must be one of:(.*)", g => $"Argument '{g[1].Value}' not recognized. Must be one of:{g[2].Value}"),
        Said("Option '(.*)' expects a single argument but (.*) were provided[.]", g => $"Option '{g[1].Value}' expects a single argument but {g[2].Value} were provided."),
        Said("(.*) option cannot be combined with other arguments[.]", g => $"{g[1].Value} option cannot be combined with other arguments."),
        Said("Cannot parse argument '(.*)' for option '(.*)' as expected type '([^']*)'[.]", g => $"'{g[1].Value}' for option '{g[2].Value}' is not {Kind(g[3].Value)}."),
        Said("Cannot parse argument '(.*)' for command '(.*)' as expected type '([^']*)'[.]", g => $"'{g[1].Value}' for command '{g[2].Value}' is not {Kind(g[3].Value)}."),
        Said("Cannot parse argument '(.*)' as expected type '([^']*)'[.]", g => $"'{g[1].Value}' is not {Kind(g[2].Value)}."),
        Said("Cannot parse argument '(.*)' for option '(.*)' as expected type '([^']*)'[.] Did you mean one of the following[?](.*)", g => $"'{g[1].Value}' for option '{g[2].Value}' is not {Kind(g[3].Value)}. Did you mean one of the following?{g[4].Value}"),
        Said("Cannot parse argument '(.*)' for command '(.*)' as expected type '([^']*)'[.] Did you mean one of the following[?](.*)", g => $"'{g[1].Value}' for command '{g[2].Value}' is not {Kind(g[3].Value)}. Did you mean one of the following?{g[4].Value}"),
        Said("Response file not found '(.*)'[.]", g => $"Response file not found '{g[1].Value}'."),
        Said("Error reading response file '(.*)': (.*)", g => $"Error reading response file '{g[1].Value}': {g[2].Value}"),
        Said("File does not exist: '(.*)'[.]", g => $"File does not exist: '{g[1].Value}'."),
        Said("Directory does not exist: '(.*)'[.]", g => $"Directory does not exist: '{g[1].Value}'."),
        Said("File or directory does not exist: '(.*)'[.]", g => $"File or directory does not exist: '{g[1].Value}'."),
        Said("Character not allowed in a path: '(.*)'[.]", g => $"Character not allowed in a path: '{g[1].Value}'."),
        Said("Character not allowed in a file name: '(.*)'[.]", g => $"Character not allowed in a file name: '{g[1].Value}'."),
        Said("Unhandled exception: ", _ => $"Unhandled exception: "),
        Said(@"(.* )\[command\] \[options\](.*)", g => $"{g[1].Value}[command] [options]{g[2].Value}"),
        Said(@"(.* )\[options\](.*)", g => $"{g[1].Value}[options]{g[2].Value}"),
        // Its Chinese is as wide as the English, for the column beside it.
        Said(@"(.*)\(REQUIRED\)", g => $"{g[1].Value}(REQUIRED)"),
        Said(@"(.*)\[default: (.*)\]", g => $"{g[1].Value}[default: {g[2].Value}]"),
        // Where the width of a terminal broke the line there.
        Said(@"(.*)\[default:", g => $"{g[1].Value}[default:"),
    ];

    /// <summary>A piece that the library writes, in the words of a phrasebook; as it is when the library says nothing in it.</summary>
    public static string In(string piece, Phrasebook phrases) =>
        Known.Select(k => (k.Words, Match: k.Form.Match(piece))).FirstOrDefault(k => k.Match.Success) is { Words: { } words, Match: var match } ? words(match.Groups).In(phrases) : piece;

    // What a command takes besides texts; days and words say themselves what they must be.
    private static Sentence Kind(string type) =>
        type.Contains("Decimal", StringComparison.Ordinal) || type.Contains("Double", StringComparison.Ordinal) ? Sentence.Of($"a number")
        : type.Contains("Int", StringComparison.Ordinal) ? Sentence.Of($"a whole number")
        : Sentence.Of($"a value of the type {type}");

    private static (Regex Form, Func<GroupCollection, Sentence> Words) Said(string form, Func<GroupCollection, Sentence> words) =>
        (new Regex($"^{form}$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), words);
}
