using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;
namespace Nba.Host.Stages;
internal static class ActionEvents
{
    public static byte[] Key(string owner, UInt128 id) => System.Text.Encoding.UTF8.GetBytes(owner + "|" + id);
    public static byte[] Write(Engine.Actions.ActionRecord r) { var w = new StateWriter(); ActionRecordCodec.Write(r, w); return w.Written.ToArray(); }
    public static Engine.Actions.ActionRecord Read(ReadOnlySpan<byte> b) => ActionRecordCodec.Read(b);
}
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
