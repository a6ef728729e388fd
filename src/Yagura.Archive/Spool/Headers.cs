using System.Buffers.Binary;

namespace Yagura.Archive.Spool;

/// <summary>The first page of a spool file: where its first batch stands in the chain, so that older files can go.</summary>
internal readonly record struct FileHeader(long FileNumber, ulong Salt, ChainPoint Before)
{
    private const ulong Magic = 0x4C4F4F5053474159; // "YAGSPOOL"
    private const int Bytes = 96;
    private const int CrcAt = Bytes - sizeof(uint);

    internal void Write(Span<byte> page)
    {
        page.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(page, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(page[8..], SpoolFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(page[12..], SpoolFormat.PageBytes);
        BinaryPrimitives.WriteInt64LittleEndian(page[16..], FileNumber);
        BinaryPrimitives.WriteUInt64LittleEndian(page[24..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(page[32..], Before.NextBatch);
        BinaryPrimitives.WriteInt64LittleEndian(page[40..], Before.NextSequence);
        BinaryPrimitives.WriteInt64LittleEndian(page[48..], Before.CommittedAt);
        BinaryPrimitives.WriteUInt32LittleEndian(page[56..], Before.HeaderCrc);
        page[60] = Before.Life.Stopped ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(page[64..], Before.Life.LastSeen);
        BinaryPrimitives.WriteUInt32LittleEndian(page[CrcAt..], Crc32C.Of(page[..CrcAt]));
    }

    /// <summary>Reads it; null when magic, version or CRC do not fit.</summary>
    internal static FileHeader? Read(ReadOnlySpan<byte> page)
    {
        if (page.Length < Bytes
            || BinaryPrimitives.ReadUInt64LittleEndian(page) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(page[8..]) != SpoolFormat.Version
            || BinaryPrimitives.ReadUInt32LittleEndian(page[CrcAt..]) != Crc32C.Of(page[..CrcAt]))
        {
            return null;
        }
        return new FileHeader(
            BinaryPrimitives.ReadInt64LittleEndian(page[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(page[24..]),
            new ChainPoint(
                BinaryPrimitives.ReadInt64LittleEndian(page[32..]),
                BinaryPrimitives.ReadInt64LittleEndian(page[40..]),
                BinaryPrimitives.ReadInt64LittleEndian(page[48..]),
                BinaryPrimitives.ReadUInt32LittleEndian(page[56..]),
                new Life(BinaryPrimitives.ReadInt64LittleEndian(page[64..]), page[60] == 1)));
    }
}

/// <summary>The 64 bytes before a batch's content.</summary>
internal readonly record struct BatchHeader(
    ulong Salt, long Number, long CommittedAt, long FirstSequence, int Records, int Notes, int ContentBytes, uint ContentCrc, uint PreviousHeaderCrc)
{
    internal const int Bytes = 64;
    private const uint Magic = 0x54414259; // "YBAT"
    private const int CrcAt = Bytes - sizeof(uint);

    internal long LastSequence => FirstSequence + Records - 1;

    internal int PaddedBytes => SpoolFormat.Padded(Bytes + ContentBytes);

    /// <summary>Writes it and returns its own CRC, which the next batch's header carries.</summary>
    internal uint Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(into, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], Records);
        BinaryPrimitives.WriteUInt64LittleEndian(into[8..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(into[24..], CommittedAt);
        BinaryPrimitives.WriteInt64LittleEndian(into[32..], FirstSequence);
        BinaryPrimitives.WriteInt32LittleEndian(into[40..], Notes);
        BinaryPrimitives.WriteInt32LittleEndian(into[44..], ContentBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(into[48..], ContentCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(into[52..], PreviousHeaderCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(into[56..], 0);
        var crc = Crc32C.Of(into[..CrcAt]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[CrcAt..], crc);
        return crc;
    }

    /// <summary>Reads it; null when magic, CRC or a length cannot be.</summary>
    internal static BatchHeader? Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < Bytes
            || BinaryPrimitives.ReadUInt32LittleEndian(from) != Magic
            || CrcIn(from) != Crc32C.Of(from[..CrcAt]))
        {
            return null;
        }
        var header = new BatchHeader(
            BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[44..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[48..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[52..]));
        return header.ContentBytes is >= 0 and <= SpoolFormat.BatchBytesMax - SpoolFormat.PageBytes && header.Records >= 0 && header.Notes >= 0 ? header : null;
    }

    internal static uint CrcIn(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32LittleEndian(header[CrcAt..]);
}

/// <summary>Where the chain of batches stands: what the next one must carry on from.</summary>
internal readonly record struct ChainPoint(long NextBatch, long NextSequence, long CommittedAt, uint HeaderCrc, Life Life)
{
    internal static readonly ChainPoint Start = new(1, 1, 0, 0, Life.None);

    internal static ChainPoint After(in BatchHeader batch, uint headerCrc, Life life) =>
        new(batch.Number + 1, batch.FirstSequence + batch.Records, batch.CommittedAt, headerCrc, life);
}

/// <summary>The last instant at which the server is known to have run, 0 for never; and whether it stopped then in good order.</summary>
internal readonly record struct Life(long LastSeen, bool Stopped)
{
    internal static readonly Life None = new(0, Stopped: false);

    internal Life After(IReadOnlyList<SpoolNote> notes)
    {
        var life = this;
        foreach (var note in notes)
        {
            life = note switch
            {
                AliveNote alive => new Life(alive.At.UtcTicks, Stopped: false),
                StoppedNote stopped => new Life(stopped.At.UtcTicks, Stopped: true),
                _ => life,
            };
        }
        return life;
    }
}
