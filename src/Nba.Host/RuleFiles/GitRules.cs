using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Nba.Engine.Sources;

namespace Nba.Host.RuleFiles;

/// <summary>Reads a folder of rule files as it was in a revision of the repository that it lies in, with git as a child process; nothing is checked out. Thread-safe.</summary>
internal static class GitRules
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rule files of a revision, or why there are none, in words.</summary>
    public static (RuleFolderText? Text, Sentence? Fault) Read(string folder, string revision)
    {
        if (!Directory.Exists(folder)) return (null, Sentence.Of($"there is no folder '{Path.GetFullPath(folder)}' whose history could be asked; name the folder of the rule files with --rules"));
        try
        {
            var top = Run(folder, "rev-parse", "--show-toplevel");
            if (top.Code != 0) return (null, Sentence.Of($"'{folder}' lies in no git repository; name a folder of rule files instead, or with --rules one in a repository"));
            var found = Run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
            if (found.Code != 0) return (null, Sentence.Of($"'{revision}' is neither a folder nor a revision of the repository that '{folder}' lies in; 'git log --oneline -- {folder}' lists those that changed it"));
            var tree = Run(folder, "rev-parse", "--verify", "--quiet", Line(found.Output) + ":./");
            if (tree.Code != 0) return (null, Sentence.Of($"revision {revision} has no folder '{folder}'; name one that has it, or the folder's name of then with --rules"));
            // From the root of the repository: below it git would look for the folder's own path within the tree.
            var archive = Run(Line(top.Output), "archive", "--format=tar", Line(tree.Output));
            return archive.Code == 0 ? (Unpack(archive.Output), null) : (null, $"git cannot give '{folder}' as of {revision}: {archive.Error}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, Sentence.Of($"git is not to be found; install it, or name a folder of rule files"));
        }
    }

    private static string Line(byte[] output) => Strict.GetString(output).Trim();

    private static RuleFolderText Unpack(byte[] tar)
    {
        var (files, problems) = (new List<SourceFile>(), new List<RuleProblem>());
        using var reader = new TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry() is { } entry)
        {
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !path.EndsWith(".json", StringComparison.Ordinal) || path.Split('/').Any(part => part.StartsWith('.'))) continue;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            try
            {
                files.Add(new SourceFile(path, Strict.GetString(content.GetBuffer(), 0, (int)content.Length).TrimStart('\uFEFF')));
            }
            catch (DecoderFallbackException)
            {
                problems.Add(new RuleProblem(path, 1, 1, ProblemCode.NotJson, $"the file is not UTF-8; save it as UTF-8"));
            }
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new RuleFolderText(files, problems);
    }

    private static (int Code, byte[] Output, string Error) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult().Trim());
    }
}
