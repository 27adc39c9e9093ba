namespace Nba.Engine.Sources;

/// <summary>
/// Kinds of faults in source files, and from 2601 of findings: what loads and is likely not meant. Numbers are printed as <c>NBAnnnn</c> and never reused.
/// </summary>
public enum ProblemCode
{
    /// <summary>The text is not strict JSON (comments are allowed).</summary>
    NotJson = 1001,
    /// <summary>An object names the same member twice.</summary>
    DuplicateMember = 1002,
    /// <summary>An object has a member that nothing reads.</summary>
    UnknownMember = 1003,
    /// <summary>A required member is missing.</summary>
    MissingMember = 1004,
    /// <summary>A value is of the wrong JSON kind or out of its range.</summary>
    WrongKind = 1005,
    /// <summary>A file that every rule book needs is missing.</summary>
    MissingFile = 1006,
    /// <summary>A file stands in the rules folder that nothing reads.</summary>
    UnknownFile = 1007,

    /// <summary>An id of the vocabulary is used twice.</summary>
    DuplicateId = 2001,
    /// <summary>A type name is not one of the vocabulary's types.</summary>
    UnknownType = 2002,
    /// <summary>An event type is not declared.</summary>
    UnknownEvent = 2003,
    /// <summary>An event field is not declared.</summary>
    UnknownField = 2004,
    /// <summary>A fact is not declared.</summary>
    UnknownFact = 2005,
    /// <summary>An entity is not declared.</summary>
    UnknownEntity = 2006,
    /// <summary>A code is not in its code list.</summary>
    UnknownCode = 2007,
    /// <summary>A parameter is not declared.</summary>
    UnknownParameter = 2008,
    /// <summary>Two things bear the same name.</summary>
    DuplicateName = 2009,
    /// <summary>A fold does not fit the fact's type or the field's type.</summary>
    FoldMismatch = 2010,
    /// <summary>Facts depend on each other in a circle.</summary>
    FactCycle = 2011,

    /// <summary>An expression cannot be parsed.</summary>
    BadExpression = 2101,
    /// <summary>An expression uses something outside the language.</summary>
    ForbiddenExpression = 2102,
    /// <summary>An expression is too long or nested too deeply.</summary>
    OversizeExpression = 2103,
    /// <summary>A name in an expression is not declared.</summary>
    UnknownName = 2104,
    /// <summary>An expression has the wrong type.</summary>
    WrongExpressionType = 2105,
    /// <summary>An inequality or negation over something that may be null, without a null test.</summary>
    NullHazard = 2106,
    /// <summary>A rule that is not raised by event types reads <c>event</c>, or one without <c>each</c> reads <c>item</c>.</summary>
    OutOfScope = 2107,
    /// <summary>An expression compares with a code that its list does not have.</summary>
    CodeNeverEqual = 2108,

    /// <summary>A word is not one of those allowed here.</summary>
    UnknownWord = 2201,
    /// <summary>A day span or date expression is malformed.</summary>
    BadSpan = 2202,
    /// <summary>A rule has not exactly one of action, fact, route or plan.</summary>
    WrongRuleShape = 2203,
    /// <summary>A fact given by rules has no rule without conditions as its default.</summary>
    NoDefault = 2204,
    /// <summary>Rules propose the same action with different definitions.</summary>
    ActionConflict = 2205,
    /// <summary>A product is not in the catalogue.</summary>
    UnknownProduct = 2206,
    /// <summary>A campaign is not declared.</summary>
    UnknownCampaign = 2207,
    /// <summary>A route, plan or action is not declared.</summary>
    UnknownTarget = 2208,
    /// <summary>The shares of a budget are more than the budget.</summary>
    BudgetExceeded = 2209,
    /// <summary>An owner of queues is not in the directory.</summary>
    UnknownOwner = 2210,

    /// <summary>An absence of the directory contradicts itself or another.</summary>
    BadAbsence = 2211,
    /// <summary>A price is out of its bounds, or its limit lies on the side on which nothing is conceded.</summary>
    BadPrice = 2212,
    /// <summary>A campaign asks for a second person, and the directory lets one alone switch campaigns.</summary>
    NobodyApproves = 2213,
    /// <summary>An action has no text, or a text lacks a language or a part.</summary>
    MissingText = 2301,
    /// <summary>A placeholder names no fact.</summary>
    BadPlaceholder = 2302,
    /// <summary>Talking points are not in the order appeal, benefit, credibility.</summary>
    TextOrder = 2303,
    /// <summary>A text belongs to no action.</summary>
    UnusedText = 2304,

    /// <summary>A case is malformed.</summary>
    BadCase = 2401,

    /// <summary>A calendar file contradicts itself.</summary>
    BadCalendar = 2501,

    /// <summary>A rule can never hold: its conditions contradict each other, or none of its alternatives ever does.</summary>
    Contradiction = 2601,
    /// <summary>One alternative of a rule can never hold, others can.</summary>
    ImpossibleAlternative = 2602,
    /// <summary>A condition always holds, or follows from the rest of its rule.</summary>
    RedundantCondition = 2603,
    /// <summary>Two rules hold for the same inputs.</summary>
    DuplicateRule = 2604,
    /// <summary>Whenever a rule holds, another one does too.</summary>
    ShadowedRule = 2605,
    /// <summary>A rule inside an operator never matters: what stands beside it contradicts it, or no rule of the operator is enabled.</summary>
    UnreachableRule = 2606,
    /// <summary>Whenever a rule holds, another of its conflict group does too and scores more.</summary>
    AlwaysLoses = 2607,

    /// <summary>A negation or inequality that is true where the value is null.</summary>
    TrueForNull = 2611,
    /// <summary>A binary floating-point number is compared for equality with a fraction that it cannot represent.</summary>
    InexactFraction = 2612,
    /// <summary>Objects are compared, which asks whether they are one and the same and not whether they are alike.</summary>
    ObjectEquality = 2613,
    /// <summary>A whole number is compared for equality with a fraction.</summary>
    FractionOfWhole = 2614,
    /// <summary>A value is compared with what lies outside of its type's range.</summary>
    OutOfTypeRange = 2615,
    /// <summary>A value is compared by order with null, which never holds.</summary>
    OrderedNull = 2616,
}
