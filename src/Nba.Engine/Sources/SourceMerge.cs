namespace Nba.Engine.Sources;

/// <summary>Puts defaults under what a file says.</summary>
internal static class SourceMerge
{
    /// <summary>The node with every member that it lacks taken from the defaults, object by object; places stay what they are.</summary>
    public static SourceNode Over(SourceNode own, SourceNode? defaults)
    {
        if (defaults is null || own.Kind != SourceKind.Object || defaults.Kind != SourceKind.Object) return own;
        var merged = new SourceNode(SourceKind.Object, own.Mark);
        foreach (var member in own.Members) merged.Add(member with { Value = Over(member.Value, defaults.Member(member.Name)) });
        foreach (var member in defaults.Members)
        {
            if (own.Member(member.Name) is null) merged.Add(member);
        }
        return merged;
    }

    /// <summary>Several lines as one, each in brackets, at the place of the first.</summary>
    public static SourceNode Joined(IReadOnlyList<SourceNode> lines, string with) =>
        new(SourceKind.Text, lines[0].Mark, string.Join(with, lines.Select(l => $"({l.Text})")));
}
