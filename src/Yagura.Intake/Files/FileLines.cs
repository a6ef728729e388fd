using System.IO.Compression;
using Yagura.Events;
using Yagura.Intake.Framing;

namespace Yagura.Intake.Files;

/// <summary>The lines of a file, plain or gzip, as records of the import lane, byte for byte without their line ends; resumable.</summary>
/// <remarks>
/// Memory: one read buffer and one line. <see cref="Offset"/> counts unpacked bytes, so a resumed gzip file is unpacked again
/// up to it. Empty lines are passed over; a last line without a line end is a record; a line over the limit keeps its head.
/// A gzip file that ends early gives what could be unpacked: .NET does not always say that the rest is missing.
/// </remarks>
public sealed class FileLines : IDisposable
{
    private readonly FileStream _file;
    private readonly Stream _bytes;
    private readonly SyslogFramer _framer;
    private readonly FileOrigin _origin;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _from;
    private int _to;
    private bool _ended;
    private readonly long _session;
    private long _line;
    private long _consumed;

    private FileLines(FileOrigin origin, FileStream file, Stream bytes, IntakeLimits limits)
    {
        _origin = origin;
        _file = file;
        _bytes = bytes;
        _framer = new SyslogFramer(limits, counting: false);
        _session = Math.Max(1, Random.Shared.NextInt64());
    }

    /// <summary>Unpacked bytes up to the end of the last line handed out: where to resume.</summary>
    public long Offset { get; private set; }

    /// <summary>Number of the last line handed out, from where it was opened, empty lines counted: for a message to a person.</summary>
    public long Line { get; private set; }

    /// <summary>Packed bytes read so far, for a progress bar against <see cref="FileBytes"/>.</summary>
    public long FilePosition => _file.Position;

    /// <summary>The file's length in bytes.</summary>
    public long FileBytes => _file.Length;

    /// <summary>Opens a file at an offset of unpacked bytes, 0 for its beginning.</summary>
    /// <exception cref="IOException">The file cannot be opened, or is shorter than the offset.</exception>
    /// <exception cref="InvalidDataException">A gzip file is damaged before the offset.</exception>
    public static FileLines Open(FileOrigin origin, long offset, IntakeLimits limits)
    {
        var file = new FileStream(origin.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        try
        {
            var packed = IsGzip(file);
            var lines = new FileLines(origin, file, packed ? new GZipStream(file, CompressionMode.Decompress) : file, limits);
            lines.Skip(offset, packed);
            return lines;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds up to <paramref name="maxRecords"/> lines; false when the file is at its end and nothing was added.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A gzip file is damaged; the lines before it were handed out.</exception>
    public bool Read(List<RawRecord> into, int maxRecords, ReceiveClock clock)
    {
        var now = clock.Now();
        var added = 0;
        while (added < maxRecords)
        {
            var frame = NextFrame();
            if (frame.Kind == FrameKind.NeedMore) break;
            Line++;
            if (frame.Kind == FrameKind.Empty) continue;
            into.Add(Make(frame, now));
            added++;
        }
        return added > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bytes.Dispose();
        _file.Dispose();
    }

    private Frame NextFrame()
    {
        while (true)
        {
            ReadOnlySpan<byte> input = _buffer.AsSpan(_from.._to);
            var frame = _framer.Next(ref input);
            _consumed += _to - _from - input.Length;
            _from = _to - input.Length;
            if (frame.Kind != FrameKind.NeedMore || _ended)
            {
                Offset = _consumed;
                return frame;
            }
            _from = 0;
            _to = _bytes.Read(_buffer);
            if (_to > 0) continue;
            _ended = true;
            Offset = _consumed;
            return _framer.End(orderly: true);
        }
    }

    private RawRecord Make(Frame frame, ReceiveTime now) => new()
    {
        ReceivedAt = now,
        Source = _origin.Source,
        Identity = SenderIdentity.None,
        Via = "import",
        Peer = Path.GetFileName(_origin.Path),
        Lane = _origin.Gap is null ? Lane.Import : Lane.Resend,
        Gap = _origin.Gap,
        CutFrom = frame.CutFrom,
        Session = _session,
        Transaction = ++_line,
        Payload = frame.Bytes.ToArray(),
    };

    private void Skip(long offset, bool packed)
    {
        if (!packed)
        {
            if (offset > _file.Length) throw TooShort();
            _file.Position = offset;
        }
        else
        {
            for (long skipped = 0; skipped < offset;)
            {
                var read = _bytes.Read(_buffer, 0, (int)Math.Min(_buffer.Length, offset - skipped));
                if (read == 0) throw TooShort();
                skipped += read;
            }
        }
        Offset = _consumed = offset;

        IOException TooShort() => new($"{_origin.Path} is shorter than the {offset} bytes that were already read from it: it is not the same file any more");
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
    }
}

/// <summary>What is imported, and for which source it counts.</summary>
/// <param name="Path">The file's path; its name alone becomes the record's peer.</param>
/// <param name="Source">The source's id.</param>
public sealed record FileOrigin(string Path, string Source)
{
    /// <summary>The gap for which the source sent these lines again: the number of its <c>log.gap</c> entry; null for old logs.</summary>
    public string? Gap { get; init; }
}
