using System.Globalization;
using System.Text;
using Nba.Host.Settings;

namespace Nba.Host.Access.Audit;

/// <summary>What came of verifying an audit log.</summary>
/// <param name="Lines">Whole lines that were read.</param>
/// <param name="Files">Files of days.</param>
/// <param name="Head">The last line, as it names itself; to be kept elsewhere for the next time.</param>
/// <param name="HeadsKept">Heads kept elsewhere that it was held against.</param>
/// <param name="Unfinished">Bytes behind the last line: an entry that a host is writing, or that a crash left and the next start cuts off; no fault.</param>
/// <param name="FaultCount">How many faults there are.</param>
/// <param name="Faults">The first of them, <see cref="AuditVerifier.MostFaults"/> at most.</param>
internal sealed record AuditVerdict(long Lines, int Files, string Head, int HeadsKept, int Unfinished, long FaultCount, IReadOnlyList<AuditFault> Faults);

/// <summary>
/// Reads an audit log from its first line to its last and finds what was altered, taken out, put in, moved or renamed. That its end was cut off, or that all of it was written anew by somebody who
/// computed every hash again, shows only against heads that were kept elsewhere. Works beside a host that writes. Used once.
/// </summary>
internal sealed class AuditVerifier
{
    /// <summary>Faults that are kept; more are counted.</summary>
    public const int MostFaults = 1000;

    private readonly string _folder;
    private readonly Queue<AuditHead> _heads;
    private readonly int _headsKept;
    private readonly List<AuditFault> _faults = [];
    private readonly byte[] _previous = new byte[AuditForm.HashLength], _computed = new byte[AuditForm.HashLength];
    private long _lines, _faultCount, _number;

    // After a line that cannot be read nobody knows what must follow.
    private bool _isKnown = true;

    private AuditVerifier(string folder, IEnumerable<AuditHead> heads)
    {
        (_folder, _heads) = (folder, new Queue<AuditHead>(heads.Where(h => h != AuditHead.Genesis).Distinct().OrderBy(h => h.Number)));
        _headsKept = _heads.Count;
        Encoding.ASCII.GetBytes(AuditHead.GenesisHash, _previous);
    }

    /// <summary>Verifies a folder.</summary>
    /// <param name="folder">As <see cref="AuditFolder.In"/> names it.</param>
    /// <param name="heads">Heads that were kept elsewhere, in any order.</param>
    /// <param name="progress">Told now and then: bytes read, and bytes there are; may be null.</param>
    /// <exception cref="CannotStartException">There is no such folder.</exception>
    public static AuditVerdict Verify(string folder, IEnumerable<AuditHead> heads, Action<long, long>? progress = null) =>
        new AuditVerifier(AuditFolder.ForReading(folder), heads).Run(progress);

    private AuditVerdict Run(Action<long, long>? progress)
    {
        // Before the files: a host makes a day's file first, and a temporary one of somebody else may go.
        foreach (var stray in AuditFolder.Strays(_folder)) Fault(new AuditFault(stray, null, AuditFaultKind.Stray, null, stray));
        var files = AuditFolder.Files(_folder);
        var (done, all, unfinished) = (0L, files.Sum(f => f.Length), 0);
        foreach (var file in files)
        {
            using var lines = new AuditLines(file.FullName);
            while (lines.TryNext(out var line))
            {
                Check(file.Name, lines.Line, line);
                if ((lines.Line & 0xFFF) == 0) progress?.Invoke(done + lines.Read, all);
            }
            if (lines.Rest.Length > 0 && (file != files[^1] || AuditTail.IsMoreThanTorn(lines.Rest))) Fault(new AuditFault(file.Name, lines.Line + 1, AuditFaultKind.End, null, Text(lines.Rest.Length)));
            else unfinished = lines.Rest.Length;
            done += lines.Read;
        }
        progress?.Invoke(all, all);
        var head = new AuditHead(_number, Encoding.ASCII.GetString(_previous));
        foreach (var missed in _heads) Fault(new AuditFault(null, null, AuditFaultKind.Head, missed.ToString(), head.ToString()));
        return new AuditVerdict(_lines, files.Count, head.ToString(), _headsKept, unfinished, _faultCount, _faults);
    }

    private void Check(string file, long at, ReadOnlySpan<byte> line)
    {
        _lines++;
        if (!AuditLine.TryRead(line, out var read))
        {
            Fault(new AuditFault(file, at, AuditFaultKind.Form, null, null));
            _isKnown = false;
            return;
        }
        AuditForm.Hash(read.Body, _computed);
        if (!read.Hash.SequenceEqual(_computed)) Fault(new AuditFault(file, at, AuditFaultKind.Altered, Text(_computed), Text(read.Hash)));
        else if (_isKnown && read.Number != _number + 1) Fault(new AuditFault(file, at, AuditFaultKind.Number, Text(_number + 1), Text(read.Number)));
        else if (_isKnown && !read.Previous.SequenceEqual(_previous)) Fault(new AuditFault(file, at, AuditFaultKind.Previous, Text(_previous), Text(read.Previous)));
        else if (!StandsRight(file, at, read.Day)) Fault(new AuditFault(file, at, AuditFaultKind.File, AuditFolder.FileOf(read.Day), file));
        Meet(file, at, read);
        (_number, _isKnown) = (read.Number, true);
        read.Hash.CopyTo(_previous);
    }

    // A file's first line is of its day; those after it are of no later one, and of an earlier one where the clock was set back.
    private static bool StandsRight(string file, long at, ReadOnlySpan<byte> day)
    {
        Span<char> name = stackalloc char[AuditForm.DayLength];
        Encoding.ASCII.GetChars(day, name);
        var order = name.SequenceCompareTo(file.AsSpan(0, AuditForm.DayLength));
        return at == 1 ? order == 0 : order <= 0;
    }

    private void Meet(string file, long at, in AuditLine read)
    {
        while (_heads.TryPeek(out var head) && head.Number <= read.Number)
        {
            _heads.Dequeue();
            if (head.Number != read.Number || !Encoding.ASCII.GetBytes(head.Hash).AsSpan().SequenceEqual(_computed)) Fault(new AuditFault(file, at, AuditFaultKind.Head, head.ToString(), new AuditHead(read.Number, Text(_computed)).ToString()));
        }
    }

    private void Fault(AuditFault fault)
    {
        if (_faultCount++ < MostFaults) _faults.Add(fault);
    }

    private static string Text(ReadOnlySpan<byte> digits) => Encoding.ASCII.GetString(digits);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
