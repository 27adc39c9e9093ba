namespace Nba.Host.Demo;

/// <summary>An event before it is written. What the figures mean depends on the kind; <see cref="DemoForms"/> says.</summary>
/// <param name="TimeMs">Event time, in Unix milliseconds.</param>
/// <param name="Customer">Number of the customer.</param>
/// <param name="Kind">Event type.</param>
/// <param name="Key">Number of the thing, of the manager, or of another customer.</param>
/// <param name="Code">Place in a list of words, or a count.</param>
/// <param name="Amount">Cents.</param>
/// <param name="Day">A day number.</param>
/// <param name="Flag">Yes or no.</param>
internal readonly record struct DemoDraft(long TimeMs, int Customer, DemoKind Kind, int Key = 0, int Code = 0, long Amount = 0, int Day = 0, bool Flag = false);
