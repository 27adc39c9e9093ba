using System.Globalization;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Rules;

/// <summary>One placeholder of a text, as <c>{customer.lastSalaryDate}</c>.</summary>
internal sealed class Placeholder(string root, string name, VType type, SourceMark mark, VocabularyBook vocabulary)
{
    private readonly Fact? _customerFact = root == "customer" ? vocabulary.Fact(name) : null;
    private readonly int _parameter = root == "param" ? vocabulary.Parameter(name)!.Index : -1;

    public string Root => root;

    public string Name => name;

    public VType Type => type;

    /// <summary>The customer fact it reads, or null.</summary>
    public Fact? CustomerFact => _customerFact;

    public SourceMark Mark => mark;

    /// <summary>The argument as of now; day counts become the day they count from.</summary>
    public TextArgument Take(Frame frame, ActionRule rule, DateOnly today)
    {
        switch (root)
        {
            case "customer": return Of(frame.Customer, _customerFact!, today);
            case "item":
                var facts = rule.Each?.Facts;
                for (var i = 0; i < facts?.Count; i++)
                {
                    if (facts[i].Name == name) return Of(frame.Item, facts[i], today);
                }
                return default;
            case "param": return new TextArgument(ArgumentKind.Plain, frame.Param.Value(_parameter), null);
            default:
                for (var i = 0; i < rule.Events.Count; i++)
                {
                    if (rule.Events[i].Field(name) is { } field && frame.Event.Has(field.Index)) return new TextArgument(ArgumentKind.Plain, frame.Event.Value(field.Index), frame.Event.Text(field.Index));
                }
                return default;
        }
    }

    private static TextArgument Of(Row row, Fact fact, DateOnly today)
    {
        if (!row.Has(fact.Index)) return default;
        var value = row.Value(fact.Index);
        return (fact.Over is { Kind: OverKind.Min or OverKind.Max, Of: { } of } ? of : fact).Origin switch
        {
            FactOrigin.DaysSince => new TextArgument(ArgumentKind.DaysSince, today.DayNumber - value, null),
            FactOrigin.DaysUntil or FactOrigin.DaysToAnniversary or FactOrigin.DaysToLunarAnniversary => new TextArgument(ArgumentKind.DaysUntil, today.DayNumber + value, null),
            _ => new TextArgument(ArgumentKind.Plain, value, row.Text(fact.Index)),
        };
    }
}

/// <summary>How values are written for people, by language tag and never by culture.</summary>
internal static class TextFormat
{
    public static string Show(TextArgument argument, VType type, string language, DateOnly today, Func<CodeList, int, string, string> codeName)
    {
        switch (argument.Kind)
        {
            case ArgumentKind.None: return Unknown(language);
            case ArgumentKind.DaysSince: return Whole(today.DayNumber - argument.Value);
            case ArgumentKind.DaysUntil: return Whole(argument.Value - today.DayNumber);
        }
        return type.Kind switch
        {
            ValueKind.Text => argument.Text ?? "",
            ValueKind.Integer => Whole(argument.Value),
            ValueKind.Decimal => Amount(Scaled.ToDecimal(argument.Value)),
            // An action that was raised under an earlier text may hold another kind of value in this place, until it is refreshed.
            ValueKind.Date when argument.Value < 0 || argument.Value > DateOnly.MaxValue.DayNumber => Unknown(language),
            ValueKind.Date => Day(DateOnly.FromDayNumber((int)argument.Value), language),
            ValueKind.Code when argument.Value < 0 || argument.Value >= type.Codes!.Values.Count => Unknown(language),
            ValueKind.Code => codeName(type.Codes!, (int)argument.Value, language),
            ValueKind.Set => string.Join(language == "zh-CN" ? "、" : ", ", Enumerable.Range(0, type.Codes!.Values.Count).Where(i => (argument.Value & (1L << i)) != 0).Select(i => codeName(type.Codes, i, language))),
            ValueKind.Boolean => (argument.Value != 0, language) switch { (true, "zh-CN") => "是", (false, "zh-CN") => "否", (true, _) => "yes", _ => "no" },
            _ => new Calendars.Instant(argument.Value).ToString(),
        };
    }

    private static string Unknown(string language) => language == "zh-CN" ? "未知" : "unknown";

    // Large amounts are told in whole yuan; rates and small fees to the cent.
    private static string Amount(decimal value) => value.ToString(Math.Abs(value) >= 100 ? "#,##0" : "#,##0.##", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day, string language) => language == "zh-CN"
        ? $"{day.Year}年{day.Month}月{day.Day}日"
        : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
