using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;

namespace Nba.Kafka.Tests.Stages;

/// <summary>What readers of actions were told once: everything but the times, which are the broker's.</summary>
internal readonly record struct PublishedAction(string Owner, string Id, int Sequence, int Version, bool Withdrawn, string Reason, string Action)
{
    public static PublishedAction Of(ActionRecord record) =>
        new(record.Owner, ActionIdentity.Format(record.Id), record.Sequence, record.Version, record.Withdrawn, ReasonNames.Of(record.Reason), record.Action);
}
