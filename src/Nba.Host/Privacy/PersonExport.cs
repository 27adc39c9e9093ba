using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Queues;
using Nba.Engine.Sources;
using Nba.Host.Access.Audit;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Privacy;

/// <summary>
/// Everything that is held of a person, as one JSON document in the form of <c>docs/security.md</c>, from committed rows: of a running host, or of a stopped store. What the bank sent stands in it as it came.
/// Used by one thread, once.
/// </summary>
/// <param name="store">The rows of the bank.</param>
/// <param name="queries">Answers from them.</param>
/// <param name="deliveries">What receivers were told; null where nothing ever was.</param>
/// <param name="audit">The folder of the audit log.</param>
internal sealed class PersonExport(Store store, Queries queries, DeliveryStore? deliveries, string audit)
{
    /// <summary>The form that is written; a member that is taken away or means something else makes it another number.</summary>
    public const int Format = 1;

    private const int IdLength = 16;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The document; null, with why in words, where nothing is held of such a customer.</summary>
    /// <param name="customer">The customer's id; whoever was merged with that customer is the same person.</param>
    /// <param name="language">Of the words.</param>
    /// <param name="why">Why there is none.</param>
    public byte[]? Write(string customer, string language, out Sentence? why)
    {
        why = null;
        if (queries.Standing() is not var (head, book, now))
        {
            why = Sentence.Of($"the first commit is still to come");
            return null;
        }
        var person = Person.Of(store, queries, customer);
        var activities = new CustomerSearch(store, person.Customers).Between(0, head.NextPosition, Engine.Calendars.Instant.MaxValue);
        var letters = PersonLetters.Of(store, queries, person, activities.Select(a => a.Position).ToHashSet());
        if (activities.Count == 0 && letters.Count == 0 && person.Customers.All(c => queries.State(c) is null))
        {
            why = Erasing.Of(store, customer) is not { } erasure ? queries.NoCustomer(customer) : erasure.IsDone ? Erasing.Already(erasure) : Erasing.Unfinished(erasure);
            return null;
        }
        using (var json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("format"u8, Format);
            json.WriteString("customer"u8, customer);
            json.WriteString("asOf"u8, Moment.Local(now, book.Calendar));
            json.WriteString("language"u8, language);
            Customers(json, person, language);
            Actions(json, person, new ActionWords(book, language, now));
            Decisions(json, person);
            Spent(json, person);
            Waiting(json, person);
            Activities(json, activities);
            DeadLetters(json, letters);
            Deliveries(json, person);
            Audit(json, person);
            json.WriteEndObject();
        }
        return _bytes.WrittenSpan.ToArray();
    }

    private void Customers(Utf8JsonWriter json, Person person, string language)
    {
        json.WriteStartArray("customers"u8);
        foreach (var one in person.Customers)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, one);
            if (queries.Explain(long.MaxValue).Customer(one, language, out _, whole: true) is { } known)
            {
                json.WritePropertyName("known"u8);
                JsonSerializer.Serialize(json, known, ApiJson.Web.CustomerExplained);
            }
            var row = Array.Empty<byte>();
            if (store.TryGet(new Keys(0).Text(Table.Customers, one), ref row, out var length)) json.WriteBase64String("stored"u8, row.AsSpan(0, length));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Actions(Utf8JsonWriter json, Person person, ActionWords words)
    {
        json.WriteStartArray("actions"u8);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Actions), sweep: true);
        while (rows.MoveNext())
        {
            var record = ActionRecordCodec.Read(rows.Value);
            if (!person.Is(record.Customer)) continue;
            json.WriteStartObject();
            json.WriteString("owner"u8, record.Owner);
            json.WriteBoolean("withdrawn"u8, record.Withdrawn);
            json.WritePropertyName("action"u8);
            JsonSerializer.Serialize(json, words.Of(new QueuedAction(record, record.Score.Base)), ApiJson.Web.ActionAnswer);
            json.WriteStartArray("values"u8);
            foreach (var (_, number, text) in record.Arguments)
            {
                if (text is null) json.WriteNumberValue(number);
                else json.WriteStringValue(text);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Decisions(Utf8JsonWriter json, Person person)
    {
        json.WriteStartArray("decisions"u8);
        foreach (var record in person.Customers.SelectMany(c => Person.Decisions(store, c))) json.WriteRawValue(record);
        json.WriteEndArray();
    }

    private void Spent(Utf8JsonWriter json, Person person)
    {
        json.WriteStartArray("spent"u8);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Spent), sweep: true);
        while (rows.MoveNext())
        {
            var own = rows.Key[Keys.PrefixLength..];
            if (BinaryPrimitives.ReadUInt128BigEndian(own[^IdLength..]) is var action && !person.Actions.Contains(action)) continue;
            var names = Encoding.UTF8.GetString(own[..^(IdLength + 1)]).Split('\0');
            json.WriteStartObject();
            json.WriteString("owner"u8, names[0]);
            json.WriteString("campaign"u8, names[1]);
            json.WriteString("action"u8, ActionIdentity.Format(action));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Waiting(Utf8JsonWriter json, Person person)
    {
        json.WriteStartArray("waiting"u8);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Waiting), sweep: true);
        while (rows.MoveNext())
        {
            var own = rows.Key[Keys.PrefixLength..];
            if (Encoding.UTF8.GetString(own[sizeof(long)..]) is var customer && !person.Is(customer)) continue;
            json.WriteStartObject();
            json.WriteString("customer"u8, customer);
            json.WriteString("hour"u8, new Engine.Calendars.Instant(BinaryPrimitives.ReadInt64BigEndian(own)).ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Activities(Utf8JsonWriter json, IReadOnlyList<LogRecord> activities)
    {
        json.WriteStartArray("activities"u8);
        foreach (var record in activities)
        {
            json.WriteStartObject();
            json.WriteNumber("position"u8, record.Position);
            json.WriteString("arrived"u8, record.Arrival.ToString());
            if (record.IsSent) json.WriteBoolean("sentByTheEngine"u8, true);
            Event(json, record.Value.Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    // Of one that is nobody's, its place alone: what it says may be another's.
    private static void DeadLetters(Utf8JsonWriter json, IReadOnlyList<PersonLetter> letters)
    {
        json.WriteStartArray("deadLetters"u8);
        foreach (var (letter, bytes, isMention) in letters)
        {
            json.WriteStartObject();
            if (isMention)
            {
                json.WriteNumber("position"u8, letter.Position);
                json.WriteString("reason"u8, letter.Reason);
                json.WriteBoolean("mention"u8, true);
            }
            else
            {
                json.WritePropertyName("letter"u8);
                JsonSerializer.Serialize(json, letter, StageJson.Default.DeadLetter);
                Event(json, bytes);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void Deliveries(Utf8JsonWriter json, Person person)
    {
        var rows = deliveries is null ? [] : PersonDeliveries.Of(deliveries.Rows, person);
        foreach (var (name, table) in PersonDeliveries.Parts)
        {
            json.WriteStartArray(name);
            foreach (var row in rows.Where(r => r.Table == table))
            {
                json.WriteStartObject();
                json.WriteString("of"u8, row.Name);
                json.WritePropertyName("row"u8);
                json.WriteRawValue(row.Value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
    }

    private void Audit(Utf8JsonWriter json, Person person)
    {
        json.WriteStartArray("audit"u8);
        var entries = new SortedDictionary<long, byte[]>();
        if (Directory.Exists(audit))
        {
            foreach (var one in person.Customers) new AuditQuery(one, null, null, null).Run(audit, line => entries.TryAdd(AuditEntry.From(line).Number, line.ToArray()));
        }
        var own = person.Customers.Select(AuditLineWriter.Cut).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries.Values) Entry(json, entry, own);
        json.WriteEndArray();
    }

    // Who looked at a list looked at others too, who are nobody's business here.
    private static void Entry(Utf8JsonWriter json, byte[] line, HashSet<string> own)
    {
        using var entry = JsonDocument.Parse(line);
        json.WriteStartObject();
        foreach (var member in entry.RootElement.EnumerateObject())
        {
            if (!member.NameEquals(AuditForm.Customers.Value))
            {
                member.WriteTo(json);
                continue;
            }
            json.WriteStartArray(AuditForm.Customers);
            foreach (var customer in member.Value.EnumerateArray().Select(c => c.GetString()!).Where(own.Contains)) json.WriteStringValue(customer);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    // As it came; what is no JSON as text, and where it is no text either, as bytes. JSON with text that cannot be read, as half of a surrogate pair, is text too: nobody could read the document.
    private static void Event(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        var (isJson, isText) = (IsJson(bytes), Utf8.IsValid(bytes));
        if (!isJson && !isText)
        {
            json.WriteBase64String("bytes"u8, bytes);
            return;
        }
        json.WritePropertyName("event"u8);
        if (isJson) json.WriteRawValue(bytes, skipInputValidation: true);
        else json.WriteStringValue(Encoding.UTF8.GetString(bytes));
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || !Utf8.IsValid(bytes)) return false;
        var reader = new Utf8JsonReader(bytes);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
            }
            return true;
        }
        catch (Exception no) when (no is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
