using System.Globalization;
using System.Text;

namespace Yagura.Scenarios.Parts;

/// <summary>A frame of RELP: <c>TXNR SP COMMAND SP DATALEN [SP DATA] LF</c>.</summary>
internal sealed record RelpFrame(long Transaction, string Command, string Data);

/// <summary>Takes a byte stream of RELP apart. Written from the protocol's text, not from the product.</summary>
internal sealed class RelpFrames
{
    // Bytes of a frame that is not complete yet: bounded by what a peer of a test sends.
    private byte[] kept = [];

    public IReadOnlyList<RelpFrame> Add(ReadOnlySpan<byte> bytes)
    {
        kept = [.. kept, .. bytes];
        var frames = new List<RelpFrame>();
        var at = 0;
        while (Next(kept.AsSpan(at), out var frame, out var taken))
        {
            frames.Add(frame);
            at += taken;
        }

        kept = kept[at..];
        return frames;
    }

    private static bool Next(ReadOnlySpan<byte> bytes, out RelpFrame frame, out int taken)
    {
        (frame, taken) = (new RelpFrame(0, "", ""), 0);
        var command = bytes.IndexOf((byte)' ') + 1;
        if (command == 0)
            return false;
        var length = bytes[command..].IndexOf((byte)' ') + command + 1;
        if (length == command)
            return false;
        var end = bytes[length..].IndexOfAny((byte)' ', (byte)'\n') + length;
        if (end < length)
            return false;
        var data = int.Parse(bytes[length..end], CultureInfo.InvariantCulture);
        var start = bytes[end] == ' ' ? end + 1 : end;
        taken = start + data + 1;
        if (bytes.Length < taken)
            return false;
        frame = new RelpFrame(long.Parse(bytes[..(command - 1)], CultureInfo.InvariantCulture), Encoding.ASCII.GetString(bytes[command..(length - 1)]), Encoding.UTF8.GetString(bytes.Slice(start, data)));
        return true;
    }
}
