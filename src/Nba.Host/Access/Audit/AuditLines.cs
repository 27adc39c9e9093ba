using Microsoft.Win32.SafeHandles;

namespace Nba.Host.Access.Audit;

/// <summary>Reads a day's file line by line, while a host may be writing to it: up to where it ended when it was opened. One reader at a time.</summary>
internal sealed class AuditLines : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _buffer = new byte[16 * AuditForm.LongestLine];
    private readonly long _length;
    private int _from, _to;
    private bool _isCut;

    public AuditLines(string path)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        _length = RandomAccess.GetLength(_file);
    }

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes read from the disk so far.</summary>
    public long Read { get; private set; }

    /// <summary>After the last line: the bytes behind it, which no line feed ends.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_from, _to - _from);

    /// <summary>The next line without its line feed, good until the next call; of one that is longer than any may be, its beginning. False at the end.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = _buffer.AsSpan(_from, end);
                _from += end + 1;
                if (_isCut)
                {
                    _isCut = false;
                    continue;
                }
                Line++;
                return true;
            }
            if (_to - _from == _buffer.Length)
            {
                line = _buffer;
                _from = _to = 0;
                if (_isCut) continue;
                _isCut = true;
                Line++;
                return true;
            }
            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool Fill()
    {
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        var read = RandomAccess.Read(_file, _buffer.AsSpan(_to, (int)Math.Min(_buffer.Length - _to, _length - Read)), Read);
        _to += read;
        Read += read;
        return read > 0;
    }
}
