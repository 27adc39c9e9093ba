using System.Globalization;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>In which language commands tell faults, results and help: the user-interface culture of the thread. What the library of the command line says by itself: <see cref="LibraryWords"/>.</summary>
internal static class Speech
{
    private const string Chinese = "zh-Hans";

    /// <summary>The words of this command.</summary>
    public static Phrasebook Phrases => IsChinese ? HostPhrases.Chinese : Phrasebook.English;

    /// <summary>Whether it speaks Chinese.</summary>
    public static bool IsChinese => CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal);

    /// <summary>Chooses the language of a command as it was called: --lang, else NBA__LANGUAGE, else the machine's locale, else English.</summary>
    /// <param name="args">How it was called.</param>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static void Choose(IReadOnlyList<string> args, Func<string, string?> variable)
    {
        var tag = Given(args) ?? (variable("NBA__LANGUAGE") is { Length: > 0 } set ? set : MachineLanguage.Of(variable));
        CultureInfo.CurrentUICulture = tag?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? CultureInfo.GetCultureInfo(Chinese) : CultureInfo.InvariantCulture;
    }

    /// <summary>A client that asks a host to answer in the language of this command.</summary>
    public static HttpClient On(HttpClient client)
    {
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(IsChinese ? "zh-CN" : "en");
        return client;
    }

    /// <summary>Words for one of something, or for so many.</summary>
    public static Sentence Some(long count, Sentence one, Sentence more) => count == 1 ? one : more;

    /// <summary>Prints a line of the answer.</summary>
    public static void Line(Sentence words) => System.Console.WriteLine(words.In(Phrases));

    /// <summary>Prints a fault, or what is said beside the answer.</summary>
    public static void Aside(Sentence words) => System.Console.Error.WriteLine(words.In(Phrases));

    /// <summary>Prints every problem of files.</summary>
    public static void Aside(IEnumerable<RuleProblem> problems)
    {
        foreach (var line in ProblemLines.Of([.. problems])) Aside(line);
    }

    // Before the call is parsed, for that may be what fails.
    private static string? Given(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count && args[i] != "--"; i++)
        {
            if (args[i] == "--lang" && i + 1 < args.Count) return args[i + 1];
            if (args[i].StartsWith("--lang=", StringComparison.Ordinal) || args[i].StartsWith("--lang:", StringComparison.Ordinal)) return args[i]["--lang=".Length..];
        }
        return null;
    }
}
