namespace Nba.Engine.Policies;

/// <summary>Which answers of a customer speak of interest, and how much they weigh against what a rule supposes. Immutable.</summary>
/// <param name="Purposes">Bits of the purposes whose actions learn from answers; none when 0.</param>
/// <param name="PriorAnswers">How many answers the rule's own propensity weighs; 1 or more.</param>
/// <param name="Yes">Bits of the outcomes that tell of interest, by their code in the built-in list <c>outcome</c>.</param>
/// <param name="No">Bits of the decline reasons that tell of none when the customer gave them, by their code in the built-in list <c>declineReason</c>.</param>
public sealed record InterestPolicy(long Purposes, int PriorAnswers, long Yes, long No)
{
    /// <summary>The most that a rule's propensity may weigh.</summary>
    public const int MostPriorAnswers = 1000;

    private const long Million = 1_000_000;

    /// <summary>Nobody learns.</summary>
    public static readonly InterestPolicy None = new(0, 1, 0, 0);

    /// <summary>Whether actions of a purpose learn.</summary>
    public bool Covers(Rules.Purpose purpose) => (Purposes & (1L << (int)purpose)) != 0;

    /// <summary>
    /// How likely an action is taken by a customer who said yes and no so often in its category: (n·p + yes) / (n + yes + no), where p is the rule's own
    /// propensity and n is <see cref="PriorAnswers"/>. This is the mean of a Beta(n·p, n·(1 − p)) prior after yes successes and no failures, the conjugate
    /// posterior of a binomial (Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.4). Millionths in and out, rounded down; without answers it is p.
    /// It never falls with a further yes and never rises with a further no.
    /// </summary>
    public long Propensity(long prior, InterestAnswers answers) =>
        (long)((((Int128)PriorAnswers * prior) + ((Int128)answers.Yes * Million)) / (PriorAnswers + (long)answers.Yes + answers.No));
}

/// <summary>How often a customer said yes and no in one category.</summary>
public readonly record struct InterestAnswers(int Yes, int No);
