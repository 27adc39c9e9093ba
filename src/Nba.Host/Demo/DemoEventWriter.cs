using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nba.Host.Demo;

/// <summary>Writes drafts as CloudEvents 1.0 in JSON, into one buffer that is used again. Ids count each customer's events.</summary>
internal sealed partial class DemoEventWriter(DemoBankOptions options, DemoPerson[] people, DemoLife[] lives, DemoStaff staff) : IDisposable
{
    private static readonly JsonEncodedText[] Types = [.. new[]
    {
        "customer.registered", "customer.assigned", "consent.changed", "product.opened", "product.closed", "card.opened", "card.closed", "card.used", "card.declined",
        "salary.credited", "balance.reported", "balance.month-closed", "deposit.opened", "deposit.renewed", "deposit.closed", "loan.opened", "loan.payment-due",
        "loan.paid", "loan.repaid", "complaint.received", "complaint.replied", "complaint.closed", "risk.assessed", "document.expiring", "document.renewed",
        "mail.returned", "address.corrected", "login.mobile", "survey.answered", "transfer.out", "appointment.booked", "appointment.moved", "appointment.kept",
        "appointment.missed", "appointment.cancelled", "company.reported", "settlement.month-closed", "credit-line.granted", "interest.shown",
    }.Select(t => JsonEncodedText.Encode(t))];

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The event, valid until the next is written.</summary>
    public ReadOnlyMemory<byte> Write(in DemoDraft draft, bool history)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        Span<byte> id = stackalloc byte[32];
        _json.WriteStartObject();
        _json.WriteString("specversion"u8, "1.0"u8);
        "demo-"u8.CopyTo(id);
        var length = 5 + Customer(draft.Customer, id[5..]);
        id[length++] = (byte)'-';
        System.Buffers.Text.Utf8Formatter.TryFormat(++lives[draft.Customer].Count, id[length..], out var digits);
        _json.WriteString("id"u8, id[..(length + digits)]);
        _json.WriteString("source"u8, "demo"u8);
        _json.WriteString("subject"u8, id[5..(length - 1)]);
        _json.WriteString("type"u8, Types[(int)draft.Kind]);
        _json.WriteString("time"u8, DemoTime.Local(draft.TimeMs, stackalloc byte[DemoTime.LocalLength]));
        if (history) _json.WriteBoolean("nbahistory"u8, true);
        _json.WriteStartObject("data"u8);
        if (draft.Kind is DemoKind.Registered or DemoKind.Assigned or DemoKind.Company) Master(draft);
        else if (!Money(draft)) Rest(draft);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();

    /// <summary>A customer's id: <c>K</c> and at least seven digits.</summary>
    public static int Customer(int customer, Span<byte> into)
    {
        into[0] = (byte)'K';
        System.Buffers.Text.Utf8Formatter.TryFormat(customer + 1, into[1..], out var written, new StandardFormat('D', 7));
        return written + 1;
    }

    private void Master(in DemoDraft draft)
    {
        var person = people[draft.Customer];
        switch (draft.Kind)
        {
            case DemoKind.Registered:
                var random = DemoRandom.For(options.Seed, DemoPurpose.Name, (ulong)draft.Customer);
                var corporate = person.Sort == DemoSort.Corporate;
                _json.WriteString("name"u8, corporate ? DemoNames.Company(ref random) : DemoNames.Person(ref random, person.Female));
                _json.WriteString("kind"u8, DemoWords.Kinds[(int)person.Sort]);
                if (!corporate) _json.WriteString("gender"u8, person.Female ? "female"u8 : "male"u8);
                if (person.Sort == DemoSort.Personal)
                {
                    Day("bornOn"u8, person.Born);
                    if (random.Chance(180)) _json.WriteBoolean("lunarBirthday"u8, true);
                }
                if (person.Sort != DemoSort.Prospect) Day("since"u8, person.Since);
                break;
            case DemoKind.Assigned:
                if (draft.Key >= 0)
                {
                    _json.WriteString("a"u8, staff.Managers[draft.Key]);
                    _json.WriteString("b"u8, staff.Managers[staff.StandIn(draft.Key)]);
                }
                _json.WriteString("team"u8, DemoStaff.TeamOf(draft.Code));
                _json.WriteString("branch"u8, staff.Branches[draft.Code]);
                Day("from"u8, draft.Day);
                break;
            case DemoKind.Company:
                Day("foundedOn"u8, person.Born);
                Cents("annualTurnover"u8, draft.Amount);
                _json.WriteNumber("employees"u8, draft.Code);
                break;
        }
    }

    private void Cents(ReadOnlySpan<byte> name, long cents) =>
        _json.WriteNumber(name, new decimal((int)cents, (int)(cents >> 32), 0, false, 2));

    private void Day(ReadOnlySpan<byte> name, int dayNumber) => _json.WriteString(name, DemoTime.Date(dayNumber, stackalloc byte[DemoTime.DateLength]));

    // A thing of the customer: a letter for its sort, the customer's number, its own.
    private void Thing(ReadOnlySpan<byte> name, char letter, in DemoDraft draft)
    {
        Span<byte> key = stackalloc byte[24];
        var length = Customer(draft.Customer, key);
        key[0] = (byte)letter;
        key[length++] = (byte)'-';
        System.Buffers.Text.Utf8Formatter.TryFormat(draft.Key, key[length..], out var digits);
        _json.WriteString(name, key[..(length + digits)]);
    }
}
