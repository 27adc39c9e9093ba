using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>
/// Asks which rules the frame raises, as it is set. Where a fact is not known for now, which means something else to every line that reads it, the rules are asked one by one. One per
/// decider; what it answers is good until the same is asked again.
/// </summary>
internal sealed class RuleMatcher(RuleSet rules, Frame frame)
{
    private readonly int[] _oneByOne = new int[rules.Rules.Count];
    private Asked? _asked;

    /// <summary>Whether things are asked by <see cref="Things"/>; where not, whoever asks tests a rule's lines itself.</summary>
    public bool IsWhole => Current() is not null;

    /// <summary>Places among <see cref="RuleSet.On"/> of the rules whose lines over the activity all hold, ascending.</summary>
    public ReadOnlySpan<int> Opened(EventType type, long kind)
    {
        if (Current() is { } asked) return asked.Event(type.Index);
        return OneByOne(rules.On(type), kind, static rule => rule.EventLines);
    }

    /// <summary>Places among the rules of a day or an hour whose lines over the customer all hold, ascending; those over a thing are not asked.</summary>
    public ReadOnlySpan<int> Due(bool hourly, long kind)
    {
        if (Current() is { } asked) return (hourly ? asked.Hour : asked.Day).Customer();
        return OneByOne(hourly ? rules.Hourly : rules.Daily, kind, static rule => rule.Each is null ? rule.StateLines : []);
    }

    /// <summary>Adds the places of the rules whose lines over the frame's thing all hold, with its number.</summary>
    public void Things(bool hourly, EntityType type, int number, List<(int Rule, int Thing)> into)
    {
        if (Current() is { } asked) (hourly ? asked.Hour : asked.Day).Things(type.Index, number, into);
    }

    private Asked? Current()
    {
        if (frame.Customer.Unsettled is { AnyUnknown: true } || frame.AnyThingUnknown) return null;
        return _asked ??= rules.Networks is { } networks ? new Asked(networks, frame) : null;
    }

    private ReadOnlySpan<int> OneByOne(ActionRule[] all, long kind, Func<ActionRule, IReadOnlyList<Condition>> lines)
    {
        var count = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if ((all[i].Kinds != 0 && (all[i].Kinds & kind) == 0) || !Holds(lines(all[i]))) continue;
            _oneByOne[count++] = i;
        }
        return _oneByOne.AsSpan(0, count);
    }

    private bool Holds(IReadOnlyList<Condition> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].Holds(frame)) return false;
        }
        return true;
    }

    /// <summary>The networks, each with what it reads of the frame; made when first asked.</summary>
    private sealed class Asked(RuleNetworks networks, Frame frame)
    {
        private readonly Question?[] _events = new Question?[networks.Events.Count];

        public AskedTick Day { get; } = new(networks.Day, frame);

        public AskedTick Hour { get; } = new(networks.Hour, frame);

        public ReadOnlySpan<int> Event(int index) => (_events[index] ??= new Question(networks.Events[index], frame)).Ask();
    }

    private sealed class AskedTick(TickNetworks networks, Frame frame)
    {
        private readonly Question?[] _things = new Question?[networks.Things.Count];
        private Question? _customer;

        public ReadOnlySpan<int> Customer() => (_customer ??= new Question(networks.Customer, frame)).Ask();

        public void Things(int type, int number, List<(int Rule, int Thing)> into)
        {
            if (networks.Things[type] is not { } things) return;
            foreach (var found in (_things[type] ??= new Question(things.Network, frame)).Ask()) into.Add((things.Places[found], number));
        }
    }

    private sealed class Question(LineNetwork network, Frame frame)
    {
        private readonly FrameInput _input = new(network, frame);
        private readonly int[] _found = new int[network.Count];

        public ReadOnlySpan<int> Ask() => _found.AsSpan(0, _input.Match(_found));
    }
}
