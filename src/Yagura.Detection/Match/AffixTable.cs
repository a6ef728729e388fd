using System.Runtime.InteropServices;

namespace Yagura.Detection.Match;

/// <summary>Finds all of many beginnings (or ends) of a text: by their first (last) eight or four bytes, the few shorter ones each by itself.</summary>
internal sealed class AffixTable
{
    private readonly bool atEnd;
    private readonly NeedleTable eight;
    private readonly NeedleTable four;
    private readonly Needle[] shorter;

    /// <summary>A table of beginnings, or of ends.</summary>
    public AffixTable(IReadOnlyList<Needle> needles, bool atEnd)
    {
        this.atEnd = atEnd;
        eight = new NeedleTable([.. needles.Where(needle => needle.Bytes.Length >= 8).Select(needle => (Key(needle.Bytes, 8), needle))]);
        four = new NeedleTable([.. needles.Where(needle => needle.Bytes.Length is >= 4 and < 8).Select(needle => (Key(needle.Bytes, 4), needle))]);
        shorter = [.. needles.Where(needle => needle.Bytes.Length < 4)];
    }

    /// <summary>Gives the signals of all needles that the text begins (ends) with.</summary>
    public void Scan(ReadOnlySpan<byte> text, RulePlan plan)
    {
        if (eight.Count > 0 && text.Length >= 8)
            Look(eight, Key(text, 8), text, plan);
        if (four.Count > 0 && text.Length >= 4)
            Look(four, Key(text, 4), text, plan);
        foreach (ref readonly var needle in shorter.AsSpan())
            Compare(in needle, text, plan);
    }

    private void Look(NeedleTable table, ulong key, ReadOnlySpan<byte> text, RulePlan plan)
    {
        for (var entry = table.First(key); entry >= 0; entry = table.Next(entry))
            Compare(in table[entry], text, plan);
    }

    private void Compare(ref readonly Needle needle, ReadOnlySpan<byte> text, RulePlan plan)
    {
        if (atEnd ? text.EndsWith(needle.Bytes) : text.StartsWith(needle.Bytes))
            plan.Give(needle.Signal);
    }

    private ulong Key(ReadOnlySpan<byte> text, int length)
    {
        var part = atEnd ? text[^length..] : text[..length];
        return length == 8 ? MemoryMarshal.Read<ulong>(part) : MemoryMarshal.Read<uint>(part);
    }
}
