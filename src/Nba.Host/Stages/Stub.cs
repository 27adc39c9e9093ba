using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;
namespace Nba.Host.Stages;
internal sealed class QueueStage(ITransport t, RuleBook b, StageOptions o, TimeProvider time, string lang) : IStage
{
    private readonly List<LogRecord> _r = [];
    public bool Turn() { _r.Clear(); return t.Poll(_r, 4000, TimeSpan.FromMilliseconds(100)).Kind != PollKind.Closed; }
    public void Settle() => t.Settle();
    public void Offer(RuleBook book) { _ = o; _ = time; _ = lang; }
    public string? Book => b.Version;
    public bool IsSweeping => false;
    public StageCounters Counters { get; } = new();
    public void Dispose() {}
}
