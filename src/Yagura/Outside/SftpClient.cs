using System.Buffers.Binary;
using System.Text;
using Yagura.Archive.Disk;

namespace Yagura.Outside;

/// <summary>The reading half of sftp, version 3 (draft-ietf-secsh-filexfer-02), over two streams. One caller at a time.</summary>
/// <remarks>Everything that comes from the other end has a bound; what is against the protocol ends the connection with a sentence.</remarks>
internal sealed class SftpClient
{
    // The draft lets an implementation refuse packets over 34000 bytes; OpenSSH sends up to 256 KiB.
    private const int PacketBytesMax = 256 << 10;
    private const int ReadBytesMax = 32 << 10;
    private const int NamesMax = 1_000_000;
    private const int ForReading = 1;

    private const byte Init = 1, Version = 2, OpenFile = 3, CloseHandle = 4, ReadFile = 5, StatHandle = 8, OpenFolder = 11, ReadFolder = 12, StatPath = 17;
    private const byte Status = 101, Handle = 102, Data = 103, Name = 104, Attributes = 105;
    private const uint EndOfFile = 1, NoSuchFile = 2, PermissionDenied = 3;

    private readonly Stream to;
    private readonly Stream from;
    private readonly Func<string> why;
    private uint next;

    /// <summary>Says hello.</summary>
    /// <param name="to">What the other end reads.</param>
    /// <param name="from">What it writes.</param>
    /// <param name="why">What is known when the connection ends: ssh's own words.</param>
    /// <exception cref="SftpException">There is no sftp at the other end.</exception>
    public SftpClient(Stream to, Stream from, Func<string> why)
    {
        (this.to, this.from, this.why) = (to, from, why);
        Send([0, 0, 0, 5, Init, 0, 0, 0, 3]);
        Flush();
        if (Receive() is not [Version, ..]) throw new SftpException("the other end does not speak sftp");
    }

    /// <summary>Opens a file for reading; its handle.</summary>
    public byte[] Open(string path)
    {
        var reply = Ask(OpenFile, [.. Text(path), .. Number(ForReading), .. Number(0)]);
        return reply.Kind == Handle ? reply.Text() : throw Wrong("open", path, reply);
    }

    /// <summary>Closes a handle. What was read stays right if the other end has a complaint.</summary>
    public void Close(byte[] handle) => Ask(CloseHandle, [.. Number((uint)handle.Length), .. handle]);

    /// <summary>Length of an open file in bytes.</summary>
    public long Length(byte[] handle, string path)
    {
        var reply = Ask(StatHandle, [.. Number((uint)handle.Length), .. handle]);
        if (reply.Kind != Attributes) throw Wrong("fstat", path, reply);
        return (reply.Number() & 1) != 0 ? checked((long)reply.Long()) : throw new SftpException($"{path}: the other end tells no length");
    }

    /// <summary>Reads until the span is full or the file ends. Requests for all of it are on their way at once.</summary>
    public int Read(byte[] handle, string path, long offset, Span<byte> into)
    {
        var asked = (into.Length + ReadBytesMax - 1) / ReadBytesMax;
        var first = next;
        for (var part = 0; part < asked; part++)
        {
            var start = part * ReadBytesMax;
            Post(ReadFile, [.. Number((uint)handle.Length), .. handle, .. Long((ulong)(offset + start)), .. Number((uint)Math.Min(ReadBytesMax, into.Length - start))]);
        }

        Flush();
        // Answers may come in any order; a short one ends what can be used of this read.
        Span<int> lengths = stackalloc int[asked];
        for (var answer = 0; answer < asked; answer++)
        {
            var reply = Next();
            var part = (int)(reply.Id - first);
            if (part < 0 || part >= asked) throw new SftpException($"{path}: an answer to another question came");
            if (reply.Kind == Data) lengths[part] = Take(reply, into[(part * ReadBytesMax)..], path);
            else if (reply.Kind != Status || reply.Number() != EndOfFile) throw Wrong("read", path, reply);
        }

        var whole = 0;
        for (var part = 0; part < asked; part++)
        {
            whole += lengths[part];
            if (lengths[part] < Math.Min(ReadBytesMax, into.Length - part * ReadBytesMax)) break;
        }

        return whole;
    }

    /// <summary>Whether a path is there.</summary>
    public bool Exists(string path)
    {
        var reply = Ask(StatPath, Text(path));
        if (reply.Kind == Attributes) return true;
        return reply.Peek() == NoSuchFile ? false : throw Wrong("stat", path, reply);
    }

    /// <summary>Names in a folder, in ordinal order; empty when it is not there.</summary>
    public IReadOnlyList<string> List(string folder)
    {
        var opened = Ask(OpenFolder, Text(folder));
        if (opened.Kind == Status && opened.Peek() == NoSuchFile) return [];
        var handle = opened.Kind == Handle ? opened.Text() : throw Wrong("opendir", folder, opened);
        var names = new List<string>();
        while (true)
        {
            var reply = Ask(ReadFolder, [.. Number((uint)handle.Length), .. handle]);
            if (reply.Kind == Status && reply.Peek() == EndOfFile) break;
            if (reply.Kind != Name) throw Wrong("readdir", folder, reply);
            for (var count = reply.Number(); count > 0; count--)
            {
                // A name with a slash is none: what the other end calls a file must stay in its folder here.
                if (Encoding.UTF8.GetString(reply.Text()) is var name && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal)) names.Add(name);
                reply.Text();
                reply.SkipAttributes();
            }

            if (names.Count > NamesMax) throw new SftpException($"{folder} has more than {NamesMax} names");
        }

        Close(handle);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static int Take(SftpReply reply, Span<byte> into, string path)
    {
        var data = reply.Span();
        if (data.Length > Math.Min(ReadBytesMax, into.Length)) throw new SftpException($"{path}: more bytes came than were asked for");
        data.CopyTo(into);
        return data.Length;
    }

    private SftpReply Ask(byte kind, byte[] body)
    {
        var id = next;
        Post(kind, body);
        Flush();
        var reply = Next();
        return reply.Id == id ? reply : throw new SftpException("an answer to another question came");
    }

    private void Post(byte kind, byte[] body) => Send([.. Number((uint)body.Length + 5), kind, .. Number(next++), .. body]);

    private SftpReply Next() => new(Receive());

    private void Send(byte[] packet)
    {
        try
        {
            to.Write(packet);
        }
        catch (IOException)
        {
            throw new SftpException(why());
        }
    }

    private void Flush()
    {
        try
        {
            to.Flush();
        }
        catch (IOException)
        {
            throw new SftpException(why());
        }
    }

    private byte[] Receive()
    {
        Span<byte> length = stackalloc byte[4];
        try
        {
            from.ReadExactly(length);
            var bytes = BinaryPrimitives.ReadUInt32BigEndian(length);
            if (bytes is 0 or > PacketBytesMax) throw new SftpException("the other end does not speak sftp (does its account print a greeting?)");
            var packet = new byte[bytes];
            from.ReadExactly(packet);
            return packet;
        }
        catch (IOException)
        {
            throw new SftpException(why());
        }
    }

    private static DiskException Wrong(string call, string path, SftpReply reply) => new(call, path, reply.Kind != Status ? 5 : reply.Peek() switch
    {
        NoSuchFile => 2,
        PermissionDenied => 13,
        _ => 5,
    });

    private static byte[] Number(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Long(ulong number) => [.. Number((uint)(number >> 32)), .. Number((uint)number)];

    private static byte[] Text(string text) => [.. Number((uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
}

/// <summary>The connection ended, or the other end does not keep to the protocol.</summary>
internal sealed class SftpException(string message) : IOException(message);
