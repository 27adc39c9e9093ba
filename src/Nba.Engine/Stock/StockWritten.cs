using System.Linq.Expressions;
using Nba.Engine.Atoms;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>A condition between two ANDs: its text and what it came to. One object for all rules that have it. Immutable.</summary>
internal sealed class StockLine(string text, Expression? tree, Formula? formula, StockRefusal? refusal)
{
    /// <summary>The text, without what surrounds it.</summary>
    public string Text => text;

    /// <summary>What was parsed; null where it was refused.</summary>
    public Expression? Tree => tree;

    /// <summary>The tests that it comes to; null where it was refused.</summary>
    public Formula? Formula => formula;

    /// <summary>Why it was refused; null where it was not.</summary>
    public StockRefusal? Refusal => refusal;
}

/// <summary>A line where a rule has it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Node">The text that it is a part of.</param>
/// <param name="At">Where it begins there.</param>
internal readonly record struct StockConjunct(StockLine Line, SourceNode Node, int At)
{
    /// <summary>Where it stands in its file.</summary>
    public SourceMark Mark => Node.MarkAt(At);
}

/// <summary>A rule as its file has it: lines that must all hold, named expressions first, and rules all or one of which must hold. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mark">Where it stands.</param>
/// <param name="IsAny">Whether one of its rules is enough.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Rules">The rules of its operator that are enabled; null without an operator.</param>
internal sealed record StockWritten(string Name, SourceMark Mark, bool IsAny, IReadOnlyList<StockConjunct> Lines, IReadOnlyList<StockWritten>? Rules);
