namespace Nba.Engine.Policies;

/// <summary>A contact that was made. Ordered by day, so that the ledger depends on the set of contacts and not on their order.</summary>
public readonly record struct Contact(int Day, byte Purpose, byte Channel, ulong Category, ulong Person)
{
    internal static readonly Comparer<Contact> Order = Comparer<Contact>.Create((a, b) => a.CompareTo(b));

    private int CompareTo(Contact other)
    {
        var c = Day.CompareTo(other.Day);
        if (c == 0) c = Purpose.CompareTo(other.Purpose);
        if (c == 0) c = Channel.CompareTo(other.Channel);
        if (c == 0) c = Category.CompareTo(other.Category);
        return c == 0 ? Person.CompareTo(other.Person) : c;
    }
}

/// <summary>A consent given or refused; the later event wins, a refusal at equal times. <c>Person</c> is 0 for the customer as a whole.</summary>
public readonly record struct ConsentEntry(byte Purpose, byte Channel, bool Granted, long Time, ulong Person = 0);

/// <summary>A decline that still counts: which scope, how often, and when last.</summary>
public readonly record struct DeclineEntry(byte Row, ulong Scope, int LastDay, int Count, int RevivedDay);

/// <summary>Contacts, consents and declines of one customer: the slice of this room. Not thread-safe.</summary>
public sealed class ContactLedger
{
    /// <summary>Contacts are kept this many days.</summary>
    public const int KeptDays = 400;

    internal List<Contact> ContactList { get; } = [];

    internal List<Contact> RelationContactList { get; } = [];

    internal List<ConsentEntry> ConsentList { get; } = [];

    internal List<DeclineEntry> DeclineList { get; } = [];

    /// <summary>Contacts, ascending.</summary>
    public IReadOnlyList<Contact> Contacts => ContactList;

    /// <summary>Contacts with those of the household, ascending: only caps of the household count them.</summary>
    public IReadOnlyList<Contact> RelationContacts => RelationContactList;

    /// <summary>Consents by purpose, channel and person.</summary>
    public IReadOnlyList<ConsentEntry> Consents => ConsentList;

    /// <summary>Declines by row of the table and scope.</summary>
    public IReadOnlyList<DeclineEntry> Declines => DeclineList;

    /// <summary>
    /// Consent for a purpose and channel: granted, refused, or null when never asked. Of a person of the customer, by the hash of their id: their own word, else the customer's.
    /// </summary>
    public bool? Consent(int purpose, int channel, ulong person = 0)
    {
        bool? consent = null;
        foreach (var entry in ConsentList)
        {
            if (entry.Purpose != purpose || entry.Channel != channel) continue;
            if (entry.Person == person) return entry.Granted;
            if (entry.Person == 0) consent = entry.Granted;
        }
        return consent;
    }

    internal void Add(Contact contact) => Add(ContactList, contact);

    internal void AddByRelation(Contact contact) => Add(RelationContactList, contact);

    internal void Add(ConsentEntry consent)
    {
        var at = ConsentList.FindIndex(c => c.Purpose == consent.Purpose && c.Channel == consent.Channel && c.Person == consent.Person);
        if (at < 0)
        {
            at = ConsentList.FindIndex(c => (c.Purpose, c.Channel, c.Person).CompareTo((consent.Purpose, consent.Channel, consent.Person)) > 0);
            ConsentList.Insert(at < 0 ? ConsentList.Count : at, consent);
        }
        else if (consent.Time > ConsentList[at].Time || (consent.Time == ConsentList[at].Time && !consent.Granted))
        {
            ConsentList[at] = consent;
        }
    }

    internal void AddDecline(byte row, ulong scope, int day)
    {
        var at = DeclineList.FindIndex(d => d.Row == row && d.Scope == scope);
        if (at >= 0)
        {
            var known = DeclineList[at];
            DeclineList[at] = known with { LastDay = Math.Max(known.LastDay, day), Count = known.Count + 1 };
            return;
        }
        at = DeclineList.FindIndex(d => (d.Row, d.Scope).CompareTo((row, scope)) > 0);
        DeclineList.Insert(at < 0 ? DeclineList.Count : at, new DeclineEntry(row, scope, day, 1, int.MinValue));
    }

    internal void Revive(byte row, int day)
    {
        for (var i = 0; i < DeclineList.Count; i++)
        {
            if (DeclineList[i].Row == row) DeclineList[i] = DeclineList[i] with { RevivedDay = Math.Max(DeclineList[i].RevivedDay, day) };
        }
    }

    /// <summary>Takes over another customer's ledger.</summary>
    internal void Absorb(ContactLedger from)
    {
        foreach (var contact in from.ContactList) Add(contact);
        foreach (var contact in from.RelationContactList) AddByRelation(contact);
        foreach (var consent in from.ConsentList) Add(consent);
        foreach (var decline in from.DeclineList)
        {
            var at = DeclineList.FindIndex(d => d.Row == decline.Row && d.Scope == decline.Scope);
            if (at < 0)
            {
                at = DeclineList.FindIndex(d => (d.Row, d.Scope).CompareTo((decline.Row, decline.Scope)) > 0);
                DeclineList.Insert(at < 0 ? DeclineList.Count : at, decline);
                continue;
            }
            var own = DeclineList[at];
            DeclineList[at] = own with { LastDay = Math.Max(own.LastDay, decline.LastDay), Count = Math.Max(own.Count, decline.Count), RevivedDay = Math.Max(own.RevivedDay, decline.RevivedDay) };
        }
    }

    internal bool Forget(int today) => Forget(ContactList, today) | Forget(RelationContactList, today);

    internal void Clear()
    {
        ContactList.Clear();
        RelationContactList.Clear();
        ConsentList.Clear();
        DeclineList.Clear();
    }

    private static void Add(List<Contact> contacts, Contact contact)
    {
        var at = contacts.BinarySearch(contact, Contact.Order);
        if (at < 0) contacts.Insert(~at, contact);
    }

    private static bool Forget(List<Contact> contacts, int today)
    {
        var gone = 0;
        while (gone < contacts.Count && contacts[gone].Day < today - KeptDays) gone++;
        if (gone > 0) contacts.RemoveRange(0, gone);
        return gone > 0;
    }
}
