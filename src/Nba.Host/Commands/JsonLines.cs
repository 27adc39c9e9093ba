using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Nba.Engine.Events;

namespace Nba.Host.Commands;

/// <summary>Reads a file or stream line by line as bytes, with bounded memory. One reader at a time.</summary>
internal sealed class JsonLines : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly PipeReader _reader;
    private readonly bool _isInput;
    private long _row;

    private JsonLines(Stream stream, bool isInput = false) => (_stream, _isInput, _reader) = (stream, isInput, PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 128 * 1024)));

    /// <summary>How many lines were read; blank ones do not count, so that a row is an event and a source's mark may fall inside a chunk.</summary>
    public long Row => _row;

    /// <summary>Opens a file, unpacking <c>.gz</c>, or standard input for <c>-</c>.</summary>
    public static JsonLines Open(string path)
    {
        if (path == "-") return new JsonLines(System.Console.OpenStandardInput(), isInput: true);
        var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        return new JsonLines(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    /// <summary>
    /// The next line that is not blank, without its end, or null at the end of all. A line longer than an event may be is cut one byte after that, so
    /// that the engine refuses it and says so. The bytes are good until the next call.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(CancellationToken cancellation)
    {
        var skipping = false;
        byte[]? cut = null;
        while (true)
        {
            var read = await _reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = skipping ? cut!.AsMemory() : Copy(buffer.Slice(0, end));
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                skipping = false;
                if (line.Length == 0) continue;
                _row++;
                return line;
            }
            if (buffer.Length > ActivityReader.MaxBytes)
            {
                if (!skipping) cut = buffer.Slice(0, ActivityReader.MaxBytes + 1).ToArray();
                skipping = true;
                _reader.AdvanceTo(buffer.End);
            }
            else if (!read.IsCompleted)
            {
                _reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }
            if (!read.IsCompleted) continue;
            var last = skipping ? cut!.AsMemory() : Copy(buffer);
            if (!skipping) _reader.AdvanceTo(buffer.End);
            if (last.Length == 0) return null;
            _row++;
            return last;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A read of standard input that was given up is still under way.
        if (_isInput) return;
        await _reader.CompleteAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Copy(in ReadOnlySequence<byte> line)
    {
        var bytes = line.Slice(0, Math.Min(line.Length, ActivityReader.MaxBytes + 1)).ToArray();
        return bytes.AsMemory().Trim(" \t\r\uFEFF"u8);
    }
}
