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

    /// <summary>The written form of a receive time, read by position: this runs once a line of every verification.</summary>
    private static bool TryTime(ReadOnlySpan<byte> text, out ReceiveTime time)
    {
        time = default;
        if (text.Length != ReceiveTime.WrittenLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' || text[27] != 'Z') return false;
        var year = Digits(text[..4]);
        var month = Digits(text[5..7]);
        var day = Digits(text[8..10]);
        var hour = Digits(text[11..13]);
        var minute = Digits(text[14..16]);
        var second = Digits(text[17..19]);
        var fraction = Digits(text[20..27]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || fraction < 0) return false;
        time = new ReceiveTime(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + fraction);
        return true;
    }

    /// <summary>A number of digits only; -1 for anything else.</summary>
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9') return -1;
            number = (number * 10) + digit - '0';
        }
        return number;
    }
}
