using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Import;

/// <summary>
/// Turns records of one foreign topic into activities. The same record always gives the same events, ids included, so that one that is read twice counts once. What cannot be
/// taken is an answer, never an exception. Not thread-safe.
/// </summary>
internal sealed class RecordMapper : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    private readonly RecordMapping _mapping;
    private readonly string[] _places = [];
    private readonly string[][] _paths = [];
    private readonly ImportColumns _columns = new(0, 0, [], [], [], 0);
    private readonly EventWriter? _writer;
    private readonly List<string> _row = [];
    private readonly List<MappedEvent> _events = [];

    /// <summary>A mapper of one topic.</summary>
    public RecordMapper(RecordMapping mapping)
    {
        _mapping = mapping;
        if (mapping.Rows is not { } rows) return;
        var places = new List<string>();
        int At(string place)
        {
            if (!places.Contains(place)) places.Add(place);
            return places.IndexOf(place);
        }

        _columns = new ImportColumns(At(rows.Subject), At(rows.Time.Column), [.. rows.Events.Select(e => e.Time is { } own ? At(own.Column) : -1)], [.. rows.TypeColumns.Select(At)],
            [.. rows.Events.Select(e => (IReadOnlyList<int>)[.. e.Data.Select(f => f.Column.Length == 0 ? -1 : At(f.Column))])], 0);
        if (mapping.Id is { } id) At(id);
        _places = [.. places];
        _paths = [.. places.Select(p => p.Split('.'))];
        _writer = new EventWriter(rows);
    }

    /// <summary>What the last record became; empty where the mapping passes it over, or it was refused.</summary>
    public IReadOnlyList<MappedEvent> Events => _events;

    /// <summary>Maps a record; why it cannot be taken, or null.</summary>
    public EventRefusal? Map(in ForeignRecord record)
    {
        _events.Clear();
        if (_writer is not null) return Row(record);
        var refusal = EnvelopeRecord.Read(record, out var made);
        if (refusal is null) _events.Add(made);
        return refusal;
    }

    public void Dispose() => _writer?.Dispose();

    private EventRefusal? Row(in ForeignRecord record)
    {
        // A deletion in a compacted topic; whether that is an event of the bank's nobody can say.
        if (record.Value.IsEmpty && _mapping.Rows!.Otherwise == ImportOtherwise.Ignore) return null;
        if (record.Value.IsEmpty) return Refused($"the record has no value; say \"otherwise\": \"ignore\" where such records mean nothing");
        if (!Utf8.IsValid(record.Value.Span)) return new(Reason.BrokenUtf8, $"the bytes are not UTF-8");
        try
        {
            using var json = JsonDocument.Parse(record.Value, Strict);
            return Read(record, json.RootElement) ?? Write(record);
        }
        catch (JsonException fault)
        {
            return new(Reason.NotJson, $"this is not JSON at byte {fault.BytePositionInLine ?? 0} of line {(fault.LineNumber ?? 0) + 1}");
        }
        catch (InvalidOperationException)
        {
            return new(Reason.BrokenUtf8, $"a text holds half of a surrogate pair");
        }
    }

    private EventRefusal? Read(in ForeignRecord record, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Refused($"a record is a JSON object");
        _row.Clear();
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i] == RecordMapping.Key) _row.Add(record.Key is { } key ? Encoding.UTF8.GetString(key) : "");
            else if (_places[i] == RecordMapping.Timestamp) _row.Add(record.Timestamp.UnixMilliseconds.ToString(CultureInfo.InvariantCulture));
            else if (Text(root, _paths[i]) is { } text) _row.Add(text);
            else return Refused($"field '{_places[i]}' is no text, number, true or false");
        }
        return null;
    }

    // Null for what is no single value; what is not there is empty, as an empty column is.
    private static string? Text(JsonElement at, string[] path)
    {
        foreach (var member in path)
        {
            if (at.ValueKind == JsonValueKind.Null) return "";
            if (at.ValueKind != JsonValueKind.Object) return null;
            if (!at.TryGetProperty(member, out at)) return "";
        }
        return at.ValueKind switch
        {
            JsonValueKind.String => at.GetString(),
            JsonValueKind.Number => Number(at),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Null => "",
            _ => null,
        };
    }

    // 1.2e3 is the number 1200, which our files write without powers.
    private static string Number(JsonElement number)
    {
        var text = number.GetRawText();
        return text.AsSpan().ContainsAny('e', 'E') && number.TryGetDecimal(out var value) ? value.ToString(CultureInfo.InvariantCulture) : text;
    }

    private EventRefusal? Write(in ForeignRecord record)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_mapping.Topic}-{record.Partition}-{record.Offset}");
        if (_mapping.Id is { } named && (id = _row[Array.IndexOf(_places, named)]).Length == 0)
            return new(Reason.NoId, $"{_mapping.Topic}: field '{named}', which names the record, is empty");
        if (_writer!.Write(_row, _columns, id) is { } fault) return Refusal(fault.Column, fault.Remedy);
        for (var i = 0; i < _writer.Count; i++)
        {
            if (_writer[i].Length > ActivityReader.MaxBytes)
                return new(Reason.Oversize, $"{_mapping.Topic}: an event has at most {ActivityReader.MaxBytes} bytes, this one {_writer[i].Length}; map fewer or shorter fields");
        }
        for (var i = 0; i < _writer.Count; i++) _events.Add(new MappedEvent(_row[_columns.Subject], _writer[i], IsForAll: false));
        return null;
    }

    private EventRefusal Refusal(int at, Sentence remedy)
    {
        var what = at < 0 ? remedy : Sentence.Of($"field '{_places[at]}': {remedy}");
        var isTime = at >= 0 && (at == _columns.Time || _columns.OwnTimes.Contains(at));
        return new(at == _columns.Subject ? Reason.NoSubject : isTime ? Reason.BadTime : Reason.NotMapped, Remedied(what));
    }

    private EventRefusal Refused(Sentence what) => new(Reason.NotMapped, Remedied(what));

    private Sentence Remedied(Sentence what) => $"{_mapping.Topic}: {what} (mapping: {_mapping.File})";
}
