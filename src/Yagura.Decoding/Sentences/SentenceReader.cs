using System.Buffers;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Sentences;

/// <summary>Reads a sentence that no pattern knows by what its words look like: addresses, names of hosts, numbers and codes become keys, each named by the noun before it.</summary>
/// <remarks>
/// The long tail of messages never ends, and whoever looks for an address must find it also in a sentence that nobody described.
/// Sample: <c>Peer 192.0.2.1 (vrf RED) unreachable after 3 retries</c> gives <c>peer</c>, <c>vrf</c>, <c>retries</c>. What has no noun is <c>mentioned</c>.
/// Not thread-safe; allocates nothing.
/// </remarks>
internal sealed class SentenceReader
{
    /// <summary>Bytes of a sentence that are read; behind them is no sentence.</summary>
    private const int BytesMax = 1024;

    /// <summary>Words that are looked at in all sentences of a line together.</summary>
    private const int WordsMax = 160;

    /// <summary>Longest text between quotes, in bytes.</summary>
    private const int QuotedMax = 256;

    /// <summary>Longest text behind a label that is its value, in bytes.</summary>
    private const int LabelledMax = 80;

    /// <summary>What each byte does to a word.</summary>
    private static readonly ByteClass[] Classes = [.. Enumerable.Range(0, 256).Select(value => ClassOf((byte)value))];

    private static readonly SearchValues<byte> ValueEnds = SearchValues.Create(" \t\r\n\0\u001D,;\")]>}|`"u8);

    /// <summary>Bytes that no key holds.</summary>
    private static readonly SearchValues<byte> NoKey = SearchValues.Create("/\\.:@#%"u8);

    /// <summary>Without any of these there is no value in a sentence.</summary>
    private static readonly SearchValues<byte> Telling = SearchValues.Create("0123456789\"'@/\\=_"u8);

    private static readonly SearchValues<byte> BracketEnds = SearchValues.Create("()[]=\r\n"u8);

    private static readonly SearchValues<byte> LabelledEnds = SearchValues.Create(",;|\r\n[]{}\""u8);

    private readonly SentenceValues values = new();
    private Stretch noun;
    private Stretch label;
    private WordRole role;
    private bool isNegated;
    private bool hasChanged;
    private int addressEnd;
    private int wordsLeft;

    /// <summary>Values that were found.</summary>
    public SentenceValues Values => values;

    /// <summary>Whether the sentence tells of failure or success; anything else when it tells of neither.</summary>
    public WordRole Outcome { get; private set; }

    /// <summary>Whether anything was read.</summary>
    public bool HasRead { get; private set; }

    /// <summary>Whether a text is a sentence that may say more than its words do.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isKept">Whether it is kept as a whole.</param>
    public static bool IsWorthReading(ReadOnlySpan<byte> text, bool isKept) => text.Contains((byte)' ') && (!isKept || text.ContainsAny(Telling));

    /// <summary>Forgets the last sentence.</summary>
    public void Begin()
    {
        wordsLeft = WordsMax;
        if (!HasRead)
            return;
        HasRead = false;
        values.Clear();
        Outcome = WordRole.Noun;
    }

    /// <summary>Reads a sentence. What it says is put into the parts as keys that the decoder does not name.</summary>
    public void Read(Region text, Parts into)
    {
        HasRead = true;
        values.Into(into);
        Forget();
        (hasChanged, addressEnd) = (false, -1);
        text = text.Slice(0, Math.Min(text.Length, BytesMax));
        ReadWords(text, 0, text.Length);
    }

    private void ReadWords(Region text, int from, int to)
    {
        text = text.Slice(0, to);
        for (var at = SkipBetween(text.Bytes, from); at < to && wordsLeft-- > 0; at = SkipBetween(text.Bytes, at))
            at = Next(text, at);
    }

    /// <summary>Puts what had no noun.</summary>
    public void End() => values.PutMentioned();

    private void Forget()
    {
        (noun, label, role, isNegated) = (default, default, WordRole.Noun, false);
        values.EndPart();
    }

    /// <summary>Goes over what stands between words. A comma or a semicolon ends what was said before.</summary>
    private int SkipBetween(ReadOnlySpan<byte> bytes, int at)
    {
        for (; at < bytes.Length; at++)
        {
            if (bytes[at] is (byte)',' or (byte)';' or (byte)'|')
                Forget();
            else if (!Scan.IsSpace(bytes[at]) && bytes[at] is not ((byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)'<' or (byte)'>' or (byte)'{' or (byte)'}' or (byte)'='))
                break;
        }

        return at;
    }

    /// <summary>Reads the word that begins here and returns where the next one is looked for.</summary>
    private int Next(Region text, int at)
    {
        var bytes = text.Bytes;
        if (bytes[at] is (byte)'"' or (byte)'\'' && at + 1 < bytes.Length && bytes[at + 1] == bytes[at])
            return at + 2;
        if (bytes[at] is (byte)'"' or (byte)'\'' or (byte)'`')
            return QuotedEnd(bytes, at) is var close and >= 0 ? Quoted(text, at + 1, close) : at + 1;
        var end = WordEnd(bytes, at, out var isPlain);
        if (isPlain && (end == bytes.Length || bytes[end] != '='))
        {
            PlainWord(text, at, end);
            return end;
        }

        if (end < bytes.Length && end > at && bytes[end] == '>' && bytes[end - 1] == '-')
            return Arrow(text, at, end - 1);
        while (end - at > 1 && bytes[at] is (byte)'#' or (byte)'*' or (byte)'@' or (byte)'\'')
            at++;
        if (end < bytes.Length && bytes[end] == '=' && end - at <= SentenceValues.KeyMax)
            return Assigned(text, at, end);
        var length = end - at;
        while (length > 0 && bytes[at + length - 1] is (byte)'.' or (byte)':' or (byte)'!' or (byte)'?' or (byte)'\'' or (byte)'*')
            length--;
        if (length == 0)
            return end;
        var hasColon = bytes[(at + length)..end].Contains((byte)':');
        if (hasColon && IsLabel(bytes.Slice(at, length)))
            return Labelled(text, new Stretch(at, length), end);
        Word(text, at, length, end);
        if (hasColon)
            return Labelled(text, default, end);
        if (length < end - at)
            Forget();
        return end;
    }

    /// <summary>What stands before <c>-></c> is where something came from, and what stands behind it where it went.</summary>
    private int Arrow(Region text, int at, int end)
    {
        if (end > at)
        {
            role = WordRole.From;
            Word(text, at, end - at, end);
        }
        else if (hasChanged && !noun.IsEmpty)
        {
            values.Put("from"u8, text.Slot(noun.Start, noun.Length, ValueKind.Text));
        }
        else if (addressEnd > 0)
        {
            values.MakeOnlyAddressSource();
        }

        (role, noun, label) = (WordRole.To, default, default);
        return end + 2;
    }

    /// <summary>A remark of several plain words in brackets that begins here, <c>(permission denied)</c>.</summary>
    private static Region Enclosed(Region text, int at)
    {
        if (at == 0 || text.Bytes[at - 1] is not ((byte)'(' or (byte)'['))
            return default;
        var length = text.Bytes[at..].IndexOfAny(BracketEnds);
        return length is > 0 and <= LabelledMax && text.Bytes.Slice(at, length).Contains((byte)' ') && text.Bytes[at + length] is (byte)')' or (byte)']' && !text.Bytes.Slice(at, length).ContainsAnyInRange((byte)'0', (byte)'9')
            && !text.Bytes.Slice(at + 1, length - 1).ContainsAnyInRange((byte)'A', (byte)'Z')
            ? text.Slice(at, length)
            : default;
    }

    private static bool IsLabel(ReadOnlySpan<byte> word) => word.Length <= SentenceValues.KeyMax && Scan.IsLetter(word[0]) && WordKinds.Of(word) is WordKind.Plain or WordKind.Code && !word.ContainsAny(NoKey);

    private static ByteClass ClassOf(byte value) => value switch
    {
        (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0 or 0x1D => ByteClass.End,
        (byte)',' or (byte)';' or (byte)'"' or (byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)'<' or (byte)'>' or (byte)'{' or (byte)'}' or (byte)'|' or (byte)'=' or (byte)'`' => ByteClass.End,
        >= (byte)'a' and <= (byte)'z' or (byte)'-' or >= 0x80 => ByteClass.Letter,
        _ => ByteClass.Mark,
    };

    /// <summary>Where the word ends, and whether it is surely one of a language: letters, a capital at most where it begins.</summary>
    private static int WordEnd(ReadOnlySpan<byte> bytes, int at, out bool isPlain)
    {
        isPlain = Scan.IsLetter(bytes[at]) || bytes[at] >= 0x80;
        var end = at + 1;
        for (var kind = ByteClass.Letter; end < bytes.Length && (kind = Classes[bytes[end]]) != ByteClass.End; end++)
            isPlain &= kind == ByteClass.Letter;
        isPlain &= end - at > 1;
        return end;
    }

    private static int End(ReadOnlySpan<byte> bytes, int at, SearchValues<byte> ends)
    {
        var length = bytes[at..].IndexOfAny(ends);
        return length < 0 ? bytes.Length : at + length;
    }

    /// <summary>The quote that closes the one here: the same byte, at the end of a word; -1 when there is none.</summary>
    private static int QuotedEnd(ReadOnlySpan<byte> bytes, int at)
    {
        var quote = bytes[at] == '`' ? (byte)'\'' : bytes[at];
        for (var close = at + 1; close < Math.Min(bytes.Length, at + QuotedMax); close++)
        {
            if (bytes[close] == quote && close > at + 1 && (close + 1 == bytes.Length || !(Scan.IsLetter(bytes[close + 1]) || Scan.IsDigit(bytes[close + 1]))))
                return close;
        }

        return -1;
    }

    /// <summary>Takes what stands between quotes as one value; of several words each is read as well.</summary>
    private int Quoted(Region text, int start, int close)
    {
        var value = text.Slice(start, close - start);
        if (!value.Bytes.Contains((byte)' '))
        {
            if (WordKinds.Of(value.Bytes) is var kind and not WordKind.Nothing)
                Value(value, kind == WordKind.Plain ? WordKind.Code : kind, Key(text));
            return close + 1;
        }

        if (value.Length <= LabelledMax)
            values.Put(Key(text), value.Slot(ValueKind.Text));
        ReadWords(text, start, close);
        return close + 1;
    }

    /// <summary><c>key=value</c>.</summary>
    private int Assigned(Region text, int at, int sign)
    {
        var bytes = text.Bytes;
        var key = bytes[at..sign];
        var start = sign + 1;
        if (start < bytes.Length && bytes[start] is (byte)'"' or (byte)'\'' && QuotedEnd(bytes, start) is var close and >= 0)
        {
            Keyed(text, key, start + 1, close - start - 1);
            return close + 1;
        }

        var end = start < bytes.Length ? End(bytes, start, ValueEnds) : start;
        Keyed(text, key, start, end - start);
        return end;
    }

    private void Keyed(Region text, ReadOnlySpan<byte> key, int start, int length)
    {
        if (length == 0)
            return;
        role = SentenceWords.Of(key);
        Value(text.Slice(start, length), WordKinds.Of(text.Bytes.Slice(start, length)), key);
    }

    /// <summary>What stands behind <c>label:</c>, up to the next comma: its value when it is short. Its words are read as well.</summary>
    private int Labelled(Region text, Stretch name, int at)
    {
        var bytes = text.Bytes;
        Forget();
        label = name;
        role = name.IsEmpty ? WordRole.Noun : SentenceWords.Of(name.Of(bytes));
        var length = bytes[at..].IndexOfAny(LabelledEnds);
        var value = text.Slice(at, length < 0 ? bytes.Length - at : length).Trim();
        if (!value.Bytes.Contains((byte)'(') && value.Bytes.IndexOf((byte)')') is var close and >= 0)
            value = value.Slice(0, close).Trim();
        while (value.Length > 0 && value.Bytes[^1] is (byte)'.')
            value = value.Slice(0, value.Length - 1);
        if (value.IsEmpty || value.Length > LabelledMax || value.Bytes[0] is (byte)'"' or (byte)'\'' or (byte)'[' or (byte)'(')
            return at;
        if (value.Bytes.Contains((byte)' '))
            values.Put(name.IsEmpty ? "reason"u8 : name.Of(bytes), value.Slot(ValueKind.Text));
        else if (WordKinds.Of(value.Bytes) == WordKind.Plain && !value.Bytes.Contains((byte)'='))
            Value(value, WordKind.Plain, name.IsEmpty ? "reason"u8 : name.Of(bytes));
        return at;
    }

    /// <summary>A word without quotes, sign or colon: a value, or what names the next one.</summary>
    private void Word(Region text, int at, int length, int end)
    {
        var bytes = text.Bytes;
        var word = bytes.Slice(at, length);
        var kind = WordKinds.Of(word);
        if (kind == WordKind.Nothing)
            return;
        if (kind == WordKind.Code && JoinedKey(word) is var colon and > 0)
        {
            Keyed(text, word[..colon], at + colon + 1, length - colon - 1);
            return;
        }

        if (kind == WordKind.Number && at > 1 && at - 1 == addressEnd && bytes[at - 1] == '(')
        {
            values.Port(text.Slice(at, length));
            values.Put("port"u8, text.Slot(at, length, ValueKind.Text));
            return;
        }

        if (kind != WordKind.Plain)
        {
            var key = kind == WordKind.Number && !IsNamed(bytes) && Behind(bytes, end) is { Length: > 0 } behind && SentenceWords.IsNoun(behind) ? behind : Key(text);
            Value(text.Slice(at, length), kind, kind == WordKind.Code && role == WordRole.Noun && label.IsEmpty && IsWordInCapitals(word) ? default : key);
            if (kind == WordKind.Address)
                addressEnd = at + length;
            return;
        }

        PlainWord(text, at, at + length);
    }

    /// <summary>A word of the language: it names what follows, or is the value of what stands before it.</summary>
    private void PlainWord(Region text, int at, int end)
    {
        var bytes = text.Bytes;
        var word = bytes[at..end];
        var length = end - at;
        if (at > 0 && bytes[at - 1] is (byte)'(' or (byte)'[' or (byte)'<')
        {
            if (end < bytes.Length && bytes[end] is (byte)')' or (byte)']' or (byte)'>')
            {
                values.Put(default, text.Slot(at, length, ValueKind.Text));
                (role, noun) = (WordRole.Noun, default);
                return;
            }

            if (Enclosed(text, at) is { Length: > 0 } phrase)
                values.Put("reason"u8, phrase.Slot(ValueKind.Text));
        }

        var next = SentenceWords.Of(word);
        if (hasChanged && (role == WordRole.To || (role == WordRole.From && next == WordRole.Noun)))
        {
            values.Put(role == WordRole.To ? "to"u8 : "from"u8, text.Slot(at, length, ValueKind.Text));
            (role, noun) = (WordRole.Noun, default);
            return;
        }

        if (next == WordRole.Noun && IsName(bytes, word, end))
        {
            Value(text.Slice(at, length), WordKind.Plain, Key(text));
            return;
        }

        if (next is WordRole.Failure or WordRole.Success && Outcome == WordRole.Noun)
            Outcome = isNegated ? next == WordRole.Success ? WordRole.Failure : WordRole.Noun : next;
        isNegated = next == WordRole.Not;
        hasChanged |= next == WordRole.Change;
        label = default;
        if (!(role == WordRole.User && next == WordRole.Named))
            role = next;
        noun = SentenceWords.IsNoun(next) ? new Stretch(at, length) : default;
    }

    /// <summary>Whether a plain word is the value of what stands before it: <c>user hanako</c>, <c>for hanako from</c>, <c>zone trust</c>.</summary>
    private bool IsName(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word, int end) => role switch
    {
        WordRole.User or WordRole.Named or WordRole.Change => SentenceWords.MayBeName(word),
        WordRole.For => SentenceWords.MayBeName(word) && Behind(bytes, end) is var behind && Scan.EqualsIgnoreCase(behind, "from"u8),
        _ => false,
    };

    /// <summary>Where the colon of <c>key:value</c> stands; -1 when the word is none.</summary>
    private static int JoinedKey(ReadOnlySpan<byte> word)
    {
        var colon = word.IndexOf((byte)':');
        var isKey = colon is >= 2 and <= SentenceValues.KeyMax && Scan.IsLetter(word[0]) && !word[..colon].ContainsAny(NoKey);
        if (!isKey || colon + 1 == word.Length || word[colon + 1] is (byte)':' or (byte)'/' || Scan.IsAddress(word))
            return -1;
        // The first two digits of a hardware address look like a key.
        return colon == 2 && Scan.IsHex(word[0]) && Scan.IsHex(word[1]) ? -1 : colon;
    }

    /// <summary>A word in capitals is rarely the value of the noun before it: <c>inbound TCP connection</c>.</summary>
    private static bool IsWordInCapitals(ReadOnlySpan<byte> word) => !word.ContainsAnyExceptInRange((byte)'A', (byte)'Z');

    private bool IsNamed(ReadOnlySpan<byte> bytes) => !label.IsEmpty || (!noun.IsEmpty && (role is WordRole.Named or WordRole.User or WordRole.Change || SentenceWords.MayBeName(noun.Of(bytes))));

    /// <summary>The plain word behind a number, when nothing but a space is between.</summary>
    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> bytes, int end)
    {
        if (end + 1 >= bytes.Length || bytes[end] != ' ')
            return default;
        var length = 0;
        var rest = bytes[(end + 1)..];
        while (length < rest.Length && Scan.IsLetter(rest[length]))
            length++;
        return length > 1 && (length == rest.Length || rest[length] is (byte)' ' or (byte)',' or (byte)'.' or (byte)')' or (byte)';') ? rest[..length] : default;
    }

    private ReadOnlySpan<byte> Key(Region text) => !label.IsEmpty ? label.Of(text.Bytes) : !noun.IsEmpty ? noun.Of(text.Bytes) : default;

    private void Value(Region value, WordKind kind, ReadOnlySpan<byte> key)
    {
        values.Take(value, kind, key, role);
        (noun, label, role, isNegated) = (default, default, WordRole.Noun, false);
    }

    /// <summary>What a byte does to a word.</summary>
    private enum ByteClass : byte
    {
        /// <summary>It stands inside words of any language.</summary>
        Letter = 0,

        /// <summary>A capital, a digit or a mark: inside a word it makes a code of it.</summary>
        Mark = 1,

        /// <summary>The word ends before it.</summary>
        End = 2,
    }
}
