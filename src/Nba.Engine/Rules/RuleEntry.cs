using Nba.Engine.Sources;

namespace Nba.Engine.Rules;

/// <summary>One rule of a book as its file states it, switched off ones included: what a list of the library shows.</summary>
/// <param name="Family">The file it stands in, without ending.</param>
/// <param name="Name">Its name, unique among the rules that are on.</param>
/// <param name="Shape">What it gives: <c>action</c>, <c>fact</c>, <c>route</c> or <c>plan</c>.</param>
/// <param name="Purpose">Why its action is done; null for the other shapes.</param>
/// <param name="Gives">Id of the action, fact or plan; of a route the owners, joined by <c> + </c>.</param>
/// <param name="For">Kinds of customer it is for; empty for all.</param>
/// <param name="Campaign">Id of the campaign its action belongs to, or null.</param>
/// <param name="Enabled">Whether its file has it switched on.</param>
/// <param name="Cases">How many cases stand beside it.</param>
/// <param name="Place">Where it stands.</param>
public sealed record RuleEntry(
    string Family, string Name, string Shape, string? Purpose, string Gives, IReadOnlyList<string> For, string? Campaign, bool Enabled, int Cases, SourceMark Place)
{
    /// <summary>The entry of a rule as read; what is faulty in it is left empty, others report it.</summary>
    internal static RuleEntry Of(RuleSource source)
    {
        var properties = source.Properties.Node;
        var given = properties.Member(source.Shape);
        var gives = source.Shape switch { "action" => "id", "fact" => "name", "route" => "to", _ => "start" };
        return new RuleEntry(
            source.Family, source.Name, source.Shape, source.Shape == "action" ? Word(given, "purpose") : null, string.Join(" + ", Words(given, gives)),
            Words(properties, "for"), source.Shape == "action" ? Word(given, "campaign") : null, source.Enabled,
            properties.Member("cases") is { Kind: SourceKind.Array } cases ? cases.Items.Count : 0, source.Mark);
    }

    private static string? Word(SourceNode? node, string member) => Words(node, member) is [var word, ..] ? word : null;

    private static IReadOnlyList<string> Words(SourceNode? node, string member) => (node?.Kind == SourceKind.Object ? node.Member(member) : null) switch
    {
        { Kind: SourceKind.Text } one => [one.Text],
        { Kind: SourceKind.Array } list => [.. list.Items.Where(i => i.Kind == SourceKind.Text).Select(i => i.Text)],
        _ => [],
    };
}
