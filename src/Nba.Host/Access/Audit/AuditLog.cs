using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Nba.Host.Settings;

namespace Nba.Host.Access.Audit;

/// <summary>
/// The audit log of a data directory: who read which customer, who changed what, who was refused. Every entry names the hash of the one before it, so that none can be altered, taken out or put
/// in without a trace; its head goes into the host's own log at the start, once an hour while it grows and at the end, for whoever collects that, as the files alone could be written anew.
/// One process writes, any number read beside it. Thread-safe; keep one for the life of a host and dispose of it last.
/// </summary>
internal sealed partial class AuditLog : IDisposable
{
    /// <summary>How long an entry may be with the operating system alone: what a machine that loses its power forgets. A process that dies takes nothing with it.</summary>
    public static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    /// <summary>How often the head is said while the log grows.</summary>
    public static readonly TimeSpan HeadEvery = TimeSpan.FromHours(1);

    // Taken in this order where both are.
    private readonly Lock _appending = new(), _syncing = new();
    private readonly AuditLineWriter _lines = new();
    private readonly byte[] _chain = new byte[AuditForm.HashLength];
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditLog> _logger;
    private readonly FileStream _owned;
    private readonly ITimer _sync, _sayHead;
    private SafeFileHandle? _file;
    private string _path = "";
    private DateOnly? _day;
    private long _length, _number, _onDisk, _said;
    private bool _isSyncDue, _isUncertain, _isDisposed;
    private volatile Exception? _failure;

    private AuditLog(string folder, FileStream owned, AuditTail tail, TimeProvider time, ILogger<AuditLog> logger)
    {
        (_folder, _owned, _time, _logger) = (folder, owned, time, logger);
        Encoding.ASCII.GetBytes(tail.Head.Hash, _chain);
        (_number, _day) = (tail.Head.Number, tail.Day);
        _onDisk = _said = _number;
        _sync = time.CreateTimer(_ => Sync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sayHead = time.CreateTimer(_ => SayHead(always: false), null, HeadEvery, HeadEvery);
    }

    /// <summary>The last entry written.</summary>
    public AuditHead Head
    {
        get
        {
            lock (_appending) return new AuditHead(_number, Encoding.ASCII.GetString(_chain));
        }
    }

    /// <summary>Number of the last entry that is on the disk itself.</summary>
    public long OnDisk => Interlocked.Read(ref _onDisk);

    /// <summary>
    /// Opens the log of a folder and goes on behind its last entry. What a crash left of an unfinished line is cut off, which an entry of its own says.
    /// </summary>
    /// <param name="folder">As <see cref="AuditFolder.In"/> names it; made where it is missing.</param>
    /// <param name="time">The clock that people go by, also at a bank whose own time is simulated.</param>
    /// <param name="logger">Where heads are said.</param>
    /// <exception cref="CannotStartException">Another process writes it, or this user may not.</exception>
    /// <exception cref="InvalidDataException">Its last line is not as it was written.</exception>
    public static AuditLog Open(string folder, TimeProvider time, ILogger<AuditLog> logger)
    {
        var owned = AuditFolder.Take(folder);
        AuditLog? log = null;
        try
        {
            var tail = AuditTail.Of(folder);
            log = new AuditLog(folder, owned, tail, time, logger);
            log.Begin(tail);
            return log;
        }
        catch
        {
            if (log is null) owned.Dispose();
            else log.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes an entry. When this returns, the operating system has it: it outlives this process, and within <see cref="SyncEvery"/> also the machine. Where it throws, there is no entry, and what
    /// was to be logged must not be done or answered.
    /// </summary>
    /// <returns>The entry's number.</returns>
    /// <exception cref="IOException">The disk does not take it; the next call tries anew, unless entries that were taken are lost: then none is taken until the log is opened again.</exception>
    /// <exception cref="ArgumentException">The entry is longer than a line may be.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed.</exception>
    public long Append(in AuditAct act)
    {
        lock (_appending)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var now = _time.GetUtcNow();
            Turn(DateOnly.FromDateTime(now.UtcDateTime));
            if (_failure is { } failure) throw new IOException("the audit log was not kept and is not written any more; mend what its log says and restart the host", failure);
            Span<byte> chain = stackalloc byte[AuditForm.HashLength];
            _chain.CopyTo(chain);
            Write(_lines.Write(_number + 1, now, act, chain));
            chain.CopyTo(_chain);
            _number++;
            if (!_isSyncDue)
            {
                _isSyncDue = true;
                _sync.Change(SyncEvery, Timeout.InfiniteTimeSpan);
            }
            return _number;
        }
    }

    /// <summary>Brings everything onto the disk, says the head, and lets go of the folder.</summary>
    public void Dispose()
    {
        lock (_appending)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }
        _sync.Dispose();
        _sayHead.Dispose();
        Sync();
        SayHead(always: true);
        lock (_syncing)
        {
            _file?.Dispose();
            _lines.Dispose();
            _owned.Dispose();
        }
    }

    private void Begin(AuditTail tail)
    {
        if (tail.Torn is { } torn)
        {
            using (var file = File.OpenHandle(torn.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                RandomAccess.SetLength(file, tail.TornAt);
                RandomAccess.FlushToDisk(file);
            }
            SayRecovered(tail.TornBytes, torn.Name);
            Append(new AuditAct(AuditAct.Local, [], AuditAct.Recovered, torn.Name, Subject: string.Create(CultureInfo.InvariantCulture, $"{tail.TornBytes} bytes")));
        }
        SayHead(always: true);
    }

    // A day's first entry makes its file. Days never go back, so that the chain runs through the files in their order, also when the clock is set back.
    private void Turn(DateOnly today)
    {
        var day = _day is { } last && last > today ? last : today;
        if (_file is not null && day == _day) return;
        if (_file is not null)
        {
            Settle();
            lock (_syncing)
            {
                Flush(_file, _number, _length);
                _file.Dispose();
                _file = null;
            }
        }
        var path = Path.Combine(_folder, AuditFolder.FileOf(day));
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        if (day != _day && length > 0)
        {
            file.Dispose();
            throw new IOException($"'{path}' was there before the audit log's first entry of that day");
        }
        lock (_syncing) (_file, _path) = (file, path);
        (_day, _length) = (day, length);
    }

    private void Write(ReadOnlySpan<byte> line)
    {
        Settle();
        // A write that fails may leave the beginning of the line.
        _isUncertain = true;
        RandomAccess.Write(_file!, line, _length);
        _isUncertain = false;
        _length += line.Length;
    }

    private void Settle()
    {
        if (!_isUncertain) return;
        RandomAccess.SetLength(_file!, _length);
        _isUncertain = false;
    }

    private void Sync()
    {
        long number, length;
        SafeFileHandle? file;
        lock (_appending) (file, number, length, _isSyncDue) = (_file, _number, _length, false);
        lock (_syncing)
        {
            // A file of a day that is over went to the disk when it was closed.
            if (file is { IsClosed: false } && number > OnDisk) Flush(file, number, length);
        }
    }

    // What a disk once failed to keep, it may say later that it kept: from then on nothing is taken. Nor is it into a file that nobody will find.
    private void Flush(SafeFileHandle file, long number, long length)
    {
        try
        {
            RandomAccess.FlushToDisk(file);
            if (new FileInfo(_path) is not { Exists: true } there || there.Length < length) throw new IOException($"'{_path}' was taken away or cut off");
            Interlocked.Exchange(ref _onDisk, Math.Max(number, OnDisk));
        }
        catch (IOException failure)
        {
            _failure = failure;
            SayLost(failure);
        }
    }

    private void SayHead(bool always)
    {
        AuditHead head;
        lock (_appending)
        {
            if (!always && _number == _said) return;
            head = new AuditHead(_number, Encoding.ASCII.GetString(_chain));
            _said = _number;
        }
        SayHead(head);
    }

    [LoggerMessage(3651, LogLevel.Information, "The head of the audit log is {Head}.")]
    private partial void SayHead(AuditHead head);

    [LoggerMessage(3652, LogLevel.Warning, "The audit log ended in {Bytes} byte(s) of an entry that was never acknowledged; they were cut from the end of {File}.")]
    private partial void SayRecovered(int bytes, string file);

    [LoggerMessage(3653, LogLevel.Critical, "The audit log was not kept: its disk failed, or somebody took its file away or cut it off. Nothing that must be logged is done any more; mend that, then restart the host.")]
    private partial void SayLost(Exception failure);
}
