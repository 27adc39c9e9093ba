using System.CommandLine;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary>What the commands of a host share: options, settings, and how they end.</summary>
internal static class HostCommand
{
    /// <summary>Parses and runs; answers the exit code.</summary>
    /// <param name="root">The program.</param>
    /// <param name="args">How it was called.</param>
    /// <param name="output">Where help goes; standard output unless told.</param>
    /// <param name="errors">Where it is said that the call is wrong; standard error unless told.</param>
    /// <param name="variable">The value of an environment variable, or null; those of this process unless told.</param>
    public static async Task<int> Run(RootCommand root, string[] args, TextWriter? output = null, TextWriter? errors = null, Func<string, string?>? variable = null)
    {
        Speech.Choose(args, variable ?? Environment.GetEnvironmentVariable);
        if (Speech.IsChinese) CommandHelp.Translate(root, HostPhrases.Chinese);
        await using var help = new LibraryWriter(output ?? System.Console.Out, Speech.Phrases);
        await using var faults = new LibraryWriter(errors ?? System.Console.Error, Speech.Phrases);
        ParseResult parsed;
        try
        {
            parsed = root.Parse(args);
        }
        catch (UnauthorizedAccessException)
        {
            // A folder, or a file that is another's: what else can be wrong with such a file the library says itself.
            faults.WriteLine(Sentence.Of($"Error reading response file: {string.Join(", ", args.Where(a => a.StartsWith('@')))}").In(Speech.Phrases));
            return CommandLine.WrongUsage;
        }
        // The host listens to the signals itself and stops in its own order; without a host they end the process as usual.
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, Output = help, Error = faults }).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? CommandLine.WrongUsage : code;
    }

    /// <summary>Lets every command be told in which language to speak; those whose answers have one of their own know it already.</summary>
    public static RootCommand Speaking(RootCommand root)
    {
        foreach (var (_, command) in Examples.Tree(root).Where(c => c.Command.Subcommands.Count == 0 && c.Command.Options.All(o => o.Name != "--lang")))
        {
            var language = Language();
            language.Validators.Add(given =>
            {
                // Answers have settings that refuse another tag; here it would be English without a word.
                if (given.GetValueOrDefault<string?>() is { } tag && !TextBook.Languages.Contains(tag)) given.AddError(Sentence.Of($"'{tag}' is no language of the texts; write --lang zh-CN or --lang en").In(Speech.Phrases));
            });
            command.Add(language);
        }
        return root;
    }

    /// <summary>The folder of the rule files.</summary>
    public static Option<string?> Rules() => new("--rules") { Description = "Folder of the rule files (NBA__RULES; default: rules)", HelpName = "DIR" };

    /// <summary>The data directory.</summary>
    public static Option<string?> Data() => new("--data") { Description = "Directory of the store (NBA__DATA; default: data)", HelpName = "DIR" };

    /// <summary>The language of answers.</summary>
    public static Option<string?> Language() => new("--lang") { Description = "zh-CN or en (NBA__LANGUAGE; default: the machine's locale, else en)", HelpName = "TAG" };

    /// <summary>Whether the answer is printed as the pages give it.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the answer as JSON" };

    /// <summary>An earlier moment.</summary>
    public static Option<string?> At() => new("--at") { Description = "An earlier moment: a day, as 2026-02-20 (its end), or a minute of the bank's clock, as 2026-02-20T10:00", HelpName = "MOMENT" };

    /// <summary>Settings of a command that one person runs, as files, environment and the command line give them, its language else as the machine's locale, else English; throws with every fault at once.</summary>
    public static HostSettings Settings(params (string Key, string? Value)[] given) => Settings(MachineLanguage.Of(Environment.GetEnvironmentVariable) ?? "en", given);

    /// <summary>Settings of what serves others: the workers of one bank must answer alike, whatever the locales of their machines.</summary>
    public static HostSettings ServerSettings((string Key, string? Value)[] given) => Settings(null, given);

    private static HostSettings Settings(string? language, (string Key, string? Value)[] given)
    {
        var load = SettingsReader.Read(HostConfiguration.Build(given.Select(g => new KeyValuePair<string, string?>($"{HostOptions.Section}:{g.Key}", g.Value)), language: language));
        return load.Settings ?? throw new CannotStartException(load.Message);
    }

    /// <summary>The same for work that is not awaited.</summary>
    public static int Guarded(Func<int> work) => Guard(() => Task.FromResult(work())).GetAwaiter().GetResult();

    /// <summary>Runs a command's work; what keeps it from starting is said in words, without a stack.</summary>
    public static async Task<int> Guard(Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CannotStartException or StoreUnavailableException or HttpRequestException or IOException or InvalidDataException or InvalidOperationException)
        {
            Speech.Aside($"nba: {Said.WordsOf(failure)}");
            return CommandLine.CannotStart;
        }
    }
}
