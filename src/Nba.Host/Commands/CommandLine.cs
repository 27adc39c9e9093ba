using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;

namespace Nba.Host.Commands;

/// <summary>What every command shares: exit codes and how faults are told.</summary>
internal static class CommandLine
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>Faults were found and told.</summary>
    public const int FaultsFound = 1;

    /// <summary>The command was called wrongly.</summary>
    public const int WrongUsage = 2;

    /// <summary>The command cannot start: its store, address or input is not to be had.</summary>
    public const int CannotStart = 3;

    /// <summary>Says what is wrong with the call.</summary>
    public static int Wrong(Sentence words)
    {
        Speech.Aside(words);
        return WrongUsage;
    }

    /// <summary>Loads rule files, or tells every problem of every file and answers null.</summary>
    public static RuleBook? Load(string folder)
    {
        var load = RuleFolder.Load(folder);
        Speech.Aside(load.Problems);
        return load.Book;
    }
}
