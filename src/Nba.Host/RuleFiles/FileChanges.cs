using System.Text;

namespace Nba.Host.RuleFiles;

/// <summary>New texts of files of one folder, written all or not at all.</summary>
internal static class FileChanges
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes every text beside its file first, then puts each in its place, in the order given; what fails leaves the folder as it was.</summary>
    /// <param name="folder">The folder of the rule files.</param>
    /// <param name="changes">Paths below it, with their new texts.</param>
    /// <exception cref="IOException">A file cannot be written; nothing was changed.</exception>
    public static void Write(string folder, IReadOnlyList<(string Path, string Text)> changes)
    {
        var staged = new List<Staged>();
        try
        {
            foreach (var (path, text) in changes) staged.Add(Stage(Path.Combine(folder, path), text));
            foreach (var file in staged) file.Put();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            foreach (var file in staged) file.Undo();
            throw new IOException($"nothing was changed: {fault.Message}", fault);
        }
        finally
        {
            foreach (var file in staged) File.Delete(file.Temporary);
        }
    }

    private static Staged Stage(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var before = File.Exists(path) ? File.ReadAllBytes(path) : null;
        var bytes = Utf8.GetBytes(text);
        // A mark at the start belongs to the file, not to its text.
        if (before is [0xEF, 0xBB, 0xBF, ..]) bytes = [0xEF, 0xBB, 0xBF, .. bytes];
        // Hidden, so that a host that watches the folder passes over it.
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        File.WriteAllBytes(temporary, bytes);
        return new Staged(path, temporary, before);
    }

    private sealed record Staged(string Path, string Temporary, byte[]? Before)
    {
        private bool _put;

        public void Put()
        {
            File.Move(Temporary, Path, overwrite: true);
            _put = true;
        }

        public void Undo()
        {
            if (!_put) return;
            if (Before is null) File.Delete(Path);
            else File.WriteAllBytes(Path, Before);
        }
    }
}
