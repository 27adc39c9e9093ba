using System.Linq.Expressions;
using Nba.Engine.Atoms;
using Nba.Engine.Expressions;
using Nba.Engine.Network;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>Lines that must all hold, for customers of some kinds.</summary>
/// <param name="Kinds">Bits of the kinds; all when 0.</param>
/// <param name="Lines">The lines.</param>
internal readonly record struct LineSet(long Kinds, IReadOnlyList<Condition> Lines);

/// <summary>
/// Lines of many rules as one network over a frame: a decision asks which hold together, and reads every slot once, as it is stored. Immutable; safe for any thread that has its own
/// <see cref="FrameInput"/>.
/// </summary>
internal sealed class LineNetwork
{
    private readonly RuleNetwork _network;
    private readonly (FrameRow Row, Read[] Reads)[] _stored;
    private readonly Func<Frame, long>?[] _computed;

    private LineNetwork(RuleNetwork network, (FrameRow, Read[])[] stored, Func<Frame, long>?[] computed) => (_network, _stored, _computed) = (network, stored, computed);

    /// <summary>How many sets of lines it finds among.</summary>
    public int Count => _network.Rules;

    /// <summary>How many values it asks for.</summary>
    public int Attributes => _computed.Length;

    /// <summary>Builds the network of some sets of lines.</summary>
    public static LineNetwork Build(IReadOnlyList<LineSet> sets, ParameterRows parameters, FrameTrees trees, Fact? kind)
    {
        var formulas = new LineFormulas(parameters, trees, kind);
        var asked = new Questions([.. sets.Select(formulas.Of)], formulas.DomainOf);
        var computed = asked.Attributes.Select((a, i) => a.IsPlain ? null : Compile(a, asked.Domains[i], trees)).ToArray();
        var stored = asked.Attributes.Select((a, i) => (Slot: a.IsPlain ? trees.SlotOf(a.Value) : null, Place: i)).Where(a => a.Slot is not null)
            .GroupBy(a => a.Slot!.Value.Row, a => new Read(a.Place, a.Slot!.Value.Index, a.Slot!.Value.Bit)).Select(g => (g.Key, g.ToArray())).ToArray();
        return new LineNetwork(RuleNetwork.Build(sets.Count, asked.Terms, new Attributes([.. asked.Attributes.Select(a => !a.IsPlain)])), stored, computed);
    }

    /// <summary>Writes the numbers of the sets whose lines all hold, ascending, and answers how many.</summary>
    public int Match(FrameInput input, int[] into) => _network.Match(input, into);

    /// <summary>Whether a value is computed only when it is asked for.</summary>
    public bool IsComputed(int attribute) => _computed[attribute] is not null;

    /// <summary>The code of what is stored in a slot, or of one word of a set in it.</summary>
    public static long Code(Row row, int slot, int bit) => bit >= 0 ? (row.Value(slot) >> bit) & 1 : row.Has(slot) ? Network.Encoding.Of(row.Value(slot)) : Network.Encoding.Null;

    /// <summary>A row of a frame.</summary>
    public static Row RowOf(Frame frame, FrameRow which) => which switch { FrameRow.Customer => frame.Customer, FrameRow.Event => frame.Event, FrameRow.Item => frame.Item, _ => frame.Today };

    /// <summary>Takes over what is stored.</summary>
    public void Take(Frame frame, long[] values)
    {
        foreach (var (which, reads) in _stored)
        {
            var row = RowOf(frame, which);
            // No thing is there, or one of another kind: its facts are null.
            var isThere = row.Count > 0;
            foreach (var read in reads)
            {
                values[read.Place] = isThere ? Code(row, read.Slot, read.Bit) : Network.Encoding.Null;
            }
        }
    }

    /// <summary>Computes a value.</summary>
    public long Compute(Frame frame, int attribute)
    {
        try
        {
            return _computed[attribute]!(frame);
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException)
        {
            return Network.Encoding.Failed;
        }
    }

    private static Func<Frame, long> Compile(AtomAttribute attribute, ValueDomain domain, FrameTrees trees) =>
        Expression.Lambda<Func<Frame, long>>(ValueCode.Of(trees.Code(attribute.Value), domain), trees.Frame).Compile();

    /// <summary>A stored value and its place among those asked for.</summary>
    private readonly record struct Read(int Place, int Slot, int Bit);
}

/// <summary>A frame as one network reads it. Used by one thread at a time.</summary>
internal sealed class FrameInput : NetworkInput
{
    private readonly LineNetwork _network;
    private readonly Frame _frame;

    /// <summary>What a network reads of a frame.</summary>
    public FrameInput(LineNetwork network, Frame frame) : base(network.Attributes)
    {
        (_network, _frame) = (network, frame);
        for (var i = 0; i < network.Attributes; i++) Values[i] = network.IsComputed(i) ? Network.Encoding.Unread : 0;
    }

    /// <summary>Which lines hold for the frame as it is now: their numbers, ascending, and how many there are.</summary>
    public int Match(int[] into)
    {
        Forget();
        _network.Take(_frame, Values);
        return _network.Match(this, into);
    }

    /// <inheritdoc/>
    protected override long Compute(int attribute) => _network.Compute(_frame, attribute);
}
