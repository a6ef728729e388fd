using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Yagura.Detection.Match;

/// <summary>Finds all of many substrings in one pass: four bytes of each needle (the ones that fewest needles share) are looked up at every position.</summary>
/// <remarks>
/// In place of an Aho-Corasick automaton: 11,000 needles make some 40 MB of states that miss the cache, while this table's filter is 32 KB.
/// A position costs one multiplication and one bit; only where the bit is set are needles compared.
/// </remarks>
internal sealed class SubstringTable
{
    /// <summary>Bytes of the part of a needle that is looked up; shorter needles cannot be found by this table.</summary>
    public const int GramBytes = 4;

    private const uint Multiplier = 0x9E3779B1;
    private const int BitsMin = 12;
    private const int BitsMax = 19;

    private readonly NeedleTable table;
    private readonly int[] gramAt;
    private readonly uint[] filter;
    private readonly int shift;

    /// <summary>A table of needles, each at least <see cref="GramBytes"/> long.</summary>
    public SubstringTable(IReadOnlyList<Needle> needles)
    {
        var popular = new Dictionary<uint, int>();
        foreach (var needle in needles)
        {
            for (var i = 0; i + GramBytes <= needle.Bytes.Length; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(popular, Gram(needle.Bytes, i), out _)++;
        }

        var bits = BitsMin;
        while (bits < BitsMax && 1 << bits < needles.Count * 24)
            bits++;
        shift = 32 - bits;
        filter = new uint[1 << (bits - 5)];
        gramAt = [.. needles.Select(needle => RarestGram(needle.Bytes, popular))];
        table = new NeedleTable([.. needles.Select((needle, i) => ((ulong)Gram(needle.Bytes, gramAt[i]), needle))]);
        for (var i = 0; i < needles.Count; i++)
        {
            var hash = (Gram(needles[i].Bytes, gramAt[i]) * Multiplier) >> shift;
            filter[hash >> 5] |= 1u << (int)(hash & 31);
        }
    }

    /// <summary>Gives the signals of all needles that the text holds.</summary>
    public void Scan(ReadOnlySpan<byte> text, RulePlan plan)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        ref var bits = ref MemoryMarshal.GetArrayDataReference(filter);
        var last = text.Length - GramBytes;
        for (var i = 0; i <= last; i++)
        {
            var gram = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, i));
            var hash = (gram * Multiplier) >> shift;
            if (((Unsafe.Add(ref bits, (int)(hash >> 5)) >> (int)(hash & 31)) & 1) != 0)
                Compare(text, i, gram, plan);
        }
    }

    private void Compare(ReadOnlySpan<byte> text, int at, uint gram, RulePlan plan)
    {
        for (var entry = table.First(gram); entry >= 0; entry = table.Next(entry))
        {
            ref readonly var needle = ref table[entry];
            var start = at - gramAt[entry];
            if (start >= 0 && text.Length - start >= needle.Bytes.Length && !plan.IsGiven(needle.Signal)
                && text.Slice(start, needle.Bytes.Length).SequenceEqual(needle.Bytes))
                plan.Give(needle.Signal);
        }
    }

    /// <summary>Where the gram begins that fewest needles have; of equal ones the last, since needles differ more at their end.</summary>
    private static int RarestGram(byte[] needle, Dictionary<uint, int> popular)
    {
        var best = 0;
        for (var i = 1; i + GramBytes <= needle.Length; i++)
        {
            if (popular[Gram(needle, i)] <= popular[Gram(needle, best)])
                best = i;
        }

        return best;
    }

    private static uint Gram(byte[] bytes, int at) => MemoryMarshal.Read<uint>(bytes.AsSpan(at));
}
