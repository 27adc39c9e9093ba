using Nba.Engine.Vocabulary;

namespace Nba.Engine.Arbitration;

/// <summary>What an accepted action stands against.</summary>
internal static class Acceptance
{
    /// <summary>
    /// Whether a reason ends an action that the manager accepted: consent, law and what the customer did; all else is the manager's to see. A bundle ends
    /// with its reason too, since its members go on as accepted ones by themselves.
    /// </summary>
    public static bool IsEndedBy(Reason reason) => reason is Reason.ConsentRefused or Reason.NotEligible or Reason.Met or Reason.BundleDissolved;
}
