using Nba.Engine.Vocabulary;
using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Expressions;

/// <summary>A name that an expression may read behind a root: <c>customer.balance</c>.</summary>
public sealed record ScopeMember(string Name, VType Type, int Slot, bool MayBeNull);

/// <summary>What an expression may see: always <c>customer</c>, <c>param</c> and <c>today</c>; <c>event</c> and <c>item</c> where a rule has them.</summary>
/// <param name="Events">Event types whose common fields are read as <c>event.x</c>; empty for none.</param>
/// <param name="Item">Entity whose facts are read as <c>item.x</c>; null for none.</param>
public sealed record Scope(IReadOnlyList<EventType> Events, EntityType? Item)
{
    /// <summary>Customer, parameters and day only.</summary>
    public static readonly Scope Customer = new([], null);

    internal string Key => $"{string.Join(',', Events.Select(e => e.Index))}|{Item?.Index}";
}

/// <summary>The members of <c>today</c>.</summary>
public static class TodayScope
{
    /// <summary>Slots of the row, in order.</summary>
    public const int Date = 0, Weekday = 1, DayOfMonth = 2, Month = 3, IsWorkday = 4, Festival = 5, NextFestival = 6, DaysToFestival = 7, FestivalDate = 8, Slots = 9;

    internal static IReadOnlyList<ScopeMember> Members(CodeList festivals) =>
    [
        new("date", new(ValueKind.Date), Date, false), new("weekday", new(ValueKind.Integer), Weekday, false),
        new("dayOfMonth", new(ValueKind.Integer), DayOfMonth, false), new("month", new(ValueKind.Integer), Month, false),
        new("isWorkday", new(ValueKind.Boolean), IsWorkday, false), new("festival", new(ValueKind.Code, festivals), Festival, true),
        new("nextFestival", new(ValueKind.Code, festivals), NextFestival, true), new("daysToFestival", new(ValueKind.Integer), DaysToFestival, true),
        new("festivalDate", new(ValueKind.Date), FestivalDate, true),
    ];
}
