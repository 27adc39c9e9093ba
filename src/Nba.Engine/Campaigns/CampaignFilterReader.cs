using System.Globalization;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>Reads the filters of a campaign; one that asks nothing is a fault, since it would let everybody or nobody in without saying so.</summary>
internal sealed class CampaignFilterReader(VocabularyBook vocabulary, ProblemList problems)
{
    public CampaignFilter? Read(SourceNode node)
    {
        if (SourceObject.Open(node, problems) is not { } filter) return null;
        filter.Required("name");
        filter.Required("parameters");
        var name = filter.Word("name", Enum.GetNames<CampaignFilterKind>());
        var parameters = filter.Object("parameters");
        filter.Done();
        if (name is null || parameters is null) return null;
        var read = new CampaignFilter(Enum.Parse<CampaignFilterKind>(name), null, null, 0, [], 100);
        switch (read.Kind)
        {
            case CampaignFilterKind.Window:
                var (from, to) = Days(parameters);
                if (parameters.Any("from") is null && parameters.Any("to") is null) problems.Add(parameters.Node.Mark, ProblemCode.MissingMember, $"'from' or 'to' is missing here");
                read = read with { From = from, To = to };
                break;
            case CampaignFilterKind.Segment: read = read with { Segments = Segments(Some(parameters)) }; break;
            case CampaignFilterKind.Branch: read = read with { Branches = [.. Some(parameters).Select(b => b.Text)] }; break;
            default:
                parameters.Required("value");
                read = read with { Percentage = parameters.Whole("value", 0, 100) ?? 100 };
                break;
        }
        parameters.Done();
        return read;
    }

    /// <summary>The days <c>from</c> and <c>to</c> of an object, in this order.</summary>
    public (DateOnly? From, DateOnly? To) Days(SourceObject source)
    {
        var (from, to) = (Day(source, "from"), Day(source, "to"));
        if (to < from) problems.Add(source.MarkOf("to"), ProblemCode.WrongKind, $"a day from {from:yyyy-MM-dd} on must stand here, not {to:yyyy-MM-dd}");
        return (from, to);
    }

    private IReadOnlyList<SourceNode> Some(SourceObject parameters)
    {
        var names = parameters.Lines("any");
        if (names.Count == 0) problems.Add(parameters.MarkOf("any"), ProblemCode.MissingMember, $"'any' must name at least one");
        return names;
    }

    /// <summary>Segments by name, as bits.</summary>
    public long Segments(IReadOnlyList<SourceNode> names)
    {
        long bits = 0;
        var codes = vocabulary.Fact(BuiltIn.Segment)?.Type.Codes;
        foreach (var name in names)
        {
            var code = codes?.IndexOf(name.Text) ?? -1;
            if (code < 0) problems.AddUnknown(name.Mark, ProblemCode.UnknownCode, name.Text, $"segment", codes?.Values ?? []);
            else bits |= 1L << code;
        }
        return bits;
    }

    private DateOnly? Day(SourceObject source, string name)
    {
        if (source.Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        problems.Add(source.MarkOf(name), ProblemCode.WrongKind, $"'{text}' is no day; write 2026-03-31");
        return null;
    }
}
