using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>One place of a pattern that takes text.</summary>
/// <param name="Part">Where it goes; -1 to skip it.</param>
/// <param name="Check">What it must look like.</param>
/// <param name="Greedy">Whether it runs to the last, not the first, place where the next literal stands.</param>
/// <param name="Quoted">Whether a backslash protects what follows it from ending the capture.</param>
/// <param name="Padded">Whether repetitions of the next literal are padding.</param>
internal readonly record struct Capture(int Part, CaptureCheck Check, bool Greedy, bool Quoted, bool Padded);

/// <summary>A dissect pattern without options: literal, capture, literal, … over the whole text. Only greedy captures try again.</summary>
internal sealed class Pattern
{
    /// <summary>Most captures of one pattern.</summary>
    public const int CapturesMax = 64;

    /// <summary>Places that greedy captures of one pattern may try on one text.</summary>
    private const int TriesMax = 64;

    /// <summary>Places at which a fragment is tried in one text.</summary>
    private const int PlacesMax = 8;

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.-"u8);

    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789abcdefABCDEF.:"u8);

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n\0\u001D,;\"'()[]<>"u8);

    /// <summary>All literals, one behind the other.</summary>
    private readonly byte[] packed;
    private readonly Literal first;
    private readonly Place[] places;

    /// <param name="literals">One more than captures; the first stands before the first capture, the last ends the text.</param>
    /// <param name="captures">The captures.</param>
    public Pattern(byte[][] literals, Capture[] captures)
    {
        var all = Literal.Pack(literals, out packed);
        first = all[0];
        places = [.. captures.Select((capture, number) => new Place(capture, all[number + 1], literals[number + 1], number == captures.Length - 1))];
        IsBare = captures is [{ Check: CaptureCheck.None or CaptureCheck.Some }] && literals is [[], []];
        OnlyAsks = captures.Length > 0 && Array.TrueForAll(captures, capture => capture.Part < 0);
        PassesOverEnd = captures is [.., { Part: < 0 }] && Array.Exists(captures, capture => capture.Part >= 0);
        Words = WordsOf(literals, captures);
    }

    /// <summary>Number of captures.</summary>
    public int Count => places.Length;

    /// <summary>What stands before the first capture.</summary>
    public ReadOnlySpan<byte> Beginning => first.Of(packed);

    /// <summary>Texts that whatever matches holds, in order.</summary>
    public IEnumerable<byte[]> Literals => places.Select(place => place.Next).Prepend(first).Select(literal => literal.Of(packed).ToArray());

    /// <summary>Part of the first capture; -1 when it is passed over or there is none.</summary>
    public int FirstPart => places.Length == 0 ? -1 : places[0].Capture.Part;

    /// <summary>Whether any text, or any that is not empty, matches: what it says is not known then.</summary>
    public bool IsBare { get; }

    /// <summary>Whether it keeps nothing of a text that it matches, though it passes over some.</summary>
    public bool OnlyAsks { get; }

    /// <summary>Whether it keeps something of a text, but not its end.</summary>
    public bool PassesOverEnd { get; }

    /// <summary>What every text that matches begins with: words that are numbers, words that begin with a digit.</summary>
    public FirstWords Words { get; }

    /// <summary>Longest capture of a fragment, in bytes: beyond it the literals only happen to stand in one line.</summary>
    private const int FragmentMax = 1024;

    /// <summary>Whether a text that begins with the byte can match.</summary>
    public bool CanBegin(byte value)
    {
        if (!Beginning.IsEmpty)
            return Beginning[0] == value;
        return places.Length == 0 || places[0].Capture.Padded || places[0].Capture.Check switch
        {
            CaptureCheck.Int => Scan.IsDigit(value) || value == '-',
            CaptureCheck.Number => Scan.IsDigit(value) || value == '-',
            CaptureCheck.Ip => Scan.IsHex(value) || value == ':',
            CaptureCheck.Hex => Scan.IsHex(value),
            _ => true,
        };
    }

    private static FirstWords WordsOf(byte[][] literals, Capture[] captures)
    {
        var wanted = FirstWords.Any;
        var word = 0;
        var isFresh = true;
        for (var i = 0; i <= captures.Length; i++)
        {
            foreach (var value in literals[i])
            {
                if (value == ' ')
                    word += !isFresh || word == 0 ? 1 : 0;
                else if (isFresh)
                    wanted = wanted.With(word, FirstWords.Beginning(value));
                isFresh = value == ' ';
            }

            if (i == captures.Length || !IsOneWord(captures[i], literals[i + 1]))
                break;
            if (isFresh)
                wanted = wanted.With(word, FirstWords.Beginning(captures[i].Check, literals[i + 1]));
            isFresh = false;
        }

        return wanted;
    }

    /// <summary>Whether what is captured never holds a space nor is empty, so that the words behind it can be counted.</summary>
    private static bool IsOneWord(Capture capture, byte[] next) =>
        next is [(byte)' '] && !capture.Greedy && (capture.Padded || capture.Check == CaptureCheck.Some)
        || ((!capture.Padded || next is [(byte)' ', ..]) && capture.Check is CaptureCheck.Word or CaptureCheck.Int or CaptureCheck.Number or CaptureCheck.Ip);

    /// <summary>Whether the text matches. The captured texts are written to <paramref name="found"/>, one for each capture.</summary>
    public bool Matches(Region text, Span<Slot> found, Effort effort)
    {
        var tries = TriesMax;
        return text.Bytes.StartsWith(Beginning) && MatchesFrom(text, 0, first.Length, found, effort, ref tries);
    }

    private bool MatchesFrom(Region text, int from, int start, Span<Slot> found, Effort effort, ref int tries)
    {
        var at = start;
        for (var i = from; i < places.Length; i++)
        {
            if (IsGreedy(i))
                return MatchesGreedy(text, i, at, found, effort, ref tries);
            if (!MatchesOne(text, i, at, found, effort, out at))
                return false;
        }

        return at == text.Length;
    }

    /// <summary>How many captures, with the literals around them, begin both patterns alike: what one found there the other would find too.</summary>
    public int SharedWith(Pattern other)
    {
        if (!Beginning.SequenceEqual(other.Beginning))
            return 0;
        var shared = 0;
        while (shared < Math.Min(places.Length, other.places.Length) - 1 && places[shared].Capture == other.places[shared].Capture && !places[shared].Capture.Greedy
            && places[shared].Next.Of(packed).SequenceEqual(other.places[shared].Next.Of(other.packed)))
            shared++;
        return shared;
    }

    /// <summary>Matches from a capture on, where the ones before it are known to match.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">The first capture that is to be matched.</param>
    /// <param name="starts">Where each capture begins; those up to <paramref name="from"/> are given, the others are written as they are found.</param>
    /// <param name="found">The captured texts.</param>
    /// <param name="effort">What may still be searched.</param>
    /// <returns>The capture that does not match, their number when the text does not end behind the last, -1 when all of the text matches.</returns>
    public int MatchFrom(Region text, int from, Span<int> starts, Span<Slot> found, Effort effort)
    {
        var bytes = text.Bytes;
        var all = places;
        for (var i = from; i < all.Length; i++)
        {
            ref readonly var place = ref all[i];
            var at = starts[i];
            if (place.EndsNear(bytes, at, effort, out var length))
            {
                found[i] = text.Slot(at, length, ValueKind.Text);
                starts[i + 1] = at + length + place.Next.Length;
            }
            else if (length >= 0)
            {
                return i;
            }
            else if (IsGreedy(i))
            {
                var tries = TriesMax;
                return MatchesGreedy(text, i, at, found, effort, ref tries) ? -1 : i;
            }
            else if (!MatchesFar(text, i, at, found, effort, out starts[i + 1]))
            {
                return i;
            }
        }

        return starts[all.Length] == text.Length ? -1 : all.Length;
    }

    private bool IsGreedy(int capture) => places[capture].Capture.Greedy && capture < places.Length - 1;

    private bool MatchesOne(Region text, int capture, int at, Span<Slot> found, Effort effort, out int next)
    {
        ref readonly var place = ref places[capture];
        if (!place.EndsNear(text.Bytes, at, effort, out var length))
        {
            next = at;
            return length < 0 && MatchesFar(text, capture, at, found, effort, out next);
        }

        found[capture] = text.Slot(at, length, ValueKind.Text);
        next = at + length + place.Next.Length;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // it would crowd the loop over the captures that end near
    private bool MatchesFar(Region text, int capture, int at, Span<Slot> found, Effort effort, out int next)
    {
        next = at;
        var end = End(text.Bytes, at, places[capture], effort, isLast: capture == places.Length - 1);
        return end >= 0 && Take(text, capture, at, end, found, out next);
    }

    /// <summary>Tries the places of the next literal from the last one back to the first, a bounded number of times.</summary>
    private bool MatchesGreedy(Region text, int capture, int start, Span<Slot> found, Effort effort, ref int tries)
    {
        var literal = places[capture].Next.Of(packed);
        var window = text.Bytes[start..];
        for (var place = window.LastIndexOf(literal); place >= 0 && tries > 0; place = window[..place].LastIndexOf(literal))
        {
            tries--;
            if (!effort.TrySearch(window.Length - place))
                return false;
            window = window[..(place + literal.Length)];
            if (Take(text, capture, start, start + place, found, out var next) && MatchesFrom(text, capture + 1, next, found, effort, ref tries))
                return true;
        }

        return false;
    }

    /// <summary>Takes the bytes up to <paramref name="end"/> if they pass, and goes behind the literal that follows.</summary>
    private bool Take(Region text, int capture, int start, int end, Span<Slot> found, out int next)
    {
        ref readonly var place = ref places[capture];
        var isPadded = place.Capture.Padded;
        var captured = isPadded ? text.Slice(start, end - start).Trim() : text.Slice(start, end - start);
        next = end + place.Next.Length;
        if (!Passes(captured.Bytes, place.Capture.Check))
            return false;
        found[capture] = captured.Slot(ValueKind.Text);
        if (isPadded)
            next = AfterPadding(text.Bytes, next, place.Next.Of(packed));
        return true;
    }

    /// <summary>Whether the pattern stands somewhere in the text: after a word's beginning, with its last capture as long as its check allows.</summary>
    public bool IsIn(Region text, Span<Slot> found, Effort effort)
    {
        var at = 0;
        for (var tried = 0; tried < PlacesMax; tried++)
        {
            var next = first.In(text.Bytes[at..], packed, effort);
            if (next < 0)
                return false;
            at += next;
            if ((at == 0 || !IsWordByte(Beginning[0]) || !IsWordByte(text.Bytes[at - 1])) && StandsAt(text, at + first.Length, found, effort))
                return true;
            at++;
        }

        return false;
    }

    private bool StandsAt(Region text, int start, Span<Slot> found, Effort effort)
    {
        var at = start;
        for (var i = 0; i < places.Length; i++)
        {
            var end = places[i].Next.Length == 0 ? at + Run(text.Bytes[at..], places[i].Capture.Check) : End(text.Bytes, at, places[i], effort, isLast: false);
            if (end < 0 || end - at > FragmentMax || !Take(text, i, at, end, found, out at))
                return false;
        }

        return true;
    }

    /// <summary>Length of the run that a capture at the end of a fragment takes; a full stop or comma that ends a sentence is not part of it.</summary>
    private static int Run(ReadOnlySpan<byte> text, CaptureCheck check)
    {
        var length = check switch
        {
            CaptureCheck.None or CaptureCheck.Some => -1,
            CaptureCheck.Int or CaptureCheck.IntOrNone => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9'),
            CaptureCheck.Number or CaptureCheck.NumberOrNone => text.IndexOfAnyExcept(NumberBytes),
            CaptureCheck.Ip or CaptureCheck.IpOrNone => text.IndexOfAnyExcept(AddressBytes),
            CaptureCheck.Hex => Scan.HexLength(text),
            CaptureCheck.Alnum => text.IndexOfAnyExcept(Scan.LettersAndDigits),
            _ => text.IndexOfAny(WordEnds),
        };
        if (length < 0)
            length = text.Length;
        while (length > 0 && text[length - 1] is (byte)'.' or (byte)',' or (byte)':')
            length--;
        return length;
    }

    public static bool IsWordByte(byte value) => Scan.IsLetter(value) || Scan.IsDigit(value) || value is (byte)'-' or (byte)'_';

    /// <summary>Puts what <see cref="Matches"/> found into the parts.</summary>
    public void Keep(ReadOnlySpan<Slot> found, Parts parts)
    {
        for (var i = 0; i < places.Length; i++)
        {
            var part = places[i].Capture.Part;
            if (part >= 0 && parts[part].Kind == ValueKind.Absent)
                parts.Set(part, found[i]);
        }
    }

    private int End(ReadOnlySpan<byte> bytes, int at, in Place place, Effort effort, bool isLast)
    {
        var literal = place.Next.Of(packed);
        if (isLast)
        {
            var end = bytes.Length - literal.Length;
            return end >= at && bytes.EndsWith(literal) ? end : -1;
        }

        if (place.Capture.Padded)
        {
            var padded = AfterPadding(bytes, at, literal);
            if (!effort.TrySearch(padded - at))
                return -1;
            at = padded;
        }

        if (place.Capture.Quoted)
            return effort.TryForm(bytes.Length - at) ? QuotedEnd(bytes, at, literal) : -1;
        var found = place.Next.In(bytes[at..], packed, effort);
        return found < 0 ? -1 : at + found;
    }

    private static int AfterPadding(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> literal)
    {
        if (literal.Length == 1)
        {
            var other = bytes[at..].IndexOfAnyExcept(literal[0]);
            return other < 0 ? bytes.Length : at + other;
        }

        while (literal.Length > 0 && bytes[at..].StartsWith(literal))
            at += literal.Length;
        return at;
    }

    private static int QuotedEnd(ReadOnlySpan<byte> bytes, int start, ReadOnlySpan<byte> literal)
    {
        for (var at = start; at < bytes.Length; at++)
        {
            if (bytes[at] == '\\')
                at++;
            else if (bytes[at] == literal[0] && bytes[at..].StartsWith(literal))
                return at;
        }

        return -1;
    }

    private static bool Passes(ReadOnlySpan<byte> text, CaptureCheck check)
    {
        var isNone = text.IsEmpty || text is [(byte)'-'];
        return check switch
        {
            CaptureCheck.None => true,
            CaptureCheck.Some => !text.IsEmpty,
            CaptureCheck.Word => !text.IsEmpty && !text.ContainsAny((byte)' ', (byte)'\t'),
            CaptureCheck.Int => Scan.IsInteger(text),
            CaptureCheck.Number => Scan.IsDecimal(text),
            CaptureCheck.Ip => Scan.IsAddress(text),
            CaptureCheck.Hex => !text.IsEmpty && Scan.HexLength(text) == text.Length,
            CaptureCheck.Alnum => !text.IsEmpty && !text.ContainsAnyExcept(Scan.LettersAndDigits),
            CaptureCheck.IntOrNone => isNone || Scan.IsInteger(text),
            CaptureCheck.NumberOrNone => isNone || Scan.IsDecimal(text),
            _ => isNone || Scan.IsAddress(text),
        };
    }

    /// <summary>A capture and the literal behind it.</summary>
    private readonly struct Place(Capture capture, Literal next, byte[] literal, bool isLast)
    {
        private readonly FirstBytes beginning = FirstBytes.Asked(literal);
        private readonly byte[] literal = literal;
        private readonly byte sign = literal.Length > 0 ? literal[next.Anchor] : (byte)0;

        /// <summary>Whether it ends the text, and nothing follows it.</summary>
        private readonly bool isEnd = isLast && !capture.Padded && literal.Length == 0;

        /// <summary>Whether the first literal behind it ends it.</summary>
        private readonly bool isPlain = !isLast && !capture.Greedy && !capture.Quoted && !capture.Padded && literal.Length > 0;

        public Capture Capture => capture;

        public Literal Next => next;

        /// <summary>Whether the capture ends in the next bytes, or with the text, and passes: most do, and one look at these bytes says it.</summary>
        /// <param name="text">The text.</param>
        /// <param name="at">Where the capture begins.</param>
        /// <param name="effort">What may still be searched: a look costs what the search costs that it stands for.</param>
        /// <param name="length">Its length; -1 when these bytes do not say it.</param>
        [MethodImpl(MethodImplOptions.NoInlining)] // in its callers, registers would not suffice
        public bool EndsNear(ReadOnlySpan<byte> text, int at, Effort effort, out int length)
        {
            if (isEnd)
            {
                length = text.Length - at;
                return Passes(text[at..], capture.Check);
            }

            length = -1;
            var from = Math.Min(at, text.Length - Vector256<byte>.Count);
            if (!isPlain || from < 0 || !Vector256.IsHardwareAccelerated)
                return false;
            var near = Vector256.Create(text[from..]);
            var skipped = at - from;
            var signs = Behind(Vector256.Equals(near, Vector256.Create(sign)).ExtractMostSignificantBits(), skipped + next.Anchor);
            for (var looked = 1; signs != 0; looked++, signs &= signs - 1)
            {
                var here = BitOperations.TrailingZeroCount(signs);
                if (next.Length > 1 && !IsLiteral(text[(at + here)..]))
                    continue;
                length = here;
                if (!effort.TrySearch(next.Cost(here, looked)))
                    return false;
                if (capture.Check != CaptureCheck.Word)
                    return Passes(text.Slice(at, here), capture.Check);
                var blanks = (Vector256.Equals(near, Vector256.Create((byte)' ')) | Vector256.Equals(near, Vector256.Create((byte)'\t'))).ExtractMostSignificantBits();
                return here > 0 && (Behind(blanks, skipped) & ((1U << here) - 1)) == 0;
            }

            return false;
        }

        private bool IsLiteral(ReadOnlySpan<byte> text) =>
            text.Length >= next.Length && beginning.MayBegin(FirstBytes.Of(text)) && (next.Length <= sizeof(ulong) || text[sizeof(ulong)..].StartsWith(literal.AsSpan(sizeof(ulong))));

        /// <summary>The bits from one on; none when there are no more.</summary>
        private static uint Behind(uint bits, int from) => (uint)((ulong)bits >> from);
    }
}
