using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// The 24 solar terms as their file states them (<c>rules/calendars/solar-terms.json</c>):
/// <code>{"terms": [SolarTerm × 24], "years": [SolarTermYearData, …]}</code>
/// Term <c>i</c>, counted from 0, falls in month <c>i / 2 + 1</c>; years ascend without a gap.
/// </summary>
/// <param name="Terms">The 24 terms in the order of the solar year; none for a bank without solar terms.</param>
/// <param name="Years">The known years.</param>
public sealed record SolarTermsData(ImmutableArray<SolarTerm> Terms, ImmutableArray<SolarTermYearData> Years);

/// <summary>One solar term: <code>{"id": "qingming", "zh": "清明", "en": "Pure Brightness"}</code></summary>
/// <param name="Id">Stable id, the name in pinyin.</param>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
public sealed record SolarTerm(string Id, string Zh, string En);

/// <summary>The terms of one year: <code>{"year": 2026, "days": [5, 20, 4, …]}</code></summary>
/// <param name="Year">Solar year.</param>
/// <param name="Days">For each of the 24 terms the day of its month.</param>
public sealed record SolarTermYearData(int Year, ImmutableArray<int> Days);
