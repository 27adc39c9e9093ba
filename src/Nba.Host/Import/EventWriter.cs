using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;

namespace Nba.Host.Import;

/// <summary>Writes rows as CloudEvents 1.0 in JSON into buffers that are used again for the next row. Not thread-safe.</summary>
internal sealed class EventWriter(ImportMapping mapping) : IDisposable
{
    private readonly List<ArrayBufferWriter<byte>> _buffers = [];
    private readonly List<Instant> _times = [];
    private readonly bool _ownTimes = mapping.Events.Any(e => e.Time is not null);
    private readonly Utf8JsonWriter _json = new(Stream.Null);

    /// <summary>How many events the last row became; 0 when it is ignored or refused.</summary>
    public int Count { get; private set; }

    /// <summary>An event of the last row; valid until the next row.</summary>
    public ReadOnlyMemory<byte> this[int index] => _buffers[index].WrittenMemory;

    /// <summary>When an event of the last row happens.</summary>
    public Instant TimeOf(int index) => _times[index];

    /// <summary>
    /// The moments at which a row's events happen, in milliseconds, each once and in order: the row's own, given here, for events without a time of theirs
    /// and where there is none. A time that cannot be read is left out: writing the row reports it.
    /// </summary>
    public IReadOnlyCollection<long> Moments(IReadOnlyList<string> row, ImportColumns columns, Instant time)
    {
        if (!_ownTimes) return [time.UnixMilliseconds];
        var moments = new SortedSet<long>();
        for (var i = 0; i < mapping.Events.Count; i++)
        {
            if (!Wants(mapping.Events[i], row, columns)) continue;
            if (mapping.Events[i].Time is not { } own) moments.Add(time.UnixMilliseconds);
            else if (ImportValues.TryTime(own, row[columns.OwnTimes[i]], out var at)) moments.Add(at.UnixMilliseconds);
        }
        return moments.Count == 0 ? [time.UnixMilliseconds] : moments;
    }

    /// <summary>Writes a row's events; the column at fault and what must stand there when it cannot be taken.</summary>
    public (int Column, Sentence Remedy)? Write(IReadOnlyList<string> row, ImportColumns columns, UInt128 hash, int occurrence) => Write(row, columns, Id(hash, occurrence));

    /// <summary>The same for a row that has an id of its own.</summary>
    public (int Column, Sentence Remedy)? Write(IReadOnlyList<string> row, ImportColumns columns, string id)
    {
        Count = 0;
        _times.Clear();
        var subject = row[columns.Subject];
        if (subject.Length is 0 or > Activity.MaxCustomerLength) return (columns.Subject, $"the customer's id must have 1 to {Activity.MaxCustomerLength} characters");
        if (!ImportValues.TryTime(mapping.Time, row[columns.Time], out var time)) return (columns.Time, $"{ImportValues.Describe(mapping.Time)} must stand here");
        var written = 0;
        for (var i = 0; i < mapping.Events.Count; i++)
        {
            if (!Wants(mapping.Events[i], row, columns)) continue;
            var at = time;
            if (mapping.Events[i].Time is { } own && !ImportValues.TryTime(own, row[columns.OwnTimes[i]], out at)) return (columns.OwnTimes[i], $"{ImportValues.Describe(own)} must stand here");
            _times.Add(at);
            if (One(mapping.Events[i], columns.Data[i], row, subject, at, Id(id, written), Buffer(written)) is { } fault) return fault;
            written++;
        }
        Count = written;
        if (written > 0 || mapping.Otherwise == ImportOtherwise.Ignore) return null;
        return (columns.Type.Count == 0 ? -1 : columns.Type[0], $"no event of the mapping wants a row with {Values(row, columns)}; add one, or say \"otherwise\": \"ignore\"");
    }

    public void Dispose() => _json.Dispose();

    private static bool Wants(ImportEvent wanted, IReadOnlyList<string> row, ImportColumns columns)
    {
        for (var i = 0; i < wanted.When.Count; i++)
        {
            if (wanted.When[i] != "*" && wanted.When[i] != row[columns.Type[i]]) return false;
        }
        return true;
    }

    private (int Column, Sentence Remedy)? One(ImportEvent wanted, IReadOnlyList<int> data, IReadOnlyList<string> row, string subject, Instant time, string id, ArrayBufferWriter<byte> into)
    {
        into.ResetWrittenCount();
        _json.Reset(into);
        _json.WriteStartObject();
        _json.WriteString("specversion"u8, "1.0"u8);
        _json.WriteString("id"u8, id);
        _json.WriteString("source"u8, mapping.Source);
        _json.WriteString("type"u8, wanted.Type);
        _json.WriteString("subject"u8, subject);
        _json.WriteString("time"u8, time.ToString());
        if (mapping.History) _json.WriteBoolean("nbahistory"u8, true);
        _json.WriteStartObject("data"u8);
        for (var i = 0; i < wanted.Data.Count; i++)
        {
            if (ImportValues.Write(wanted.Data[i], data[i] < 0 ? "" : row[data[i]], _json) is { } remedy) return (data[i], remedy);
        }
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return null;
    }

    // The row's own content, then which of several equal rows, then which of the events it becomes: the same however the table is cut into files.
    private static string Id(UInt128 hash, int occurrence) =>
        hash.ToString("x32", CultureInfo.InvariantCulture) + (occurrence > 1 ? "-" + occurrence.ToString(CultureInfo.InvariantCulture) : "");

    private static string Id(string row, int index) => index > 0 ? row + "." + index.ToString(CultureInfo.InvariantCulture) : row;

    private static string Values(IReadOnlyList<string> row, ImportColumns columns) => string.Join(", ", columns.Type.Select(c => $"\"{row[c]}\""));

    private ArrayBufferWriter<byte> Buffer(int index)
    {
        while (_buffers.Count <= index) _buffers.Add(new ArrayBufferWriter<byte>(512));
        return _buffers[index];
    }
}
