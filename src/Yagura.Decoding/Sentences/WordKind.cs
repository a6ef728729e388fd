using Yagura.Decoding.Text;

namespace Yagura.Decoding.Sentences;

/// <summary>What a word of a sentence looks like.</summary>
internal enum WordKind
{
    /// <summary>A word of the language, or nothing that tells more.</summary>
    Plain = 0,

    /// <summary>An IP address.</summary>
    Address = 1,

    /// <summary>A host's name with at least one point.</summary>
    Host = 2,

    /// <summary>A number.</summary>
    Number = 3,

    /// <summary><c>name@domain</c>.</summary>
    Mail = 4,

    /// <summary><c>DOMAIN\name</c>.</summary>
    Account = 5,

    /// <summary>A time of day, a date, or only marks: nothing that is kept.</summary>
    Nothing = 6,

    /// <summary>Anything else that is no word of a language: a path, a hardware address, an interface, a constant, an id.</summary>
    Code = 7,
}

/// <summary>Tells kinds of words apart by their bytes.</summary>
internal static class WordKinds
{
    public static WordKind Of(ReadOnlySpan<byte> word)
    {
        var seen = Seen.In(word);
        if (seen.Letters == 0)
            return OfNoLetters(word, seen);
        if (seen.Colons >= 2 && Scan.IsAddress(word))
            return WordKind.Address;
        if (seen.Ats > 0 && word[0] != '@' && word[^1] != '@')
            return WordKind.Mail;
        if (seen.Backslashes > 0 && word[0] != '\\' && word[^1] != '\\' && seen.Colons == 0)
            return WordKind.Account;
        if (seen.Points > 0 && seen.Colons + seen.Others + seen.Ats + seen.Backslashes == 0 && (seen.CapitalsInside == 0 || seen.CapitalsInside + 1 >= seen.Letters) && IsHost(word))
            return WordKind.Host;
        var isCode = seen.Points + seen.Colons + seen.Digits + seen.Ats + seen.Backslashes + seen.Others > 0 || seen.CapitalsInside > 0;
        return isCode ? WordKind.Code : WordKind.Plain;
    }

    private static WordKind OfNoLetters(ReadOnlySpan<byte> word, in Seen seen)
    {
        if (Scan.IsAddress(word))
            return WordKind.Address;
        if (seen.Digits == 0)
            return word.ContainsAnyExceptInRange((byte)0, (byte)0x7F) ? WordKind.Plain : WordKind.Nothing;
        if (Scan.IsInteger(word) || Scan.IsDecimal(word))
            return WordKind.Number;
        var isClock = seen.Colons == 2 && seen.Points <= 1 && word.Length is >= 7 and <= 15;
        var isDay = word is [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _] && seen.Digits == 8;
        return isClock || isDay ? WordKind.Nothing : WordKind.Code;
    }

    /// <summary>Labels parted by single points, the last one of at least two letters.</summary>
    private static bool IsHost(ReadOnlySpan<byte> word)
    {
        var last = word[(word.LastIndexOf((byte)'.') + 1)..];
        if (last.Length < 2 || word[0] == '.' || word.IndexOf(".."u8) >= 0 || SentenceWords.IsFileEnding(last) || !HasLetter(word[..^(last.Length + 1)]))
            return false;
        foreach (var value in last)
        {
            if (!Scan.IsLetter(value))
                return false;
        }

        return true;
    }

    private static bool HasLetter(ReadOnlySpan<byte> bytes) => bytes.ContainsAnyInRange((byte)'a', (byte)'z') || bytes.ContainsAnyInRange((byte)'A', (byte)'Z');

    /// <summary>How many bytes of each kind a word holds. Hyphens, apostrophes and what is not ASCII stand in words of any language and are not counted.</summary>
    /// <remarks>A byte adds one to the counter of its kind; the counters have eight bits, and are read before one can overflow.</remarks>
    private record struct Seen
    {
        /// <summary>What a byte adds.</summary>
        private static readonly ulong[] Counted = [.. Enumerable.Range(0, 256).Select(value => Counter((byte)value) is var counter and >= 0 ? 1UL << (8 * counter) : 0)];

        public int Digits, Letters, CapitalsInside, Points, Colons, Ats, Backslashes, Others;

        public static Seen In(ReadOnlySpan<byte> word)
        {
            var seen = default(Seen);
            if (!word.IsEmpty && word[0] is >= (byte)'A' and <= (byte)'Z')
                seen.CapitalsInside--;
            for (; word.Length > byte.MaxValue; word = word[byte.MaxValue..])
                seen.Add(word[..byte.MaxValue]);
            seen.Add(word);
            return seen;
        }

        private void Add(ReadOnlySpan<byte> bytes)
        {
            ulong counters = 0;
            foreach (var value in bytes)
                counters += Counted[value];
            Letters += (byte)counters + (byte)(counters >> 8);
            CapitalsInside += (byte)(counters >> 8);
            Digits += (byte)(counters >> 16);
            Points += (byte)(counters >> 24);
            Colons += (byte)(counters >> 32);
            Ats += (byte)(counters >> 40);
            Backslashes += (byte)(counters >> 48);
            Others += (byte)(counters >> 56);
        }

        private static int Counter(byte value) => value switch
        {
            >= (byte)'a' and <= (byte)'z' => 0,
            >= (byte)'A' and <= (byte)'Z' => 1,
            >= (byte)'0' and <= (byte)'9' => 2,
            (byte)'.' => 3,
            (byte)':' => 4,
            (byte)'@' => 5,
            (byte)'\\' => 6,
            (byte)'-' or (byte)'\'' or >= 0x80 => -1,
            _ => 7,
        };
    }
}
