using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Statistics;

/// <summary>What the bank calls something, or says of it, in both languages.</summary>
public sealed record StatisticName(string Zh, string En)
{
    /// <summary>The words in a language, <c>zh-CN</c> or <c>en</c>.</summary>
    public string In(string language) => language == "zh-CN" ? Zh : En;
}

/// <summary>By when an answer is promised: counted from the day something was received, as the rules of an action count it.</summary>
/// <param name="Action">The action.</param>
/// <param name="Due">How long after the day of receipt it is due.</param>
/// <param name="EscalateFromDue">When the branch head hears of it, from the due day; null when that is not counted from it.</param>
/// <param name="EscalateFromReceipt">The same from the day of receipt.</param>
public sealed record StatisticPromise(string Action, DaySpan Due, DaySpan? EscalateFromDue, DaySpan? EscalateFromReceipt);

/// <summary>What is counted: things that are received, answered and closed, by class. Immutable.</summary>
public sealed class Statistic
{
    internal Statistic(int index, string id, StatisticName name) => (Index, Id, Name) = (index, id, name);

    /// <summary>Position in the book.</summary>
    public int Index { get; }

    /// <summary>Its name in files and addresses.</summary>
    public string Id { get; }

    /// <summary>What people call it.</summary>
    public StatisticName Name { get; }

    /// <summary>What counts as what, for those who read the table; null where the file does not say.</summary>
    public StatisticName? Note { get; internal init; }

    /// <summary>Whether each thing counts once, whatever is said of it; else each activity counts for itself.</summary>
    public bool IsOfThings { get; internal init; }

    /// <summary>Whether answers are counted.</summary>
    public bool HasAnswers { get; internal init; }

    /// <summary>Whether it is counted what was closed.</summary>
    public bool HasEnds { get; internal init; }

    /// <summary>By when an answer is promised; null for no promise.</summary>
    public StatisticPromise? Promise { get; internal init; }

    /// <summary>Days within which another one of the same customer makes a repeat, today included; 0 where repeats are not counted.</summary>
    public int RepeatDays { get; internal init; }

    /// <summary>The words of its classes in the order of their code list; null where classes are free texts.</summary>
    public CodeList? Codes { get; internal init; }

    /// <summary>What people call its classes, where the file says so.</summary>
    public IReadOnlyDictionary<string, StatisticName> ClassNames { get; internal init; } = new Dictionary<string, StatisticName>();

    /// <summary>What a class is called in a language; the word itself where the file gives no name.</summary>
    public string ClassName(string word, string language) => ClassNames.GetValueOrDefault(word)?.In(language) ?? word;

    internal IReadOnlyList<StatisticStep> Steps { get; init; } = [];
}

/// <summary>What an activity says of a counted thing.</summary>
internal enum StatisticMoment
{
    Received, Answered, Closed, Class,
}

/// <summary>One type of activity that says something of the things of one statistic.</summary>
/// <param name="Event">The type.</param>
/// <param name="Moment">What it says.</param>
/// <param name="Type">For a class: the type of its words.</param>
/// <param name="Field">For a class: the field that holds it, or null for the constant.</param>
/// <param name="Constant">For a class: the code it stands for.</param>
/// <param name="Where">Lines over the activity that must hold.</param>
internal sealed record StatisticStep(EventType Event, StatisticMoment Moment, Vocabulary.ValueType? Type, EventField? Field, long Constant, IReadOnlyList<Condition> Where);
