using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Arbitration;

/// <summary>
/// What an action is worth doing, with every part kept. Propensity, context and lever are millionths; value and <see cref="Base"/> are millionths of a
/// yuan a year.
/// </summary>
public readonly record struct Score(long Propensity, long Context, long Value, long Lever, long Base)
{
    /// <summary>What the customer's own answers added to the rule's propensity, or took from it; 0 when they changed nothing.</summary>
    public long Learned { get; init; }

    /// <summary>The propensity that the rule supposes of any customer.</summary>
    public long PropensityBefore => Propensity - Learned;

    /// <summary>One, in millionths.</summary>
    public const long One = 1_000_000;

    private const long Most = 1_000_000_000_000_000;

    /// <summary>The product of the parts, each rounded down to a millionth; inputs in ten-thousandths but the lever. A policy that learns has a say in the propensity.</summary>
    public static Score Of(long propensity, long context, long value, long lever, InterestPolicy? policy = null, InterestAnswers answers = default)
    {
        const long perTenThousandth = One / Scaled.One;
        var own = Math.Clamp(propensity, 0, Scaled.One) * perTenThousandth;
        var p = policy?.Propensity(own, answers) ?? own;
        var c = Math.Clamp(context, 0, 100 * Scaled.One) * perTenThousandth;
        var v = Math.Clamp(value, 0, Most / perTenThousandth) * perTenThousandth;
        return Product(p, c, v, lever) with { Learned = p - own };
    }

    /// <summary>What two actions are worth as one: their values together, at the better chance, moment and lever.</summary>
    public static Score Together(Score a, Score b)
    {
        var chance = (a.Propensity, a.Learned).CompareTo((b.Propensity, b.Learned)) < 0 ? b : a;
        return Product(chance.Propensity, Math.Max(a.Context, b.Context), Math.Min(a.Value + b.Value, Most), Math.Max(a.Lever, b.Lever)) with { Learned = chance.Learned };
    }

    private static Score Product(long propensity, long context, long value, long lever) =>
        new(propensity, context, value, lever, (long)Int128.Min((Int128)value * propensity / One * context / One * lever / One, Most));

    /// <summary>The base times the factor of the day.</summary>
    public long On(long factor) => (long)((Int128)Base * factor / One);
}

/// <summary>How time changes a score: opportunities fade, dated actions press. Tables and whole numbers only.</summary>
public static class Timing
{
    // 2^(-i/8) in millionths: an opportunity is worth half after its half-life.
    private static readonly long[] Fade = [1_000_000, 917_004, 840_896, 771_105, 707_107, 648_420, 594_604, 545_254];

    /// <summary>Freshness in millionths: halves with every half-life, in eighths of it; 1 when nothing fades.</summary>
    public static long Freshness(int ageDays, int halfLifeDays)
    {
        if (halfLifeDays <= 0 || ageDays <= 0) return Score.One;
        var eighths = (long)ageDays * 8 / halfLifeDays;
        return eighths >= 160 ? 0 : Fade[eighths % 8] >> (int)(eighths / 8);
    }

    /// <summary>Urgency in millionths: 1 on the first day, 2 on the due day and after.</summary>
    public static long Urgency(int firstDay, int dueDay, int today)
    {
        if (today >= dueDay) return 2 * Score.One;
        return today <= firstDay ? Score.One : Score.One + (Score.One * (today - firstDay) / (dueDay - firstDay));
    }
}
