using System.Text;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;

namespace Nba.Host.RuleFiles;

/// <summary>Reads a folder of rule files. Thread-safe.</summary>
public static class RuleFolder
{
    private const string Vocabulary = "vocabulary.json", Inside = "rules";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Reads and compiles every <c>*.json</c> of the folder: a book, or every problem of every file. A missing folder is a problem too.</summary>
    public static RuleBookLoad Load(string directory) => Compile(Read(directory));

    /// <summary>Compiles what was read; files that could not be read are problems beside those of the others.</summary>
    internal static RuleBookLoad Compile(RuleFolderText text)
    {
        if (text.Files.Count == 0 && text.Problems.Count > 0) return new RuleBookLoad(null, text.Problems);
        var load = RuleBook.Load(text.Files);
        if (text.Problems.Count == 0) return load;
        return new RuleBookLoad(null, ProblemList.Sorted([.. text.Problems, .. load.Problems]));
    }

    /// <summary>Below a data directory, the rule files of a bank that carries its own.</summary>
    public const string InStore = "rules";

    /// <summary>Writes the files of a book into a folder, with the schemas that editors complete and check them by; answers how many rule files there are. What is set for campaigns by command is none, and stays where it is.</summary>
    public static int Write(string folder, RuleBook book)
    {
        var files = book.Files.Where(f => f.Path != CampaignSwitches.File).ToList();
        foreach (var file in files.Concat(RuleSchema.Files()))
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
        return files.Count;
    }

    /// <summary>Reads the texts; hidden files and folders, which editors leave behind, are passed over.</summary>
    internal static RuleFolderText Read(string directory)
    {
        var files = new List<SourceFile>();
        var problems = new List<RuleProblem>();
        if (!Directory.Exists(directory))
        {
            problems.Add(Missing(directory, $"there is no folder '{Path.GetFullPath(directory)}'; name the folder of the rule files with --rules or NBA__RULES"));
            return new RuleFolderText(files, problems);
        }
        if (!File.Exists(Path.Combine(directory, Vocabulary)) && File.Exists(Path.Combine(directory, Inside, Vocabulary)))
        {
            problems.Add(Missing(directory, $"there are no rule files in '{directory}' itself, but in '{Path.Combine(directory, Inside)}', as a bank's data directory has them: name that folder"));
            return new RuleFolderText(files, problems);
        }
        try
        {
            foreach (var path in Directory.EnumerateFiles(directory, "*.json", Everything).Select(p => Path.GetRelativePath(directory, p).Replace('\\', '/')).Order(StringComparer.Ordinal))
            {
                if (path.Split('/').Any(part => part[0] == '.')) continue;
                if (path == CampaignSwitches.File)
                {
                    problems.Add(new RuleProblem(path, 1, 1, ProblemCode.UnknownFile, $"what is switched while the bank runs is kept by the program and is no rule file: delete this one, write campaigns.json, or use 'nba campaign'"));
                    continue;
                }
                One(directory, path, files, problems);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(Missing(directory, $"the folder cannot be read: {fault.Message}"));
        }
        return new RuleFolderText(files, problems);
    }

    private static void One(string directory, string path, List<SourceFile> files, List<RuleProblem> problems)
    {
        try
        {
            files.Add(new SourceFile(path, Strict.GetString(File.ReadAllBytes(Path.Combine(directory, path))).TrimStart('\uFEFF')));
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new RuleProblem(path, 1, 1, ProblemCode.NotJson, $"the file is not UTF-8; save it as UTF-8"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(new RuleProblem(path, 1, 1, ProblemCode.MissingFile, $"the file cannot be read: {fault.Message}"));
        }
    }

    private static RuleProblem Missing(string directory, Sentence message) => new(directory, 1, 1, ProblemCode.MissingFile, message);
}

/// <summary>The texts of a folder, before they mean anything.</summary>
/// <param name="Files">What could be read, by path.</param>
/// <param name="Problems">What could not.</param>
internal sealed record RuleFolderText(IReadOnlyList<SourceFile> Files, IReadOnlyList<RuleProblem> Problems)
{
    /// <summary>Whether both hold the same texts and the same problems.</summary>
    public bool Same(RuleFolderText other) => Files.SequenceEqual(other.Files) && Problems.SequenceEqual(other.Problems);
}
