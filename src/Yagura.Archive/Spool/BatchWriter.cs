using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Encodes one batch at a time into one buffer that it keeps: header, notes, records, padding (docs/formats/spool.md).</summary>
internal sealed class BatchWriter
{
    // A larger buffer is let go after its batch, so that one huge request does not hold memory for ever.
    private const int KeptBytesMax = 16 * 1024 * 1024;
    private const int BytesAtFirst = 64 * 1024;
    private const int RecordFixedBytes = 64;

    // Begins at a page, so that it is written to the disk as it stands, without a copy in the page cache.
    private Memory<byte> _buffer = Pages(BytesAtFirst);
    private int _length;

    internal const ushort NullText = ushort.MaxValue;

    /// <summary>Encodes the content; <see cref="Seal"/> then makes the whole batch.</summary>
    internal void Encode(IReadOnlyList<RawRecord> records, long[]? repeats, IReadOnlyList<SpoolNote> notes)
    {
        if (_buffer.Length > KeptBytesMax) _buffer = Pages(BytesAtFirst);
        _length = BatchHeader.Bytes;
        for (var i = 0; i < notes.Count; i++) Note(notes[i]);
        for (var i = 0; i < records.Count; i++) Record(records[i], repeats is null ? 0 : repeats[i]);
        Reserve(SpoolFormat.PageBytes);
        _buffer.Span.Slice(_length, SpoolFormat.Padded(_length) - _length).Clear();
    }

    /// <summary>Takes the content of a batch that was read.</summary>
    internal void Copy(ReadOnlySpan<byte> content)
    {
        _length = BatchHeader.Bytes;
        Reserve(content.Length + SpoolFormat.PageBytes);
        content.CopyTo(_buffer.Span.Slice(_length));
        _length += content.Length;
        _buffer.Span.Slice(_length, SpoolFormat.Padded(_length) - _length).Clear();
    }

    /// <summary>Puts the header before the content: the bytes to write, and the header with its CRC.</summary>
    internal SealedBatch Seal(ulong salt, ChainPoint at, long committedAt, int records, int notes)
    {
        var content = _buffer.Span.Slice(BatchHeader.Bytes, _length - BatchHeader.Bytes);
        var header = new BatchHeader(salt, at.NextBatch, committedAt, at.NextSequence, records, notes, content.Length, Crc32C.Of(content), at.HeaderCrc);
        var crc = header.Write(_buffer.Span);
        return new SealedBatch(header, crc, _buffer[..header.PaddedBytes]);
    }

    /// <summary>Bytes that the encoded batch will take in a file.</summary>
    internal int PaddedBytes => SpoolFormat.Padded(_length);

    private void Record(RawRecord record, long repeats)
    {
        var payload = record.Payload.Span;
        Reserve(RecordFixedBytes + TextBound(record.Source) + TextBound(record.Via) + TextBound(record.Peer) + TextBound(record.Gap) + payload.Length);
        var to = _buffer.Span.Slice(_length);
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], record.ReceivedAt.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(to[12..], record.Session);
        BinaryPrimitives.WriteInt64LittleEndian(to[20..], record.Transaction);
        BinaryPrimitives.WriteInt64LittleEndian(to[28..], repeats);
        BinaryPrimitives.WriteInt64LittleEndian(to[36..], record.CutFrom);
        BinaryPrimitives.WriteInt32LittleEndian(to[44..], record.EventCount);
        to[48] = (byte)record.Lane;
        to[49] = (byte)record.Identity;
        var length = 50;
        length += Text(to[length..], record.Source);
        length += Text(to[length..], record.Via);
        length += Text(to[length..], record.Peer);
        length += Text(to[length..], record.Gap);
        payload.CopyTo(to[length..]);
        length += payload.Length;
        BinaryPrimitives.WriteInt32LittleEndian(to, length - sizeof(int));
        _length += length;
    }

    private void Note(SpoolNote note)
    {
        var start = _length;
        Reserve(RecordFixedBytes);
        _length += sizeof(int) + 1;
        _buffer.Span[start + sizeof(int)] = (byte)NoteFrame.KindOf(note);
        switch (note)
        {
            case AliveNote alive: Number(alive.At.UtcTicks); break;
            case StoppedNote stopped: Number(stopped.At.UtcTicks); break;
            case DownNote down: Numbers(down.From.UtcTicks, down.To.UtcTicks, (long)down.Reason); break;
            case DamagedNote damaged:
                Numbers(damaged.First, damaged.Last, damaged.Earliest.UtcTicks);
                Number(damaged.Latest.UtcTicks);
                NoteText(damaged.Reason);
                break;
            case LossNote loss:
                Numbers(loss.Minute.UtcTicks, loss.Count is null ? 0 : 1, loss.Count ?? 0);
                NoteText(loss.Where);
                NoteText(loss.Reason);
                break;
            case ClockNote clock:
                Numbers(clock.At.UtcTicks, clock.Synchronised ? 1 : 0, NoteFrame.DecimalLow(clock.OffsetSeconds));
                Number(NoteFrame.DecimalHigh(clock.OffsetSeconds));
                break;
            default: throw new ArgumentException($"unknown note {note.GetType().Name}", nameof(note));
        }
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.Span.Slice(start), _length - start - sizeof(int));
    }

    private void Numbers(long first, long second, long third)
    {
        Number(first);
        Number(second);
        Number(third);
    }

    private void Number(long value)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.Span.Slice(_length), value);
        _length += sizeof(long);
    }

    private void NoteText(string text)
    {
        Reserve(TextBound(text));
        _length += Text(_buffer.Span.Slice(_length), text);
    }

    private static Memory<byte> Pages(int bytes)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(bytes + SpoolFormat.PageBytes, pinned: true);
        var past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0) % SpoolFormat.PageBytes);
        return pinned.AsMemory(SpoolFormat.PageBytes - past, bytes);
    }

    private static int TextBound(string? text) => text is null ? sizeof(ushort) : sizeof(ushort) + Encoding.UTF8.GetMaxByteCount(text.Length);

    private static int Text(Span<byte> to, string? text)
    {
        if (text is null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, NullText);
            return sizeof(ushort);
        }
        var bytes = Encoding.UTF8.GetBytes(text, to[sizeof(ushort)..]);
        if (bytes > SpoolFormat.TextBytesMax) throw new ArgumentException($"a name of {bytes} bytes is above {SpoolFormat.TextBytesMax}", nameof(text));
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)bytes);
        return sizeof(ushort) + bytes;
    }

    private void Reserve(int bytes)
    {
        var needed = (long)_length + bytes;
        if (needed <= _buffer.Length) return;
        if (needed > SpoolFormat.BatchBytesMax) throw new ArgumentException($"a batch is above {SpoolFormat.BatchBytesMax} bytes", nameof(bytes));
        var larger = Pages((int)Math.Min(SpoolFormat.BatchBytesMax, Math.Max(needed, _buffer.Length * 2L)));
        _buffer[.._length].CopyTo(larger);
        _buffer = larger;
    }
}

/// <summary>A batch ready to be written; the bytes are valid until the writer's next batch.</summary>
internal readonly record struct SealedBatch(BatchHeader Header, uint HeaderCrc, ReadOnlyMemory<byte> Bytes);
