using Nba.Engine.Atoms;
using Nba.Engine.Network;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>Codes as they are stored.</summary>
internal sealed class CodeDomain(CodeList codes) : ValueDomain
{
    /// <inheritdoc/>
    public override ValueScale Scale { get; } = ValueScale.Words(codes.Values);

    /// <inheritdoc/>
    public override ValueSet Set(Comparison comparison, object constant) => codes.IndexOf((string)constant) is var code and >= 0 ? ValueSet.Of(code) : ValueSet.None;
}

/// <summary>Decimals as they are stored: whole ten-thousandths.</summary>
internal sealed class ScaledDomain : ValueDomain
{
    // Far outside of what can be stored, and far inside of what a decimal can be.
    private const decimal Beyond = 10_000_000_000_000_000m;

    public static ScaledDomain Instance { get; } = new();

    /// <inheritdoc/>
    public override ValueScale Scale { get; } = ValueScale.Parts(Scaled.ToDecimal);

    /// <inheritdoc/>
    public override ValueSet Set(Comparison comparison, object constant) => Whole.Instance.Set(comparison, Math.Clamp((decimal)constant, -Beyond, Beyond) * Scaled.One);
}
