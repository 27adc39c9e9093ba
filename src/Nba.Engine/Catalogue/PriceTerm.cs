using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

/// <summary>What kind of price a term states. The kind says which way a bank concedes. Its number is stored with actions: a new kind goes to the end.</summary>
public enum PriceKind
{
    /// <summary>Interest that the bank pays, in percent a year. Conceding goes up.</summary>
    DepositRate,
    /// <summary>Interest that the customer pays, in percent a year. Conceding goes down.</summary>
    LendingRate,
    /// <summary>A fee in percent of the amount a year. Conceding goes down.</summary>
    FeeRate,
    /// <summary>A fee in yuan a year. Conceding goes down.</summary>
    Fee,
    /// <summary>What is taken off the spread between the market's and the bank's published rate, buying or selling, in percent of it. Conceding goes up.</summary>
    ExchangeDiscount,
    /// <summary>What an insurer takes, in yuan a year. Conceding goes down.</summary>
    Premium,
    /// <summary>What a bundle costs in fees and premiums together, in yuan a year. Conceding goes down.</summary>
    FeeAndPremium,
}

/// <summary>Who may grant more than a limit, as people call them.</summary>
/// <param name="Zh">In Chinese.</param>
/// <param name="En">In English, as within a sentence.</param>
public sealed record Approver(string Zh, string En);

/// <summary>A price as it is quoted to one customer. How far the manager may go from it is not for the customer.</summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Value">The price, in ten-thousandths.</param>
/// <param name="Limit">The least favourable price to the bank that may be granted without the approver, in ten-thousandths; null when the price is fixed.</param>
/// <param name="Approver">The word of who decides beyond the limit; null without one.</param>
/// <param name="Until">Last day it is offered, as day number; null for no end.</param>
public readonly record struct Quote(PriceKind Kind, long Value, long? Limit, string? Approver, int? Until)
{
    /// <summary>The same for equal quotes on every machine.</summary>
    internal ulong Hash
    {
        get
        {
            var hash = ((ulong)Kind * 31) + ((ulong)Value * 0x9E3779B97F4A7C15) + ((ulong)((Limit ?? -1) + 1) * 0xC2B2AE3D27D4EB4F) + (ulong)(Until ?? 0);
            foreach (var c in Approver ?? "") hash = (hash * 31) + c;
            return hash;
        }
    }
}

/// <summary>A price of a product and whom it is for.</summary>
/// <param name="When">Lines that must hold; none for everybody.</param>
/// <param name="Kind">What the value is.</param>
/// <param name="Value">The price, in ten-thousandths.</param>
/// <param name="Limit">The least favourable price to the bank that a manager may grant without the approver, in ten-thousandths: above the price where
/// <see cref="ConcedesUp"/>, else below it; null when the price is fixed.</param>
/// <param name="Approver">The word of who decides beyond the limit; null without one.</param>
/// <param name="Until">Last day it is offered; null for no end.</param>
public sealed record PriceTerm(IReadOnlyList<Condition> When, PriceKind Kind, long Value, long? Limit, string? Approver, DateOnly? Until)
{
    /// <summary>The term as it is quoted.</summary>
    public Quote Quote { get; } = new(Kind, Value, Limit, Approver, Until?.DayNumber);

    /// <summary>Whether the bank gives more by a higher number: what it pays, or takes off.</summary>
    public static bool ConcedesUp(PriceKind kind) => kind is PriceKind.DepositRate or PriceKind.ExchangeDiscount;

    /// <summary>Whether a price of the kind can be conceded no further than to this: nothing is charged, or the whole spread taken off.</summary>
    public static bool IsAll(PriceKind kind, long price) => kind switch
    {
        PriceKind.DepositRate => false,
        PriceKind.ExchangeDiscount => price == 100 * Scaled.One,
        _ => price == 0,
    };

    /// <summary>Kinds as files write them.</summary>
    internal static readonly IReadOnlyList<string> Words = ["deposit-rate", "lending-rate", "fee-rate", "fee", "exchange-discount", "premium", "fee-and-premium"];

    /// <summary>A kind as files write it.</summary>
    public static string Word(PriceKind kind) => Words[(int)kind];

    /// <summary>The first term that is offered on a day and whose lines hold, or null.</summary>
    public static PriceTerm? First(IReadOnlyList<PriceTerm> terms, Frame frame, DateOnly today)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if ((terms[i].Until is not { } last || today <= last) && Hold(terms[i].When, frame)) return terms[i];
        }
        return null;
    }

    private static bool Hold(IReadOnlyList<Condition> lines, Frame frame)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].Holds(frame)) return false;
        }
        return true;
    }
}
