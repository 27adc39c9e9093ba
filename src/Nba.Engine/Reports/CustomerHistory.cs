namespace Nba.Engine.Reports;

/// <summary>An answer to an action, as the log has it.</summary>
/// <param name="Action">Identity that it names.</param>
/// <param name="Position">Its position in the log.</param>
/// <param name="At">When it arrived, in milliseconds.</param>
/// <param name="Outcome">One of the answers there are.</param>
/// <param name="Reason">Of a decline, why; null where none is said.</param>
/// <param name="ByCustomer">Of a decline, whether the customer said so.</param>
public readonly record struct RecordedAnswer(UInt128 Action, long Position, long At, string Outcome, string? Reason, bool ByCustomer);

/// <summary>A product that the customer took, through whatever channel.</summary>
/// <param name="At">When it arrived, in milliseconds.</param>
/// <param name="Product">Code of the product.</param>
public readonly record struct Adoption(long At, int Product);

/// <summary>What a report needs of a customer as a whole.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="KindBit">Bit of the customer's kind.</param>
/// <param name="Manager">The A-role manager, or null.</param>
/// <param name="Branch">The branch, or null.</param>
/// <param name="Decisions">How many decisions were ever recorded.</param>
/// <param name="LastCareOn">Day number of the last contact of the purpose care up to the day that was asked for, or null.</param>
/// <param name="Merged">Whether the customer became another one.</param>
public sealed record CustomerGlance(string Customer, long KindBit, string? Manager, string? Branch, int Decisions, int? LastCareOn, bool Merged);

/// <summary>One customer's part of a period and of what came before it.</summary>
/// <param name="Who">The customer.</param>
/// <param name="Decisions">The recorded decisions in order; later ones than the period are passed over.</param>
/// <param name="Answers">Answers in the order they arrived.</param>
/// <param name="Adoptions">Products taken in the order they arrived.</param>
public sealed record CustomerHistory(CustomerGlance Who, IReadOnlyList<RecordedDecision> Decisions, IReadOnlyList<RecordedAnswer> Answers, IReadOnlyList<Adoption> Adoptions);
