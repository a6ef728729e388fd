using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Leaves of mail addresses what ECS calls one (RFC 5322 section 3.4): <c>"Hanako" &lt;hanako@example.jp&gt;, taro@example.jp</c> are two, without names and brackets. A message id stands without brackets.</summary>
/// <remarks>A text of which a part has no <c>@</c> stays as it is.</remarks>
internal sealed class EmailFields(EventLayout layout)
{
    /// <summary>The fields; the last one is the message id.</summary>
    public static readonly string[] Names =
        ["email.from.address", "email.to.address", "email.cc.address", "email.bcc.address", "email.sender.address", "email.reply_to.address", "email.message_id"];

    /// <summary>Pieces of a text that are looked at; of one with more, that is mostly separators, nothing is taken.</summary>
    private const int PiecesMax = 512;

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Rewrites those that are there.</summary>
    public void Fill(Event target)
    {
        for (var i = 0; i < slots.Length - 1; i++)
        {
            var value = target.Value(slots[i]);
            if (value.Kind is ValueKind.Text or ValueKind.List && IsDressed(target, value))
                Undress(target, slots[i], value);
        }

        var id = target.Value(slots[^1]);
        if (id.Kind == ValueKind.Text && Region.Of(target, id) is { Length: > 2 } text && text.Bytes[0] == '<' && text.Bytes[^1] == '>')
            target.SetSlot(slots[^1], text.Slice(1, text.Length - 2).Slot(ValueKind.Text));
    }

    private static bool IsDressed(Event target, Slot value)
    {
        if (value.Kind == ValueKind.Text)
            return target.Bytes(value).IndexOfAny("<,;"u8) >= 0;
        foreach (var element in target.Elements(value))
        {
            if (target.Bytes(element).IndexOfAny("<,;"u8) >= 0)
                return true;
        }

        return false;
    }

    private static void Undress(Event target, int slot, Slot value)
    {
        Span<Slot> found = stackalloc Slot[Forms.Parts.ListMax];
        var count = 0;
        if (value.Kind == ValueKind.Text)
            Add(target, value, found, ref count);
        for (var i = 0; i < target.Elements(value).Length; i++)
            Add(target, target.Elements(value)[i], found, ref count);
        target.SetList(slot, found[..count]);
    }

    /// <summary>Adds the addresses of one text, or the text when it is no list of addresses.</summary>
    private static void Add(Event target, Slot value, Span<Slot> found, ref int count)
    {
        var before = count;
        var isList = true;
        var pieces = 0;
        for (var rest = Region.Of(target, value).Trim(); !rest.IsEmpty && count < found.Length;)
        {
            if (pieces++ == PiecesMax)
            {
                count = before;
                isList = false;
                break;
            }

            var end = End(rest.Bytes);
            var piece = rest.Slice(0, end).Trim();
            rest = end < rest.Length ? rest.Slice(end + 1).Trim() : default;
            if (piece.IsEmpty)
                continue;
            var open = piece.Bytes.LastIndexOf((byte)'<');
            if (open >= 0 && piece.Bytes[^1] == '>')
                piece = piece.Slice(open + 1, piece.Length - open - 2).Trim();
            if (!piece.Bytes.Contains((byte)'@'))
            {
                count = before;
                isList = false;
                break;
            }

            if (!Holds(target, found[..count], piece.Bytes))
                found[count++] = piece.Slot(ValueKind.Text);
        }

        if (!isList && count < found.Length)
            found[count++] = value;
    }

    /// <summary>Whether an address is among those that were found: envelope and header often name the same.</summary>
    private static bool Holds(Event target, ReadOnlySpan<Slot> found, ReadOnlySpan<byte> address)
    {
        foreach (var one in found)
        {
            if (target.Bytes(one).SequenceEqual(address))
                return true;
        }

        return false;
    }

    /// <summary>Where the first of several addresses ends: at a separator outside of quotes and brackets.</summary>
    private static int End(ReadOnlySpan<byte> text)
    {
        var (isQuoted, isAngled) = (false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (sign == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && sign is ((byte)'<' or (byte)'>'))
                isAngled = sign == '<';
            else if (!isQuoted && !isAngled && sign is ((byte)',' or (byte)';'))
                return at;
        }

        return text.Length;
    }
}
