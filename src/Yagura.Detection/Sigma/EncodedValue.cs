using System.Text;
using Yagura.Events.Predicates;

namespace Yagura.Detection.Sigma;

/// <summary>The modifiers that encode a value: <c>wide</c> and its kin, <c>base64</c>, <c>base64offset</c>.</summary>
internal static class EncodedValue
{
    private static readonly int[] OffsetStarts = [0, 2, 3];
    private static readonly int[] OffsetCuts = [0, 3, 2];

    /// <summary>The encoded values, null when the modifier is none of these.</summary>
    /// <exception cref="RefusedException">A value has wildcards or is no text.</exception>
    public static List<ItemValue>? Apply(string modifier, List<ItemValue> values, int line) => modifier switch
    {
        "wide" or "utf16le" => Each(values, value => [WithBytes(value, Encoding.Unicode.GetBytes(Plain(value, line)))]),
        "utf16be" => Each(values, value => [WithBytes(value, Encoding.BigEndianUnicode.GetBytes(Plain(value, line)))]),
        "utf16" => Each(values, value => [WithBytes(value, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Plain(value, line))])]),
        "base64" => Each(values, value => [WithText(value, Convert.ToBase64String(Bytes(value, line)))]),
        "base64offset" => Each(values, value => Offsets(value, Bytes(value, line))),
        _ => null,
    };

    /// <summary>An encoding that no base64 follows cannot be compared with a field's text.</summary>
    /// <exception cref="RefusedException">The value is still bytes.</exception>
    public static void Settle(ItemValue value)
    {
        if (!value.Encoded.IsDefault)
            throw new RefusedException(value.Line, "'wide', 'utf16', 'utf16le' and 'utf16be' must be followed by 'base64' or 'base64offset'");
    }

    private static List<ItemValue> Each(List<ItemValue> values, Func<ItemValue, IEnumerable<ItemValue>> encode) => [.. values.SelectMany(encode)];

    /// <summary>The three forms that the text can have inside base64, by its offset modulo three, without the characters that its neighbours share.</summary>
    private static IEnumerable<ItemValue> Offsets(ItemValue value, byte[] bytes)
    {
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. Enumerable.Repeat((byte)' ', offset), .. bytes]);
            var cut = OffsetCuts[(bytes.Length + offset) % 3];
            yield return WithText(value, encoded[OffsetStarts[offset]..^cut]);
        }
    }

    private static byte[] Bytes(ItemValue value, int line) => value.Encoded.IsDefault ? Encoding.UTF8.GetBytes(Plain(value, line)) : [.. value.Encoded];

    private static string Plain(ItemValue value, int line) =>
        ValueText.LiteralOf(value.Parts) ?? throw new RefusedException(line, "an encoding modifier cannot encode wildcards; write 'contains' after it");

    private static ItemValue WithBytes(ItemValue value, byte[] bytes) => value with { Encoded = [.. bytes] };

    private static ItemValue WithText(ItemValue value, string text) =>
        value with { Encoded = default, Raw = text, Parts = [PatternPart.Literal(text)] };
}
