namespace Nba.Engine.Actions;

/// <summary>Standing actions, open occurrences and ended identities of one customer: the slice of this room. Not thread-safe.</summary>
public sealed class ActionSlice
{
    /// <summary>Standing actions by id.</summary>
    public List<OpenAction> Open { get; } = [];

    /// <summary>Open occurrences by time, rule and event.</summary>
    public List<Occurrence> Occurrences { get; } = [];

    /// <summary>Ended identities by id.</summary>
    public List<EndedAction> Ended { get; } = [];

    /// <summary>The customer's one counter of action records; versions are numbers of it.</summary>
    public int LastSequence { get; set; }

    private const int KeptSpares = 16;

    // Actions of earlier customers, to be used again.
    private readonly List<OpenAction> _spares = [];

    /// <summary>Identities of actions that came with a merged customer: the old one, under which answers may still come, and the new one.</summary>
    internal List<(UInt128 Old, UInt128 Now)> Renamed { get; } = [];

    /// <summary>The identity under which an action stands now.</summary>
    internal UInt128 Current(UInt128 id)
    {
        foreach (var (old, now) in Renamed)
        {
            if (old == id) id = now;
        }
        return id;
    }

    /// <summary>The standing action of that identity, or null.</summary>
    public OpenAction? Find(UInt128 id)
    {
        foreach (var action in Open)
        {
            if (action.Id == id) return action;
        }
        return null;
    }

    /// <summary>Whether an action of that identity stands, or ended and is not forgotten.</summary>
    internal bool Remembers(UInt128 id)
    {
        if (Find(id) is not null) return true;
        foreach (var ended in Ended)
        {
            if (ended.Id == id) return true;
        }
        return false;
    }

    /// <summary>Until when an identity may not come back, or null.</summary>
    public EndedAction? Blocked(UInt128 id, int today)
    {
        foreach (var ended in Ended)
        {
            if (ended.Id == id && today < ended.Until) return ended;
        }
        return null;
    }

    /// <summary>Whether an answer to that identity came after an event.</summary>
    internal bool IsAnswered(UInt128 id, long time)
    {
        foreach (var ended in Ended)
        {
            if (ended.Id == id && ended.AnsweredAt >= time) return true;
        }
        return false;
    }

    /// <summary>An action that nobody uses, not yet in the slice.</summary>
    internal OpenAction Spare()
    {
        if (_spares.Count == 0) return new OpenAction();
        var spare = _spares[^1];
        _spares.RemoveAt(_spares.Count - 1);
        return spare;
    }

    internal void Add(OpenAction action)
    {
        var at = Open.FindIndex(o => o.Id > action.Id);
        Open.Insert(at < 0 ? Open.Count : at, action);
    }

    internal void Add(Occurrence occurrence)
    {
        var at = Occurrences.Count;
        while (at > 0 && Compare(Occurrences[at - 1], occurrence) > 0) at--;
        Occurrences.Insert(at, occurrence);
    }

    internal void End(EndedAction ended)
    {
        var at = Ended.FindIndex(e => e.Id >= ended.Id);
        if (at >= 0 && Ended[at].Id == ended.Id) Ended[at] = ended;
        else Ended.Insert(at < 0 ? Ended.Count : at, ended);
    }

    /// <summary>Takes over what another customer's slice holds, under this customer's identities.</summary>
    internal void Absorb(string customer, ActionSlice from)
    {
        // In the order of merging, so that an identity is followed through all of them.
        Renamed.AddRange(from.Renamed);
        foreach (var action in from.Open)
        {
            // A bundle forms anew from its members.
            if (action.IsBundle) continue;
            var id = ActionIdentity.Of(customer, action.Action, action.Subject, action.Episode);
            Renamed.Add((action.Id, id));
            if (Find(id) is not { } own) Add(Spare().TakeOver(id, action));
            else if (action.Accepted) (own.Accepted, own.AppointmentAt) = (true, Nullable.Compare(own.AppointmentAt, action.AppointmentAt) < 0 ? action.AppointmentAt : own.AppointmentAt);
        }
        foreach (var occurrence in from.Occurrences) Add(occurrence);
        foreach (var ended in from.Ended) End(ended);
    }

    internal bool Forget(int today) => Ended.RemoveAll(e => e.Until <= today && e.EndedOn < today - 90) > 0;

    internal void Clear()
    {
        foreach (var action in Open)
        {
            if (_spares.Count < KeptSpares) _spares.Add(action);
        }
        Open.Clear();
        Occurrences.Clear();
        Ended.Clear();
        Renamed.Clear();
        LastSequence = 0;
    }

    private static int Compare(Occurrence a, Occurrence b)
    {
        var c = a.Time.CompareTo(b.Time);
        if (c == 0) c = string.CompareOrdinal(a.Rule, b.Rule);
        return c == 0 ? a.EventId.CompareTo(b.EventId) : c;
    }
}
