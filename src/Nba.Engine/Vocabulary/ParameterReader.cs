using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Reads <c>parameters.json</c>.</summary>
internal sealed class ParameterReader(ProblemList problems, IReadOnlyDictionary<string, CodeList> codes, IReadOnlyList<Fact> facts)
{
    /// <summary>The parameters in the order written.</summary>
    public IReadOnlyList<Parameter> Read(SourceNode node)
    {
        var list = new List<Parameter>();
        if (SourceObject.Open(node, problems) is null) return list;
        foreach (var member in node.Members)
        {
            if (member.Name != "$schema" && SourceObject.Open(member.Value, problems) is { } source && One(member.Name, source, list.Count) is { } parameter) list.Add(parameter);
        }
        return list;
    }

    private Parameter? One(string name, SourceObject source, int index)
    {
        var type = TypeNames.Read(source.Required("type"), codes, problems);
        var value = source.Required("value");
        source.RequiredText("zh");
        source.RequiredText("en");
        var segments = source.Map("bySegment");
        source.Done();
        if (type is null || value is null) return null;
        if (type.Kind is not (ValueKind.Boolean or ValueKind.Integer or ValueKind.Decimal))
            problems.Add(source.MarkOf("type"), ProblemCode.UnknownType, $"a parameter is of type boolean, integer or decimal, not {type}");
        return TypeNames.Constant(value, type, problems) is { } stored ? new Parameter(index, name, type, stored, BySegment(segments, type)) : null;
    }

    private SortedDictionary<int, long> BySegment(IReadOnlyList<SourceMember> members, ValueType type)
    {
        var values = new SortedDictionary<int, long>();
        var list = facts.FirstOrDefault(f => f.Name == BuiltIn.Segment)?.Type.Codes;
        foreach (var member in members)
        {
            var code = list?.IndexOf(member.Name) ?? -1;
            if (code < 0) problems.AddUnknown(member.NameMark, ProblemCode.UnknownCode, member.Name, $"segment", list?.Values ?? []);
            else if (TypeNames.Constant(member.Value, type, problems) is { } value) values[code] = value;
        }
        return values;
    }
}
