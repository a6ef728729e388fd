using System.Buffers.Text;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>The members before the payload, read strictly and without allocation: what verification needs of every line.</summary>
/// <remarks>Total: a line of any other form is refused, never guessed at.</remarks>
internal ref struct EvidencePrefix
{
    public long Sequence;
    public ReceiveTime At;
    public ReadOnlySpan<byte> Source;
    public SenderIdentity Identity;
    public ReadOnlySpan<byte> Via;
    public ReadOnlySpan<byte> Peer;
    public Lane Lane;
    public ReadOnlySpan<byte> Gap;
    public bool HasGap;
    public long Repeats;
    public long CutFrom;

    /// <summary>The payload as it stands in the line, still escaped.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>Whether the payload is base64.</summary>
    public bool Encoded;

    private ReadOnlySpan<byte> _rest;

    /// <summary>Reads a line without its LF.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out EvidencePrefix prefix)
    {
        prefix = default;
        prefix._rest = line;
        return prefix.TakeRequired() && prefix.TakeOptional() && prefix.TakePayload();
    }

    private bool TakeRequired() =>
        TakeNumber("{\"seq\":"u8, out Sequence) && Sequence > 0
        && TakeText(",\"at\":\""u8, out var at) && TryTime(at, out At)
        && TakeText(",\"src\":\""u8, out Source) && Source.Length is > 0 and <= Identifier.LengthMax
        && TakeText(",\"id\":\""u8, out var identity) && EvidenceWords.TryIdentity(identity, out Identity)
        && TakeText(",\"via\":\""u8, out Via)
        && TakeText(",\"peer\":\""u8, out Peer);

    private bool TakeOptional()
    {
        if (_rest.StartsWith(",\"lane\":"u8) && !(TakeText(",\"lane\":\""u8, out var lane) && EvidenceWords.TryLane(lane, out Lane))) return false;
        if (_rest.StartsWith(",\"gap\":"u8) && !(HasGap = TakeText(",\"gap\":\""u8, out Gap))) return false;
        if (_rest.StartsWith(",\"repeats\":"u8) && !TakeNumber(",\"repeats\":"u8, out Repeats)) return false;
        return !_rest.StartsWith(",\"cut\":"u8) || TakeNumber(",\"cut\":"u8, out CutFrom);
    }

    private bool TakePayload()
    {
        if (!_rest.EndsWith("\"}"u8)) return false;
        Encoded = _rest.StartsWith(",\"raw64\":\""u8);
        if (!Encoded && !_rest.StartsWith(",\"raw\":\""u8)) return false;
        var start = Encoded ? 10 : 8;
        if (_rest.Length < start + 2) return false;
        Payload = _rest[start..^2];
        return true;
    }

    private bool TakeNumber(scoped ReadOnlySpan<byte> key, out long number)
    {
        number = 0;
        if (!_rest.StartsWith(key)) return false;
        _rest = _rest[key.Length..];
        if (_rest.IsEmpty || _rest[0] is < (byte)'1' or > (byte)'9' || !Utf8Parser.TryParse(_rest, out number, out var used)) return false;
        _rest = _rest[used..];
        return true;
    }

    /// <summary>Takes a string member; an escaped quote does not end it.</summary>
    private bool TakeText(scoped ReadOnlySpan<byte> key, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!_rest.StartsWith(key)) return false;
        var rest = _rest[key.Length..];
        var end = 0;
        while (true)
        {
            var next = end > rest.Length ? -1 : rest[end..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return false;
            end += next;
            if (rest[end] == '"') break;
            end += 2;
        }
        text = rest[..end];
        _rest = rest[(end + 1)..];
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out ReceiveTime time)
    {
        Span<char> characters = stackalloc char[ReceiveTime.WrittenLength];
        time = default;
        if (text.Length != characters.Length) return false;
        for (var index = 0; index < text.Length; index++) characters[index] = (char)text[index];
        return ReceiveTime.TryParse(characters, out time);
    }
}
