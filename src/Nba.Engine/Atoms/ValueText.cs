using System.Collections;
using System.Globalization;

namespace Nba.Engine.Atoms;

/// <summary>Values as a person writes them, the same on every machine.</summary>
internal static class ValueText
{
    private const int MostItems = 8;

    /// <summary>A value in words.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text}\"",
        char letter => $"'{letter}'",
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => Items(list),
        _ => value.GetType().Name,
    };

    private static string Items(IEnumerable list)
    {
        var items = list.Cast<object?>().Take(MostItems + 1).ToList();
        return $"[{string.Join(", ", items.Take(MostItems).Select(Of))}{(items.Count > MostItems ? ", …" : "")}]";
    }
}
