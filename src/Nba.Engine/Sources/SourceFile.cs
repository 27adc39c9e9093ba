namespace Nba.Engine.Sources;

/// <summary>One text a person edits: a rule file, a vocabulary, a calendar. Immutable.</summary>
/// <param name="Path">The name problems are reported under, relative to the rules folder, with forward slashes.</param>
/// <param name="Text">The whole text.</param>
public sealed record SourceFile(string Path, string Text);

/// <summary>A place in a source file; line and column count from 1.</summary>
public readonly record struct SourceMark(string File, int Line, int Column)
{
    /// <summary>The place as editors understand it: <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
