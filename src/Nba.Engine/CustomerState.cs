using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Plans;
using Nba.Engine.Policies;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Everything the engine keeps of one customer: sealed slices, one writing room each. Laid out for one rule book; reused from one customer to the next.
/// Not thread-safe.
/// </summary>
public sealed class CustomerState
{
    /// <summary>An empty state for a book's vocabulary.</summary>
    public CustomerState(VocabularyBook vocabulary) => Profile = new Profile(vocabulary);

    /// <summary>The customer's id.</summary>
    public string Customer { get; set; } = "";

    /// <summary>Number of the last journal entry applied to it.</summary>
    public long Stamp { get; set; }

    /// <summary>How many decisions were recorded of it.</summary>
    public int Decisions { get; set; }

    /// <summary>Ids of activities applied (Events).</summary>
    public SeenIds Seen { get; } = new();

    /// <summary>Folded facts (Profiles).</summary>
    public Profile Profile { get; }

    /// <summary>Contacts, consents and declines (Policies).</summary>
    public ContactLedger Ledger { get; } = new();

    /// <summary>Answers that speak of interest (Policies).</summary>
    public InterestLedger Interest { get; } = new();

    /// <summary>Plans under way (Plans).</summary>
    public List<PlanInstance> Plans { get; } = [];

    /// <summary>Standing actions (Actions).</summary>
    public ActionSlice Actions { get; } = new();

    /// <summary>Who this customer was merged into; null for a customer of their own.</summary>
    public string? MergedInto { get; set; }

    /// <summary>Customers merged into this one, in the order of merging; identities of actions that ended with them still count.</summary>
    public List<string> Absorbed { get; } = [];

    /// <summary>Day number from which days and hours raise actions after go-live; 0 once they do.</summary>
    public int Turn { get; set; }

    /// <summary>Fingerprint of the facts that matter, at the last decision that looked at actions.</summary>
    internal ulong Fingerprint { get; set; }

    /// <summary>Hash of what was gated when the last day began; a record is written when it changes.</summary>
    internal ulong Gated { get; set; }

    /// <summary>The same for what activities gave rise to between ticks.</summary>
    internal ulong GatedBetween { get; set; }

    /// <summary>Slices of a later format, kept as they are.</summary>
    internal List<(int Tag, byte[] Bytes)>? Unknown { get; set; }

    /// <summary>Makes it the state of a customer never seen.</summary>
    public void Reset(string customer)
    {
        Customer = customer;
        (Stamp, Decisions, Turn, Gated, GatedBetween, Fingerprint, Unknown) = (0, 0, 0, 0, 0, 0, null);
        Seen.Clear();
        Profile.Clear();
        Ledger.Clear();
        Interest.Clear();
        Plans.Clear();
        Actions.Clear();
        MergedInto = null;
        Absorbed.Clear();
    }
}
