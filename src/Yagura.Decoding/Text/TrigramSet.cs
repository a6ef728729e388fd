using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Yagura.Decoding.Text;

/// <summary>Which three neighbouring bytes a text holds, folded into 4,096 places: says in a few steps that a literal is surely not in it.</summary>
/// <remarks>
/// A decoder is one of more than a hundred, and most of them ask for words that the line does not hold. A place holds the number of the last text that had the three,
/// so that taking a text writes once for each byte and clears nothing. Not thread-safe.
/// </remarks>
internal sealed class TrigramSet
{
    /// <summary>Threes that are asked for at once: four places in one number, sixteen bits each.</summary>
    public const int AskedMax = 4;

    private const int PlacesCount = 4096;
    private const int PlaceMask = PlacesCount - 1;

    /// <summary>The place that every text holds: what is asked when literals have fewer.</summary>
    private const ushort Always = 0;

    // In the object itself, of a length that the compiler knows: a place of twelve bits needs no check.
    private Places places;
    private byte current;

    /// <summary>The four rarest threes that a text holds when it holds all of the literals.</summary>
    /// <param name="literals">The literals.</param>
    /// <param name="rarer">How many threes that are rarer are left out.</param>
    public static ulong Of(IEnumerable<byte[]> literals, int rarer = 0)
    {
        var rarest = literals.SelectMany(literal => Enumerable.Range(0, Math.Max(0, literal.Length - 2)).Select(at => (A: literal[at], B: literal[at + 1], C: literal[at + 2])))
            .OrderByDescending(three => Literal.Rarity(three.A) + Literal.Rarity(three.B) + Literal.Rarity(three.C)).Select(three => (ushort)Place((uint)(three.A | three.B << 8 | three.C << 16))).Distinct();
        return rarest.Skip(rarer).Concat(Enumerable.Repeat(Always, AskedMax)).Take(AskedMax).Aggregate(0UL, (asked, place) => (asked << 16) | place);
    }

    /// <summary>Takes another text.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        if (++current == 0)
        {
            ((Span<byte>)places).Clear();
            current = 1;
        }

        var mark = current;
        Span<byte> held = places;
        held[Always] = mark;
        var at = 0;
        for (; at + sizeof(ulong) <= text.Length; at += 6)
        {
            var eight = MemoryMarshal.Read<ulong>(text[at..]);
            held[Place((uint)eight)] = mark;
            held[Place((uint)(eight >> 8))] = mark;
            held[Place((uint)(eight >> 16))] = mark;
            held[Place((uint)(eight >> 24))] = mark;
            held[Place((uint)(eight >> 32))] = mark;
            held[Place((uint)(eight >> 40))] = mark;
        }

        for (; at + 3 <= text.Length; at++)
            held[Place((uint)(text[at] | text[at + 1] << 8 | text[at + 2] << 16))] = mark;
    }

    /// <summary>False when the text surely lacks one of the threes.</summary>
    public bool MayHold(ulong asked)
    {
        Span<byte> held = places;
        var mark = current;
        return held[(int)(asked >> 48) & PlaceMask] == mark && held[(int)(asked >> 32) & PlaceMask] == mark && held[(int)(asked >> 16) & PlaceMask] == mark && held[(int)asked & PlaceMask] == mark;
    }

    /// <summary>The first of a row, from a place on, that the text may hold; the row's length for none.</summary>
    /// <param name="rarest">The rarest two threes of each (<see cref="RarestTwo"/>).</param>
    /// <param name="at">Where to look on.</param>
    public int NextHeld(ReadOnlySpan<uint> rarest, int at)
    {
        Span<byte> held = places;
        var mark = current;
        for (; at < rarest.Length; at++)
        {
            var two = rarest[at];
            if (held[(int)(two >> 16) & PlaceMask] == mark && held[(int)two & PlaceMask] == mark)
                break;
        }

        return at;
    }

    /// <summary>The rarest two of what <see cref="Of"/> gives: they rule nearly all texts out, and stand close together in a row.</summary>
    public static uint RarestTwo(ulong asked) => (uint)(asked >> 32);

    /// <summary>Place of the three lowest bytes.</summary>
    private static int Place(uint three) => (int)((three << 8) * 0x9E3779B1u >> 20) & PlaceMask;

    [InlineArray(PlacesCount)]
    private struct Places
    {
        private byte first;
    }
}
