using System.Buffers.Binary;
using System.Text;
using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Decodes a batch's content whose CRC was right; keeps the last name of each column, since neighbours mostly share it.</summary>
internal sealed class BatchReader
{
    private readonly LastText _source = new();
    private readonly LastText _via = new();
    private readonly LastText _peer = new();
    private readonly LastText _gap = new();

    /// <summary>The whole batch; payloads are slices of <paramref name="content"/>, which nobody may reuse while they are used.</summary>
    internal SpoolBatch Read(in BatchHeader header, ReadOnlyMemory<byte> content)
    {
        var at = 0;
        var notes = Notes(header, content.Span, ref at);
        var records = new StoredRecord[header.Records];
        for (var i = 0; i < records.Length; i++) records[i] = Record(content, ref at, header.FirstSequence + i);
        Invariant.Holds(at == content.Length, "a batch's frames fill its content exactly");
        return new SpoolBatch(header.Number, new ReceiveTime(header.CommittedAt), records, notes);
    }

    /// <summary>Only the notes, which stand first.</summary>
    internal static IReadOnlyList<SpoolNote> Notes(in BatchHeader header, ReadOnlySpan<byte> content)
    {
        var at = 0;
        return Notes(header, content, ref at);
    }

    private static SpoolNote[] Notes(in BatchHeader header, ReadOnlySpan<byte> content, ref int at)
    {
        if (header.Notes == 0) return [];
        var notes = new SpoolNote[header.Notes];
        for (var i = 0; i < notes.Length; i++)
        {
            var frame = Frame(content, ref at);
            notes[i] = Note((NoteFrame.Kind)frame[0], frame[1..]);
        }
        return notes;
    }

    private StoredRecord Record(ReadOnlyMemory<byte> content, ref int at, long sequence)
    {
        var frame = Frame(content.Span, ref at);
        var rest = 46;
        var record = new RawRecord
        {
            ReceivedAt = new ReceiveTime(Number(frame, 0)),
            Session = Number(frame, 1),
            Transaction = Number(frame, 2),
            CutFrom = Number(frame, 4),
            EventCount = BinaryPrimitives.ReadInt32LittleEndian(frame[40..]),
            Lane = (Lane)frame[44],
            Identity = (SenderIdentity)frame[45],
            Source = _source.Of(Text(frame, ref rest))!,
            Via = _via.Of(Text(frame, ref rest))!,
            Peer = _peer.Of(Text(frame, ref rest))!,
            Gap = TextOrNull(frame, ref rest, _gap),
            Payload = content.Slice(at - (frame.Length - rest), frame.Length - rest),
        };
        return new StoredRecord(sequence, record, Number(frame, 3));
    }

    private static SpoolNote Note(NoteFrame.Kind kind, ReadOnlySpan<byte> body)
    {
        var texts = kind == NoteFrame.Kind.Damaged ? 32 : 24;
        return kind switch
        {
            NoteFrame.Kind.Alive => new AliveNote(Time(body, 0)),
            NoteFrame.Kind.Stopped => new StoppedNote(Time(body, 0)),
            NoteFrame.Kind.Down => new DownNote(Time(body, 0), Time(body, 1), (DownReason)Number(body, 2)),
            NoteFrame.Kind.Damaged => new DamagedNote(Number(body, 0), Number(body, 1), Time(body, 2), Time(body, 3), Encoding.UTF8.GetString(Text(body, ref texts))),
            NoteFrame.Kind.Loss => new LossNote(
                Time(body, 0), Encoding.UTF8.GetString(Text(body, ref texts)), Encoding.UTF8.GetString(Text(body, ref texts)), Number(body, 1) == 0 ? null : Number(body, 2)),
            NoteFrame.Kind.Clock => new ClockNote(Time(body, 0), NoteFrame.Decimal(Number(body, 2), Number(body, 3)), Number(body, 1) == 1),
            _ => throw new InvariantException($"a note of a known kind, not {kind}"),
        };
    }

    private static ReadOnlySpan<byte> Frame(ReadOnlySpan<byte> content, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(content[at..]);
        var frame = content.Slice(at + sizeof(int), length);
        at += sizeof(int) + length;
        return frame;
    }

    private static long Number(ReadOnlySpan<byte> body, int index) => BinaryPrimitives.ReadInt64LittleEndian(body[(index * sizeof(long))..]);

    private static ReceiveTime Time(ReadOnlySpan<byte> body, int index) => new(Number(body, index));

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> body, ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
        at += sizeof(ushort) + length;
        return body.Slice(at - length, length);
    }

    private static string? TextOrNull(ReadOnlySpan<byte> body, ref int at, LastText last)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(body[at..]) != BatchWriter.NullText) return last.Of(Text(body, ref at));
        at += sizeof(ushort);
        return null;
    }

    private sealed class LastText
    {
        private byte[] _bytes = [];
        private string _text = "";

        internal string Of(ReadOnlySpan<byte> bytes)
        {
            if (bytes.SequenceEqual(_bytes)) return _text;
            _bytes = bytes.ToArray();
            return _text = Encoding.UTF8.GetString(bytes);
        }
    }
}
