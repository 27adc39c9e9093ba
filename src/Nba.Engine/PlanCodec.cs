using Nba.Engine.Plans;

namespace Nba.Engine;

/// <summary>Plans under way as bytes.</summary>
internal static class PlanCodec
{
    public const int Tag = 22;

    public static void Write(List<PlanInstance> plans, StateWriter writer)
    {
        if (plans.Count == 0) return;
        var start = writer.Begin(Tag);
        foreach (var plan in plans)
        {
            writer.Text(plan.Plan);
            writer.Fixed64(plan.Version);
            writer.Unsigned((ulong)plan.StartedOn);
            writer.Text(plan.Step.Length == 0 ? null : plan.Step);
            writer.Unsigned((ulong)plan.StepSince);
            writer.Optional(plan.PausedSince);
        }
        writer.End(start);
    }

    public static void Read(ref StateReader r, List<PlanInstance> plans)
    {
        while (!r.AtEnd)
        {
            plans.Add(new PlanInstance { Plan = r.Word()!, Version = r.Fixed64(), StartedOn = (int)r.Unsigned(), Step = r.Word() ?? "", StepSince = (int)r.Unsigned(), PausedSince = (int?)r.Optional() });
        }
    }
}
