using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>By which calendar a festival comes round.</summary>
public enum FestivalKind
{
    /// <summary>A month and day of the solar year; written <c>solar</c>.</summary>
    Solar = 0,

    /// <summary>A month and day of the lunar year, in a leap year that of the ordinary month; written <c>lunar</c>.</summary>
    Lunar = 1,

    /// <summary>The day before a month and day of the lunar year; written <c>lunar-eve</c>.</summary>
    LunarEve = 2,

    /// <summary>The day of a solar term; written <c>term</c>.</summary>
    Term = 3,
}

/// <summary>The festivals as their file states them (<c>rules/calendars/festivals.json</c>): <code>{"festivals": [Festival, …]}</code></summary>
/// <param name="Festivals">The festivals; their order is the order of <see cref="Festivals.On"/>.</param>
public sealed record FestivalsData(ImmutableArray<Festival> Festivals);

/// <summary>
/// One festival: <code>{"id": "mid-autumn", "zh": "中秋节", "en": "Mid-Autumn Festival", "kind": "lunar", "month": 8, "day": 15}</code>
/// or <code>{"id": "qingming", "zh": "清明节", "en": "Tomb-Sweeping Day", "kind": "term", "term": "qingming"}</code>
/// </summary>
/// <param name="Id">Stable id, as rules name it.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="Kind">By which calendar it comes round.</param>
/// <param name="Month">Month 1 to 12; 0 for a term.</param>
/// <param name="Day">Day of the month, to 29 in the lunar calendar; 0 for a term.</param>
/// <param name="Term">Id of the solar term; null for all other kinds.</param>
public sealed record Festival(string Id, string Zh, string En, FestivalKind Kind, int Month, int Day, string? Term)
{
    /// <summary>Reads the value of <c>kind</c>; false, with <see cref="FestivalKind.Solar"/>, for any other text.</summary>
    public static bool TryParseKind(string text, out FestivalKind kind)
    {
        (var known, kind) = text switch
        {
            "solar" => (true, FestivalKind.Solar),
            "lunar" => (true, FestivalKind.Lunar),
            "lunar-eve" => (true, FestivalKind.LunarEve),
            "term" => (true, FestivalKind.Term),
            _ => (false, default),
        };
        return known;
    }
}
