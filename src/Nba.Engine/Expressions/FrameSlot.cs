using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Expressions;

/// <summary>The rows of a frame.</summary>
internal enum FrameRow
{
    /// <summary>The customer's facts.</summary>
    Customer,
    /// <summary>The activity's fields.</summary>
    Event,
    /// <summary>The facts of a thing.</summary>
    Item,
    /// <summary>The day.</summary>
    Today,
}

/// <summary>A value of a frame that is stored as a number.</summary>
/// <param name="Row">The row it stands in.</param>
/// <param name="Index">Its slot there.</param>
/// <param name="Type">Its type.</param>
/// <param name="Bit">Of a set: the word asked for; -1 for the value itself.</param>
internal readonly record struct FrameSlot(FrameRow Row, int Index, VType Type, int Bit = -1);
