using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Writes hardware addresses as ECS wants them (RFC 7042 section 2.1): <c>00-00-5E-00-53-01</c>, whatever a device writes between its digits.</summary>
/// <remarks>Read are <c>00:00:5e:00:53:01</c>, <c>00-00-5e-00-53-01</c>, <c>0000.5e00.5301</c>, <c>0000-5e00-5301</c>, <c>00005e-005301</c> and <c>00005e005301</c>; anything else stays as it is.</remarks>
internal sealed class MacFields(EventLayout layout)
{
    /// <summary>The fields.</summary>
    public static readonly string[] Names = ["source.mac", "destination.mac", "client.mac", "server.mac", "host.mac", "observer.mac"];

    /// <summary>Hexadecimal digits of an address.</summary>
    private const int DigitsMax = 12;

    /// <summary>Digits of an EUI-64, and of an address whose leading zeros are left out: <c>0:0:5e:0:53:1</c>.</summary>
    private const int LongMax = 16;

    private const int ShortMin = 6;

    /// <summary>Length of the written form.</summary>
    private const int WrittenLength = 17;

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Rewrites those that are there.</summary>
    public void Fill(Event target)
    {
        foreach (var slot in slots)
        {
            var value = target.Value(slot);
            if (value.Kind == ValueKind.Text)
                target.SetSlot(slot, Written(target, value));
            else if (value.Kind == ValueKind.List)
                FillList(target, slot, value);
        }
    }

    /// <summary>Whether the text is a hardware address in one of the forms.</summary>
    public static bool IsHardware(ReadOnlySpan<byte> text)
    {
        Span<byte> written = stackalloc byte[WrittenLength];
        return text.Length > DigitsMax && TryWrite(text, written);
    }

    /// <summary>Whether the text may be a hardware address, however its digits are parted: no word, no number, no name.</summary>
    public static bool MayBe(ReadOnlySpan<byte> text)
    {
        var (digits, signs) = (0, 0);
        foreach (var value in text)
        {
            if (Scan.IsHex(value))
                digits++;
            else if (value is (byte)':' or (byte)'-' or (byte)'.' or (byte)' ')
                signs++;
            else
                return false;
        }

        return signs == 0 ? digits is DigitsMax or LongMax : digits is >= ShortMin and <= LongMax;
    }

    private static void FillList(Event target, int slot, Slot value)
    {
        Span<Slot> written = stackalloc Slot[Math.Min(value.Length, Forms.Parts.ListMax)];
        for (var i = 0; i < written.Length; i++)
            written[i] = Written(target, target.Elements(value)[i]);
        target.SetList(slot, written);
    }

    private static Slot Written(Event target, Slot value)
    {
        var text = target.Bytes(value);
        Span<byte> written = stackalloc byte[WrittenLength];
        return TryWrite(text, written) && !written.SequenceEqual(text) ? target.Copy(written, ValueKind.Text) : value;
    }

    private static bool TryWrite(ReadOnlySpan<byte> text, Span<byte> written)
    {
        var group = text.Length switch { 12 => 12, 13 => 6, 14 => 4, 17 => 2, _ => 0 };
        if (group == 0)
            return false;
        var digits = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (at % (group + 1) == group)
            {
                if (text[at] is not ((byte)':' or (byte)'-' or (byte)'.'))
                    return false;
                continue;
            }

            if (!Scan.IsHex(text[at]) || digits == DigitsMax)
                return false;
            written[digits + digits / 2] = text[at] >= 'a' ? (byte)(text[at] - 0x20) : text[at];
            digits++;
            if (digits % 2 == 0 && digits < DigitsMax)
                written[digits + digits / 2 - 1] = (byte)'-';
        }

        return digits == DigitsMax;
    }
}
