using Yagura.Decoding.Text;

namespace Yagura.Decoding.Envelopes;

/// <summary>What a syslog daemon writes in place of a message that came again: <c>message repeated 5 times: [ Failed password for root …]</c> (rsyslog's <c>$RepeatedMsgContainsOriginalMsg</c>).</summary>
internal static class RepeatedMessage
{
    private static ReadOnlySpan<byte> Beginning => "message repeated "u8;

    private static ReadOnlySpan<byte> Middle => " times: ["u8;

    /// <summary>Whether the message at a stretch of a text is one, how many times it says, and what came again. A cut-off message may lack its bracket.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> text, Stretch message, out Stretch times, out Stretch inside)
    {
        (times, inside) = (default, default);
        var bytes = message.Of(text);
        if (!bytes.StartsWith(Beginning))
            return false;
        var digits = Scan.Digits(bytes, Beginning.Length);
        if (digits is 0 or > 9 || !bytes[(Beginning.Length + digits)..].StartsWith(Middle))
            return false;
        var start = Beginning.Length + digits + Middle.Length;
        var end = bytes[^1] == ']' ? bytes.Length - 1 : bytes.Length;
        while (start < end && bytes[start] == ' ')
            start++;
        if (start >= end)
            return false;
        times = new Stretch(message.Start + Beginning.Length, digits);
        inside = new Stretch(message.Start + start, end - start);
        return true;
    }
}
