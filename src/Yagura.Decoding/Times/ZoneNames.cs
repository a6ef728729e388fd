using System.Collections.Frozen;
using System.Text;

namespace Yagura.Decoding.Times;

/// <summary>Names of zones that mean one offset only. CST, IST, BST and the like mean several and are left to the source's zone.</summary>
internal static class ZoneNames
{
    private static readonly FrozenDictionary<string, int> Minutes = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Z"] = 0, ["UTC"] = 0, ["GMT"] = 0, ["JST"] = 540, ["KST"] = 540, ["HKT"] = 480, ["WET"] = 0, ["CET"] = 60, ["CEST"] = 120, ["MET"] = 60,
        ["EET"] = 120, ["EEST"] = 180, ["MSK"] = 180, ["EST"] = -300, ["EDT"] = -240, ["CDT"] = -300, ["MST"] = -420, ["MDT"] = -360, ["PST"] = -480,
        ["PDT"] = -420, ["AEST"] = 600, ["AEDT"] = 660, ["NZST"] = 720, ["NZDT"] = 780,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup = Minutes.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool TryFind(ReadOnlySpan<byte> name, out int minutes)
    {
        minutes = 0;
        Span<char> letters = stackalloc char[8];
        return name.Length <= letters.Length && Ascii.ToUtf16(name, letters, out var written) == System.Buffers.OperationStatus.Done
            && Lookup.TryGetValue(letters[..written], out minutes);
    }
}
