using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Archives;

/// <summary>
/// Makes an archive: a folder with a file of rows for each partition, and a manifest. Until it is whole and on disk it has another name, and what is not
/// finished goes with the writer; a folder that is there already is never touched. Used by one thread.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    private const string Unfinished = ".unfinished";
    private const string Claim = "claim";

    // All that stage 1 needs to go on, and what a backfill asks. Log and decisions stay where they are; queues follow from the actions.
    private static readonly Table[] Held =
    [
        Table.Journal, Table.Customers, Table.Actions, Table.Head, Table.DeadLetters, Table.Books, Table.Spent, Table.Waiting,
    ];

    private readonly string _directory;
    private readonly string _place;
    private readonly TimeProvider _time;
    private readonly List<ArchivedPart> _parts = [];
    private bool _finished;

    private ArchiveWriter(string directory, string place, TimeProvider time) => (_directory, _place, _time) = (directory, place, time);

    /// <summary>Begins one.</summary>
    /// <exception cref="CannotStartException">The folder is there already, or cannot be made.</exception>
    public static ArchiveWriter Begin(string directory, TimeProvider time)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var place = directory + Unfinished;
        if (Path.Exists(directory))
            throw new CannotStartException($"'{directory}' is there already, and an archive is never written over: name a folder that is not there yet");
        if (Path.Exists(place))
            throw new CannotStartException($"'{place}' is there: an archive of this name is being made, or was broken off. If none is being made, remove it");
        try
        {
            // For this user's eyes; and whoever makes the file first is the one who makes the archive.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(place);
            else Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using (new FileStream(Path.Combine(place, Claim), FileMode.CreateNew))
            {
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"'{place}' cannot be made: {refused.Message.TrimEnd('.')}; name a folder where this user may write", refused);
        }
        return new ArchiveWriter(directory, place, time);
    }

    /// <summary>Adds what a store holds of a partition, up to where the partition stands in it.</summary>
    /// <param name="store">The store, which nobody writes meanwhile.</param>
    /// <param name="at">The partition's number in the store.</param>
    /// <param name="number">The partition's number in the bank.</param>
    /// <param name="decisions">Offset from which decisions made afterwards stand; null where they have none.</param>
    /// <param name="customer">Is told of each customer.</param>
    /// <exception cref="InvalidDataException">The partition cannot be archived as it stands; the message says why.</exception>
    public void Add(Store store, int at, int number, long? decisions, Action? customer = null)
    {
        var head = Head(store, at, number);
        var (customers, actions, rows) = (0L, 0L, 0L);
        var file = Path.Combine(_place, ArchivedPart.FileOf(number));
        using (var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write))
        {
            using (var writer = new ArchiveRows.Writer(stream))
            {
                foreach (var table in Held)
                {
                    var put = Put(store, at, table, head, writer, table == Table.Customers ? customer : null);
                    if (table == Table.Customers) customers = put;
                    if (table == Table.Actions) actions = put;
                }
                rows = writer.Count;
            }
            stream.Flush(flushToDisk: true);
        }
        using var written = File.OpenRead(file);
        var day = head.Day == 0 ? null : DateOnly.FromDayNumber(head.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var hash = Convert.ToHexStringLower(SHA256.HashData(written));
        _parts.Add(new ArchivedPart(number, Path.GetFileName(file), written.Length, hash, rows, customers, actions, head.NextPosition, head.LastEntry,
            head.Book, day, decisions));
    }

    /// <summary>Writes the manifest and gives the archive its name.</summary>
    /// <exception cref="CannotStartException">Somebody else made a folder of that name meanwhile.</exception>
    public Archive Finish(string carrier, string? prefix)
    {
        var program = typeof(ArchiveWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var made = new Instant(_time.GetUtcNow().ToUnixTimeMilliseconds()).ToString();
        var manifest = new ArchiveManifest(ArchiveManifest.Newest, program, made, carrier, _parts.Count, _parts, prefix);
        using (var stream = new FileStream(Path.Combine(_place, ArchiveManifest.File), FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, manifest, ArchiveJson.Form.ArchiveManifest);
            stream.Write("\n"u8);
            stream.Flush(flushToDisk: true);
        }
        File.Delete(Path.Combine(_place, Claim));
        try
        {
            Directory.Move(_place, _directory);
        }
        catch (IOException refused)
        {
            throw new CannotStartException($"'{_directory}' cannot be named so: {refused.Message.TrimEnd('.')}; name a folder that is not there yet", refused);
        }
        _finished = true;
        return Archive.Open(_directory);
    }

    public void Dispose()
    {
        if (!_finished) Directory.Delete(_place, recursive: true);
    }

    private static StageHead Head(Store store, int at, int number)
    {
        var head = StageHead.Of(store, at)
            ?? throw Said.Unusable($"partition {number} was never run, so there is nothing to archive: run the bank first");
        if (head.Backfilling is not null)
            throw Said.Unusable($"a backfill of partition {number} was broken off: finish it with nba backfill, then archive");
        if (!store.Contains(new Keys(at).Text(Table.Books, head.Book)))
            throw Said.Unusable($"the rule book {head.Book}, which is in force in partition {number}, is not stored there");
        return head;
    }

    private static long Put(Store store, int at, Table table, StageHead head, ArchiveRows.Writer into, Action? one)
    {
        var (count, last) = (0L, 0L);
        using var rows = store.Scan(new Keys(at).Prefix(table), sweep: true);
        while (rows.MoveNext())
        {
            if (table == Table.Journal)
            {
                var entry = JsonSerializer.Deserialize(rows.Value, JournalJson.Default.JournalEntry)!.Number;
                // Topics may hold what came after the state was read.
                if (entry > head.LastEntry) break;
                last = entry;
            }
            // Sealed rows stay sealed: an archive goes to other places than the keys.
            into.Put(rows.Key, rows.Stored);
            count++;
            one?.Invoke();
        }
        if (table == Table.Journal && (last != head.LastEntry || count != last))
            throw Said.Unusable($"the journal has {count} entries, the last of them {last}, and the state stands at {head.LastEntry}: entries "
                + $"are missing, and circumstances follow from all of them");
        return count;
    }
}
