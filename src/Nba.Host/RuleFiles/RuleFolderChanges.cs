namespace Nba.Host.RuleFiles;

/// <summary>
/// Looks at a folder again and again for what changed. A change counts once it has stood from one look to the next, so that a set of files is never caught half copied. Not thread-safe.
/// </summary>
/// <param name="directory">The folder.</param>
/// <param name="known">What is known of it already.</param>
internal sealed class RuleFolderChanges(string directory, RuleFolderText known)
{
    private RuleFolderText _known = known;
    private RuleFolderText _seen = known;

    /// <summary>Looks once; answers what the folder holds when that is new and has stood since the last look, else null.</summary>
    public RuleFolderText? Next()
    {
        var text = RuleFolder.Read(directory);
        var stands = text.Same(_seen);
        _seen = text;
        if (!stands || text.Same(_known)) return null;
        return _known = text;
    }
}
