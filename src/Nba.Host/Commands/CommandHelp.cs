using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Nba.Engine.Sources;

namespace Nba.Host.Commands;

/// <summary>Help as the library prints it, with the examples of a command, and what every command shares below the help of the program itself.</summary>
internal sealed class CommandHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>What the exit codes mean, each with its words.</summary>
    public static IReadOnlyList<(int Code, Sentence Meaning)> ExitCodes { get; } =
    [
        (CommandLine.Ok, $"all is well"),
        (CommandLine.FaultsFound, $"faults were found and told, or what was asked for is not there"),
        (CommandLine.WrongUsage, $"the command was called wrongly"),
        (CommandLine.CannotStart, $"it cannot start: a setting, store, address or input is not to be had"),
    ];

    public override bool ClearsParseErrors => true;

    /// <summary>Lets a program's help print examples.</summary>
    public static RootCommand On(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new CommandHelp((HelpAction)option.Action!);
        return root;
    }

    public override int Invoke(ParseResult parsed)
    {
        var code = help.Invoke(parsed);
        var to = parsed.InvocationConfiguration.Output;
        var command = parsed.CommandResult.Command;
        if (Examples.Of(command) is { Count: > 0 } examples) Section($"Examples:", examples, to);
        if (command is RootCommand) Section($"Exit codes:", ExitCodes.Select(c => $"{c.Code}  {c.Meaning.In(Speech.Phrases)}"), to);
        if (command is RootCommand) Section($"Language:", Languages.Select(l => l.In(Speech.Phrases)), to);
        return code;
    }

    /// <summary>Which language answers are in, in words.</summary>
    public static IReadOnlyList<Sentence> Languages { get; } =
    [
        $"zh-CN or en: --lang, else NBA__LANGUAGE, else the machine's locale (LC_ALL, LC_MESSAGES, LANG), else en.",
        $"What run serves to others never follows the locale of the machine it runs on: it is NBA__LANGUAGE, else zh-CN."
    ];

    /// <summary>Puts what commands, arguments and options say of themselves in the words of a phrasebook.</summary>
    public static void Translate(Command command, Phrasebook phrases)
    {
        IEnumerable<Symbol> symbols = [command, .. command.Arguments, .. command.Options];
        foreach (var symbol in symbols)
        {
            if (symbol.Description is { } english && phrases.Find(english) is { } other) symbol.Description = other;
        }
        foreach (var inner in command.Subcommands) Translate(inner, phrases);
    }

    private static void Section(Sentence title, IEnumerable<string> lines, TextWriter to)
    {
        to.WriteLine(title.In(Speech.Phrases));
        foreach (var line in lines) to.WriteLine($"  {line}");
        to.WriteLine();
    }
}
