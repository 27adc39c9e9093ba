namespace Nba.Host.Api;

/// <summary>A price as it is quoted to one customer, who may read all of it.</summary>
/// <param name="Kind">deposit-rate, lending-rate or fee-rate (percent a year), fee, premium or fee-and-premium (yuan a year), exchange-discount (percent off the spread).</param>
/// <param name="Value">The price.</param>
/// <param name="Until">Last day it is offered; null for no end.</param>
/// <param name="Text">All of it in words.</param>
public sealed record PriceAnswer(string Kind, decimal Value, string? Until, string Text);

/// <summary>How far the manager may go from a price. Internal: never for the customer.</summary>
/// <param name="Limit">How far without the approver, of the price's kind; null when the price is fixed.</param>
/// <param name="Approver">The word of who decides beyond that.</param>
/// <param name="Text">All of it in words, marked as internal.</param>
public sealed record RoomAnswer(decimal? Limit, string? Approver, string Text);
