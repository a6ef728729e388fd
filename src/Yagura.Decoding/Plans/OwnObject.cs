using System.Numerics;
using System.Runtime.Intrinsics;
using Yagura.Decoding.Definitions;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>
/// Which object of a JSON body is a decoder's own. <c>json-keys</c> finds names wherever they stand, and a collector's body has them too, deeper:
/// <c>{"_index":"x","_source":{"eventSource":…}}</c>. The decoder's is then the object that has the names.
/// </summary>
/// <param name="names">Every name that a recogniser asks for, with the number of its bit.</param>
/// <param name="deep">Bits of names that the decoder also means deeper, as it says in the paths of its keys, or of which it does not say where it means them.</param>
/// <param name="asked">For each recogniser the bits of its names, and for each of these the parts by which it is seen at its place; empty for a name that leaves no part.</param>
internal sealed class OwnObject(KeyTable names, ulong deep, (ulong Bits, int[][] Parts)[] asked)
{
    /// <summary>Objects that are gone into, one in another.</summary>
    private const int DepthMax = 6;

    /// <summary>Looking for names in an object costs as much as searching it this many times.</summary>
    private const int SearchWeight = 4;

    /// <summary>Objects in one that are looked at.</summary>
    private const int MembersMax = 16;

    /// <summary>The bits of all names.</summary>
    private readonly ulong all = names.Keys.Count == 64 ? ulong.MaxValue : (1UL << names.Keys.Count) - 1;

    /// <summary>Bits of the names' lengths, and of their first bytes' lowest six bits. A longer one than 63 bytes is looked up.</summary>
    private readonly ulong lengths = names.Keys.Aggregate(0UL, (bits, key) => bits | (1UL << key.Length));
    private readonly ulong firsts = names.Keys.Where(key => key.Length > 0).Aggregate(0UL, (bits, key) => bits | (1UL << key[0]));

    /// <summary>What a decoder asks for; null when it asks for no names.</summary>
    /// <param name="recognise">How the decoder recognises lines.</param>
    /// <param name="parts">Part of each key that it names.</param>
    /// <param name="lifted">Paths that are left out of the names of keys.</param>
    public static OwnObject? Of(IReadOnlyList<Recognition> recognise, IReadOnlyList<KeyValuePair<string, int>> parts, IReadOnlyList<string> lifted)
    {
        var lists = recognise.Select(NamesOf).Where(list => list.Length > 0).ToArray();
        string[] names = [.. lists.SelectMany(list => list).Distinct(StringComparer.Ordinal).Take(64)];
        if (names.Length == 0)
            return null;
        var opened = lifted.SelectMany(path => path.Split('.')).ToHashSet(StringComparer.Ordinal);
        var seenBy = names.ToDictionary(name => name, name => opened.Contains(name) ? [] : PartsOf(name, parts), StringComparer.Ordinal);
        return new OwnObject(
            new KeyTable([.. names.Select((name, bit) => KeyValuePair.Create(name, bit))]),
            names.Select((name, bit) => IsDeep(name, parts, lifted) || (seenBy[name].Length == 0 && !opened.Contains(name)) ? 1UL << bit : 0).Aggregate(0UL, (bits, one) => bits | one),
            [.. lists.Where(list => list.All(seenBy.ContainsKey)).Select(list => (
                list.Aggregate(0UL, (bits, name) => bits | (1UL << Array.IndexOf(names, name))),
                list.Select(name => seenBy[name]).ToArray()))]);
    }

    private static bool IsDeep(string name, IReadOnlyList<KeyValuePair<string, int>> parts, IReadOnlyList<string> lifted) =>
        parts.Select(part => part.Key).Concat(lifted).Any(path => $"{path}.".Contains($".{name}.", StringComparison.Ordinal));

    /// <summary>Names that an item asks for, as such or as a text in quotes.</summary>
    private static string[] NamesOf(Recognition one) =>
        [.. one.JsonKeys, .. one.Contains.Where(text => text.Length > 2 && text[0] == '"' && text[^1] == '"' && char.IsAsciiLetter(text[1]) && text.IndexOf('"', 1) == text.Length - 1).Select(text => text[1..^1])];

    /// <summary>The key itself, or keys in the object that it holds, or the keys that have it in the midst of their path.</summary>
    private static int[] PartsOf(string name, IReadOnlyList<KeyValuePair<string, int>> parts)
    {
        int[] Numbers(Func<string, bool> isOne) => [.. parts.Where(part => isOne(part.Key)).Select(part => part.Value & (Parts.AliasMark - 1)).Distinct()];
        if (Numbers(key => key == name) is { Length: > 0 } itself)
            return itself;
        return Numbers(key => key.StartsWith(name + '.', StringComparison.Ordinal)) is { Length: > 0 } below
            ? below
            : Numbers(key => $".{key}.".Contains($".{name}.", StringComparison.Ordinal));
    }

    /// <summary>Whether what was taken apart shows the names of a recogniser at their place. A name that leaves no part is not asked; when no name leaves one, nothing is shown.</summary>
    public bool IsShown(Parts parts)
    {
        foreach (ref readonly var one in asked.AsSpan())
        {
            var (shown, missing) = (false, false);
            for (var i = 0; i < one.Parts.Length && !missing; i++)
            {
                missing = one.Parts[i].Length > 0 && !AnyThere(one.Parts[i], parts);
                shown |= one.Parts[i].Length > 0;
            }

            if (shown && !missing)
                return true;
        }

        return false;
    }

    private static bool AnyThere(int[] numbers, Parts parts)
    {
        foreach (var part in numbers)
        {
            if (parts[part].Kind != ValueKind.Absent)
                return true;
        }

        return false;
    }

    /// <summary>Finds the object of a body that has the names of a recogniser where the decoder means them, or the innermost that holds them all.</summary>
    public NamesPlace Find(ReadOnlySpan<byte> body, Effort effort, out Stretch inside)
    {
        inside = default;
        Span<Stretch> members = stackalloc Stretch[MembersMax];
        var start = JsonText.SkipSpace(body, 0);
        if (start >= body.Length || body[start] != '{')
            return NamesPlace.Own;
        var own = new Stretch(start, body.Length - start);
        var held = 0UL;
        for (var depth = 0; depth < DepthMax && effort.TrySearch(own.Length * SearchWeight); depth++)
        {
            if (depth == 0)
                held = Held(own.Of(body));
            if (!IsAnyone(ulong.MaxValue, held))
                return NamesPlace.Own;
            var seen = Members(body, own, members, out var count);
            if (IsAnyone(seen, seen | (held & deep)))
                return inside.IsEmpty ? NamesPlace.Own : NamesPlace.Inside;
            var next = default(Stretch);
            for (var i = 0; i < count && next.IsEmpty; i++)
            {
                held = Held(members[i].Of(body));
                next = IsAnyone(ulong.MaxValue, held) ? members[i] : default;
            }

            if (next.IsEmpty)
                return NamesPlace.Scattered;
            inside = own = next;
        }

        return inside.IsEmpty ? NamesPlace.Own : NamesPlace.Scattered;
    }

    /// <summary>Whether all names of a recogniser are among some, and one of them among the object's own.</summary>
    private bool IsAnyone(ulong seen, ulong held)
    {
        foreach (ref readonly var one in asked.AsSpan())
        {
            if ((one.Bits & held) == one.Bits && (one.Bits & seen) != 0)
                return true;
        }

        return false;
    }

    /// <summary>The names that an object has itself, and the objects that it holds: as values, or alone in a list.</summary>
    private ulong Members(ReadOnlySpan<byte> body, Stretch own, Span<Stretch> members, out int count)
    {
        var bytes = own.Of(body);
        var seen = 0UL;
        count = 0;
        if (bytes.IsEmpty || bytes[0] != '{')
            return 0;
        for (var at = 1; (at = JsonText.SkipSpace(bytes, at)) < bytes.Length && bytes[at] != '}';)
        {
            if (bytes[at] == ',')
                at = JsonText.SkipSpace(bytes, at + 1);
            if (!JsonText.TryString(bytes, ref at, out var keyStart, out var keyLength, out _))
                break;
            at = JsonText.SkipSpace(bytes, at);
            if (at >= bytes.Length || bytes[at] != ':')
                break;
            at = JsonText.SkipSpace(bytes, at + 1);
            if (names.Find(bytes.Slice(keyStart, keyLength)) is >= 0 and var bit)
                seen |= 1UL << bit;
            var start = at;
            if (at >= bytes.Length || !(bytes[at] is (byte)'{' or (byte)'[' ? JsonText.SkipNested(bytes, ref at) : JsonText.TrySkipScalar(bytes, ref at)))
                break;
            if (count < members.Length && ObjectIn(bytes[start..at]) is { IsEmpty: false } held)
                members[count++] = held with { Start = own.Start + start + held.Start };
        }

        return seen;
    }

    /// <summary>A value that is an object, or a list of one.</summary>
    private static Stretch ObjectIn(ReadOnlySpan<byte> value)
    {
        if (value[0] == '{')
            return new Stretch(0, value.Length);
        if (value[0] != '[')
            return default;
        var start = JsonText.SkipSpace(value, 1);
        var end = start;
        return start < value.Length && value[start] == '{' && JsonText.SkipNested(value, ref end) && JsonText.SkipSpace(value, end) == value.Length - 1 ? new Stretch(start, end - start) : default;
    }

    /// <summary>Names that stand anywhere in a text between two quotes. One pass whatever their number is: a body of 64 KB is gone through several times.</summary>
    private ulong Held(ReadOnlySpan<byte> text)
    {
        var held = 0UL;
        var before = -1; // place of the last quote
        for (var at = 0; at < text.Length && held != all; at += Vector256<byte>.Count)
        {
            for (var quotes = QuotesAt(text, at); quotes != 0; quotes &= quotes - 1)
            {
                var quote = at + BitOperations.TrailingZeroCount(quotes);
                if (before >= 0 && MayBeName(text[(before + 1)..quote]) && names.Find(text[(before + 1)..quote]) is >= 0 and var bit)
                    held |= 1UL << bit;
                before = quote;
            }
        }

        return held;
    }

    // Most texts of a body have another length, or begin otherwise.
    private bool MayBeName(ReadOnlySpan<byte> text) => !text.IsEmpty && (text.Length >= 64 || (lengths >> text.Length & 1) != 0) && (firsts >> text[0] & 1) != 0;

    /// <summary>A bit for each of the 32 bytes at a place that is a quote.</summary>
    private static uint QuotesAt(ReadOnlySpan<byte> text, int at)
    {
        if (text.Length - at >= Vector256<byte>.Count)
            return Vector256.Equals(Vector256.Create(text.Slice(at, Vector256<byte>.Count)), Vector256.Create((byte)'"')).ExtractMostSignificantBits();
        var quotes = 0U;
        for (var i = at; i < text.Length; i++)
            quotes |= text[i] == '"' ? 1U << (i - at) : 0;
        return quotes;
    }
}

/// <summary>Where the names of a decoder stand in a JSON body.</summary>
internal enum NamesPlace
{
    /// <summary>Where the decoder means them, or nobody knows.</summary>
    Own = 0,

    /// <summary>In an object that the body holds.</summary>
    Inside = 1,

    /// <summary>Some here and some there, or none as a name: they are names of others, or what others speak of.</summary>
    Scattered = 2,
}
