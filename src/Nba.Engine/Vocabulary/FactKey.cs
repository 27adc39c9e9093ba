using System.Globalization;

namespace Nba.Engine.Vocabulary;

/// <summary>A fact in every book: its entity's id, 0 for the customer, and its own.</summary>
public readonly record struct FactKey(int Entity, int Fact) : IComparable<FactKey>
{
    /// <summary>Reads keys as <see cref="Write"/> writes them; leaves out what is none.</summary>
    public static IReadOnlyList<FactKey> Read(string? text)
    {
        var keys = new List<FactKey>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('/') is [var entity, var fact] && int.TryParse(entity, NumberStyles.None, CultureInfo.InvariantCulture, out var e) && int.TryParse(fact, NumberStyles.None, CultureInfo.InvariantCulture, out var f)) keys.Add(new FactKey(e, f));
        }
        return keys;
    }

    /// <summary>Keys as a journal entry holds them: <c>0/24,1/3</c>.</summary>
    public static string Write(IEnumerable<FactKey> keys) => string.Join(',', keys.Order().Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Entity}/{k.Fact}")));

    /// <inheritdoc/>
    public int CompareTo(FactKey other) => Entity != other.Entity ? Entity.CompareTo(other.Entity) : Fact.CompareTo(other.Fact);

    /// <inheritdoc/>
    public static bool operator <(FactKey left, FactKey right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(FactKey left, FactKey right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(FactKey left, FactKey right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(FactKey left, FactKey right) => left.CompareTo(right) >= 0;
}
