using System.Linq.Expressions;

namespace Nba.Engine.Atoms;

/// <summary>A value that conditions ask for: a property of an input, or whatever else they compute before they compare. One object for each.</summary>
internal sealed class AtomAttribute(string key, Expression value, bool isSafe, bool isPlain)
{
    /// <summary>What it is, in words that name it and nothing else.</summary>
    public string Key => key;

    /// <summary>Computes it, null where it may be.</summary>
    public Expression Value => value;

    /// <summary>The type of its values, null left aside.</summary>
    public Type Type => Nullable.GetUnderlyingType(value.Type) ?? value.Type;

    /// <summary>Whether computing it can never fail.</summary>
    public bool IsSafe => isSafe;

    /// <summary>Whether it is so cheap that it is read for every decision.</summary>
    public bool IsPlain => isPlain;
}
