using Yagura.Archive.Disk;

namespace Yagura.Archive.Spool;

/// <summary>Reads single batches of one file by offset; says null for what is not a whole batch.</summary>
internal sealed class SpoolFileReader(IDiskFile file) : IDisposable
{
    // One read takes the header and, for the small batches of a quiet server, the content with it.
    private readonly byte[] _page = new byte[SpoolFormat.PageBytes];
    private readonly long _length = file.Length;

    internal long Length => _length;

    internal FileHeader? FirstPage() => FileHeader.Read(_page.AsSpan(0, file.Read(0, _page)));

    /// <summary>The header at an offset, with its CRC; null when there is none whose content could lie in the file.</summary>
    internal (BatchHeader Header, uint Crc)? Header(long offset, ulong? salt)
    {
        var read = file.Read(offset, _page);
        if (BatchHeader.Read(_page.AsSpan(0, read)) is not { } header) return null;
        if (salt is { } expected && header.Salt != expected) return null;
        return offset + BatchHeader.Bytes + header.ContentBytes <= _length ? (header, BatchHeader.CrcIn(_page)) : null;
    }

    /// <summary>The content that follows the header just read, in an array of its own; null when its CRC is wrong.</summary>
    internal byte[]? Content(in BatchHeader header, long offset)
    {
        var content = new byte[header.ContentBytes];
        return ContentInto(header, offset, content) ? content : null;
    }

    /// <summary>Reads the content that follows the header just read; false when its CRC is wrong.</summary>
    internal bool ContentInto(in BatchHeader header, long offset, Span<byte> content)
    {
        var inPage = Math.Min(content.Length, SpoolFormat.PageBytes - BatchHeader.Bytes);
        _page.AsSpan(BatchHeader.Bytes, inPage).CopyTo(content);
        var read = inPage + file.Read(offset + BatchHeader.Bytes + inPage, content[inPage..]);
        return read == content.Length && Crc32C.Of(content) == header.ContentCrc;
    }

    /// <summary>Whether the page just read for a header at this offset holds only zeros.</summary>
    internal bool PageIsEmpty(long offset) => !_page.AsSpan(0, (int)Math.Min(SpoolFormat.PageBytes, _length - offset)).ContainsAnyExcept((byte)0);

    public void Dispose() => file.Dispose();
}
