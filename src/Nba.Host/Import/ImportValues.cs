using System.Globalization;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;

namespace Nba.Host.Import;

/// <summary>Writes a column's value as JSON of the kind the mapping says. Invariant: no culture of any machine.</summary>
internal static class ImportValues
{
    /// <summary>Reads a time; false when it has another form.</summary>
    public static bool TryTime(ImportTime form, string text, out Instant instant)
    {
        if (form.Format is null)
        {
            var read = Instant.TryParse(text.AsSpan(), out instant);
            instant = instant.Plus(form.AfterDays * 86_400_000L);
            return read;
        }
        instant = default;
        if (form.Format is ImportTime.UnixSeconds or ImportTime.UnixMilliseconds) return TryCount(form, text, out instant);
        if (form.Zone is null || !DateTime.TryParseExact(text, form.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        if (form.AfterDays > 0) local = local.AddDays(form.AfterDays);
        instant = form.Zone.AtLocal(DateOnly.FromDateTime(local), (local.Hour * 60) + local.Minute).Plus((local.Second * 1000) + local.Millisecond);
        return true;
    }

    /// <summary>How a time must look, for messages.</summary>
    public static Sentence Describe(ImportTime form) => form.Format is null ? Sentence.Of($"a time with an offset, as 2026-03-02T09:30:00+08:00") : form.Format switch
    {
        ImportTime.UnixSeconds => Sentence.Of($"seconds since 1970, as 1772415000"),
        ImportTime.UnixMilliseconds => Sentence.Of($"milliseconds since 1970, as 1772415000000"),
        var format => Sentence.Of($"a time as {format}"),
    };

    /// <summary>Writes a field; what must stand in the column when it does not fit, else null. An empty column leaves the field out.</summary>
    public static Sentence? Write(ImportField field, string text, Utf8JsonWriter json)
    {
        if (field.Constant is not null)
        {
            json.WritePropertyName(field.Name);
            json.WriteRawValue(field.Constant);
            return null;
        }
        if (text.Length == 0) return field.Required ? Sentence.Of($"this column may not be empty") : null;
        if (field.Words.Count > 0)
        {
            if (!field.Words.TryGetValue(text, out var word)) return Sentence.Of($"'words' of '{field.Name}' lacks this word; add it to the mapping{NearMiss.Hint(text, field.Words.Keys.Order(StringComparer.Ordinal))}");
            text = word;
        }
        return Value(field, text, json);
    }

    private static Sentence? Value(ImportField field, string text, Utf8JsonWriter json)
    {
        switch (field.Kind)
        {
            case ImportKind.Text:
                json.WriteString(field.Name, text);
                return null;
            case ImportKind.Integer:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return Sentence.Of($"a whole number must stand here, as 1200");
                json.WriteNumber(field.Name, whole);
                return null;
            case ImportKind.Decimal:
                if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return Sentence.Of($"a number must stand here, as 1200.50");
                json.WriteNumber(field.Name, number);
                return null;
            case ImportKind.Boolean:
                if (Truth(text) is not { } truth) return Sentence.Of($"true or false must stand here; 1 and 0, yes and no do too");
                json.WriteBoolean(field.Name, truth);
                return null;
            case ImportKind.Date:
                if (!DateOnly.TryParseExact(text, field.Time?.Format ?? "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Sentence.Of($"a day must stand here, as {field.Time?.Format ?? "2026-03-02"}");
                json.WriteString(field.Name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return null;
            default:
                if (!TryTime(field.Time!, text, out var instant)) return $"{Describe(field.Time!)} must stand here";
                json.WriteString(field.Name, instant.ToString());
                return null;
        }
    }

    // Up to the year 9999, as texts go.
    private static bool TryCount(ImportTime form, string text, out Instant instant)
    {
        instant = default;
        var one = form.Format == ImportTime.UnixSeconds ? 1000L : 1L;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 253_402_300_799_999L / one) return false;
        instant = new Instant(count * one).Plus(form.AfterDays * 86_400_000L);
        return true;
    }

    private static bool? Truth(string text) => text.ToUpperInvariant() switch { "TRUE" or "1" or "YES" or "Y" => true, "FALSE" or "0" or "NO" or "N" => false, _ => null };
}
