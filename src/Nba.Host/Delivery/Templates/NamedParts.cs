using Nba.Engine.Sources;

namespace Nba.Host.Delivery.Templates;

/// <summary>Parts of a template that its messages share, by name. Each is read where it is used, so that its names mean what they mean there. Not thread-safe.</summary>
/// <param name="members">The parts as written.</param>
internal sealed class NamedParts(IReadOnlyList<SourceMember> members)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    /// <summary>Reads the part of that name, unless there is none or it is within itself.</summary>
    public IMessagePart? Within(SourceNode name, ProblemList problems, Func<SourceNode, IMessagePart?> read)
    {
        if (members.FirstOrDefault(m => m.Name == name.Text) is not { Value: { } node })
        {
            problems.AddUnknown(name.Mark, ProblemCode.UnknownTarget, name.Text, $"part of this template", members.Select(m => m.Name));
            return null;
        }
        if (_open.Contains(name.Text))
        {
            problems.Add(name.Mark, ProblemCode.UnknownTarget, $"the part '{name.Text}' is within itself");
            return null;
        }
        _used.Add(name.Text);
        _open.Add(name.Text);
        var part = read(node);
        _open.RemoveAt(_open.Count - 1);
        return part;
    }

    /// <summary>Reports every part that no message has.</summary>
    public void Done(ProblemList problems)
    {
        foreach (var member in members.Where(m => !_used.Contains(m.Name)))
            problems.Add(member.NameMark, ProblemCode.UnusedText, $"no message has the part '{member.Name}'; use it or take it out");
    }
}
