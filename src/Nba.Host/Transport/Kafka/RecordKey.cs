using Nba.Engine.Events;

namespace Nba.Host.Transport.Kafka;

/// <summary>The key that a record came under, for its dead letter. Nobody waits for what becomes of it: who produced it reads topics.</summary>
internal sealed class RecordKey(byte[]? key) : IRecordOrigin
{
    public byte[]? Key => key;

    public void Refused(int row, EventRefusal refusal)
    {
    }
}
