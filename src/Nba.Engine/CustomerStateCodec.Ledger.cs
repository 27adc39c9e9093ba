using Nba.Engine.Policies;

namespace Nba.Engine;

/// <content>Contacts, consents and declines.</content>
public sealed partial class CustomerStateCodec
{
    private static void Ledger(ContactLedger ledger, StateWriter writer)
    {
        var consents = ledger.ConsentList.Count - Persons(ledger);
        if (ledger.ContactList.Count + consents + ledger.DeclineList.Count == 0) return;
        var start = writer.Begin(LedgerTag);
        Write(ledger.ContactList, writer);
        writer.Unsigned((ulong)consents);
        foreach (var c in ledger.ConsentList)
        {
            if (c.Person == 0) Write(c, writer);
        }
        writer.Unsigned((ulong)ledger.DeclineList.Count);
        foreach (var d in ledger.DeclineList)
        {
            writer.Byte(d.Row);
            writer.Fixed64(d.Scope);
            writer.Unsigned((ulong)d.LastDay);
            writer.Unsigned((ulong)d.Count);
            writer.Signed(d.RevivedDay);
        }
        writer.End(start);
    }

    private static int Persons(ContactLedger ledger)
    {
        var count = 0;
        foreach (var consent in ledger.ConsentList) count += consent.Person == 0 ? 0 : 1;
        return count;
    }

    private static void Write(in ConsentEntry consent, StateWriter writer)
    {
        writer.Byte(consent.Purpose);
        writer.Byte((byte)((consent.Channel << 1) | (consent.Granted ? 1 : 0)));
        writer.Signed(consent.Time);
    }

    // A part of its own: a program that does not know of persons keeps it as it is.
    private static void PersonConsents(ContactLedger ledger, StateWriter writer)
    {
        if (Persons(ledger) == 0) return;
        var start = writer.Begin(PersonConsentsTag);
        foreach (var c in ledger.ConsentList)
        {
            if (c.Person == 0) continue;
            Write(c, writer);
            writer.Fixed64(c.Person);
        }
        writer.End(start);
    }

    private static void ReadPersonConsents(ref StateReader r, ContactLedger ledger)
    {
        while (!r.AtEnd)
        {
            var consent = Consent(ref r);
            ledger.Add(consent with { Person = r.Fixed64() });
        }
    }

    private static ConsentEntry Consent(ref StateReader r)
    {
        var (purpose, packed) = (r.Byte(), r.Byte());
        return new ConsentEntry(purpose, (byte)(packed >> 1), (packed & 1) != 0, r.Signed());
    }

    // A part of its own: a program that does not know of households keeps it as it is.
    private static void RelationContacts(ContactLedger ledger, StateWriter writer)
    {
        if (ledger.RelationContactList.Count == 0) return;
        var start = writer.Begin(RelationContactsTag);
        Write(ledger.RelationContactList, writer);
        writer.End(start);
    }

    private static void Write(List<Contact> contacts, StateWriter writer)
    {
        writer.Unsigned((ulong)contacts.Count);
        foreach (var c in contacts)
        {
            writer.Unsigned((ulong)c.Day);
            writer.Byte(c.Purpose);
            writer.Byte(c.Channel);
            writer.Fixed64(c.Category);
            writer.Fixed64(c.Person);
        }
    }

    private static void Read(ref StateReader r, List<Contact> into)
    {
        for (var n = r.Unsigned(); n > 0; n--) into.Add(new Contact((int)r.Unsigned(), r.Byte(), r.Byte(), r.Fixed64(), r.Fixed64()));
    }

    private static void ReadLedger(ref StateReader r, ContactLedger ledger)
    {
        Read(ref r, ledger.ContactList);
        for (var n = r.Unsigned(); n > 0; n--) ledger.ConsentList.Add(Consent(ref r));
        for (var n = r.Unsigned(); n > 0; n--) ledger.DeclineList.Add(new DeclineEntry(r.Byte(), r.Fixed64(), (int)r.Unsigned(), (int)r.Unsigned(), (int)r.Signed()));
    }
}
