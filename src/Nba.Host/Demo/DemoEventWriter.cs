using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nba.Host.Demo;

/// <summary>Writes drafts as CloudEvents 1.0 in JSON, into one buffer that is used again. Ids count each customer's events.</summary>
internal sealed class DemoEventWriter(DemoBankOptions options, DemoPerson[] people, DemoLife[] lives, DemoStaff staff) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>The event, valid until the next is written.</summary>
    public ReadOnlyMemory<byte> Write(in DemoDraft draft, bool history)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        var form = DemoForms.Of(draft.Kind);
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
        _json.WriteString("type"u8, form.Type);
        _json.WriteString("time"u8, DemoTime.Local(draft.TimeMs, stackalloc byte[DemoTime.LocalLength]));
        if (history) _json.WriteBoolean("nbahistory"u8, true);
        _json.WriteStartObject("data"u8);
        if (draft.Kind == DemoKind.Registered) Registered(draft);
        else if (draft.Kind == DemoKind.Assigned) Assigned(draft);
        else foreach (var field in form.Fields) Field(field, draft);
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

    private void Field(in DemoField field, in DemoDraft draft)
    {
        switch (field.Part)
        {
            case DemoPart.Thing: Thing(field, draft); break;
            case DemoPart.Word: _json.WriteString(field.Name, field.Words[draft.Code]); break;
            case DemoPart.WordOfKey: _json.WriteString(field.Name, field.Words[draft.Key % field.Words.Length]); break;
            case DemoPart.WordOfAmount: _json.WriteString(field.Name, field.Words[draft.Amount]); break;
            case DemoPart.Other: Other(field, draft.Key); break;
            case DemoPart.Number: _json.WriteNumber(field.Name, draft.Code); break;
            case DemoPart.Cents: Cents(field.Name, draft.Amount); break;
            case DemoPart.Day: _json.WriteString(field.Name, DemoTime.Date(draft.Day, stackalloc byte[DemoTime.DateLength])); break;
            case DemoPart.DayOfAmount: _json.WriteString(field.Name, DemoTime.Date((int)draft.Amount, stackalloc byte[DemoTime.DateLength])); break;
            case DemoPart.PersonName: PersonName(field, draft); break;
            case DemoPart.Flag: _json.WriteBoolean(field.Name, draft.Flag); break;
            case DemoPart.Clock: _json.WriteString(field.Name, DemoTime.Clock((int)draft.Amount, stackalloc byte[DemoTime.ClockLength])); break;
            case DemoPart.Rate: Cents(field.Name, draft.Code switch { DemoWords.LargeCd => 165, DemoWords.Structured => 150, _ => 135 }); break;
        }
    }

    // A prospect who has become a customer is registered again, with the day.
    private void Registered(in DemoDraft draft)
    {
        var person = people[draft.Customer];
        var random = DemoRandom.For(options.Seed, DemoPurpose.Name, (ulong)draft.Customer);
        var corporate = person.Sort == DemoSort.Corporate;
        var sort = draft.Flag ? DemoSort.Personal : person.Sort;
        _json.WriteString("name"u8, corporate ? DemoNames.Company(ref random) : DemoNames.Person(ref random, person.Female));
        _json.WriteString("kind"u8, DemoWords.Kinds[(int)sort]);
        if (!corporate) _json.WriteString("gender"u8, person.Female ? "female"u8 : "male"u8);
        if (sort == DemoSort.Personal)
        {
            Day("bornOn"u8, person.Born);
            if (random.Chance(180)) _json.WriteBoolean("lunarBirthday"u8, true);
        }
        if (sort != DemoSort.Prospect) Day("since"u8, draft.Flag ? draft.Day : person.Since);
    }

    private void Assigned(in DemoDraft draft)
    {
        if (draft.Key >= 0)
        {
            _json.WriteString("a"u8, staff.Managers[draft.Key]);
            _json.WriteString("b"u8, staff.Managers[staff.StandIn(draft.Key)]);
        }
        _json.WriteString("team"u8, DemoStaff.TeamOf(draft.Code, people[draft.Customer]));
        _json.WriteString("branch"u8, staff.Branches[draft.Code]);
        Day("from"u8, draft.Day);
    }

    private void PersonName(in DemoField field, in DemoDraft draft)
    {
        var random = DemoRandom.For(options.Seed, DemoPurpose.Name, (ulong)draft.Customer, (ulong)draft.Key);
        _json.WriteString(field.Name, DemoNames.Person(ref random, random.Chance(500)));
    }

    private void Cents(JsonEncodedText name, long cents) => _json.WriteNumber(name, new decimal((int)cents, (int)(cents >> 32), 0, false, 2));

    private void Day(ReadOnlySpan<byte> name, int dayNumber) => _json.WriteString(name, DemoTime.Date(dayNumber, stackalloc byte[DemoTime.DateLength]));

    private void Other(in DemoField field, int customer)
    {
        Span<byte> id = stackalloc byte[16];
        _json.WriteString(field.Name, id[..Customer(customer, id)]);
    }

    private void Thing(in DemoField field, in DemoDraft draft)
    {
        Span<byte> key = stackalloc byte[24];
        var length = Customer(draft.Customer, key);
        key[0] = (byte)field.Letter;
        key[length++] = (byte)'-';
        System.Buffers.Text.Utf8Formatter.TryFormat(draft.Key, key[length..], out var digits);
        _json.WriteString(field.Name, key[..(length + digits)]);
    }
}
