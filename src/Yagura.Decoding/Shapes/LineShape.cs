using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Yagura.Decoding.Shapes;

/// <summary>What lines that no decoder knows have in common: a pattern of the decoders' own language whose captures have no name yet.</summary>
/// <remarks>
/// A sentence becomes <c>user %{word} from %{ip} port %{int}</c>; pairs and objects that only their form is known of become the list of their keys,
/// <c>kv: user src</c> and <c>json: user src</c>. Two lines of one shape are lines of one sentence.
/// </remarks>
public static class LineShape
{
    /// <summary>Characters of a shape; what comes after is <c>%{rest}</c>.</summary>
    public const int LengthMax = 240;

    /// <summary>Bytes of a line that are looked at.</summary>
    public const int BytesMax = 1024;

    /// <summary>The shape that ends a long line.</summary>
    public const string Rest = "%{rest}";

    internal const string Pairs = "kv: ";
    internal const string Objects = "json: ";
    private const int KeysMax = 16;
    private const string Between = " \t()[]{}<>,;=|\"'";

    /// <summary>The shape of a line.</summary>
    /// <param name="decoder">The id of the decoder that knew its form only; null when none did.</param>
    /// <param name="message">The line without its envelope, UTF-8; any bytes are allowed.</param>
    public static string Of(string? decoder, ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message[..Math.Min(message.Length, BytesMax)]);
        return decoder switch
        {
            "generic/json" => Objects + string.Join(' ', ObjectKeys(message)),
            "generic/kv" => Pairs + string.Join(' ', PairKeys(text)),
            _ => Sentence(text, message.Length > BytesMax),
        };
    }

    /// <summary>One shape for two sentences that differ in a few words, which are names then; null when they are two sentences.</summary>
    public static string? Merged(string left, string right)
    {
        if (IsForm(left) || IsForm(right)) return null;
        var mine = left.Split(' ');
        return Merge(mine, right.Split(' ')) ? string.Join(' ', mine) : null;
    }

    /// <summary>The same word by word, in place; false, and nothing changed, when they are two sentences.</summary>
    /// <param name="mine">Words of a sentence, which take the captures.</param>
    /// <param name="other">Words of the other.</param>
    public static bool Merge(string[] mine, string[] other)
    {
        // The first word says what the sentence is about.
        if (mine.Length != other.Length || mine.Length < 4 || mine[0] != other[0]) return false;
        var differing = 0;
        for (var at = 1; at < mine.Length; at++)
        {
            // A word of punctuation or captures is no name.
            if (mine[at] != other[at] && (++differing > mine.Length / 4 || !IsName(mine[at]) || !IsName(other[at]))) return false;
        }
        for (var at = 1; at < mine.Length; at++)
            if (mine[at] != other[at]) mine[at] = "%{word}";
        return true;
    }

    /// <summary>Whether a shape is a list of keys.</summary>
    public static bool IsForm(string shape) => shape.StartsWith(Pairs, StringComparison.Ordinal) || shape.StartsWith(Objects, StringComparison.Ordinal);

    private static bool IsName(string word) => word == "%{word}" || word.Length > 0 && word.All(letter => !Between.Contains(letter, StringComparison.Ordinal) && letter != '%');

    private static string Sentence(string text, bool cut)
    {
        var shape = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (shape.Length >= LengthMax) return Ended(shape);
            if (Between.Contains(text[at], StringComparison.Ordinal) || char.IsControl(text[at]))
            {
                at = Separator(text, at, shape);
                continue;
            }
            var end = at;
            while (end < text.Length && !Between.Contains(text[end], StringComparison.Ordinal) && !char.IsControl(text[end])) end++;
            var isValue = at > 0 && text[at - 1] == '=';
            Word(text[at..end], isValue, shape);
            at = end;
        }
        return cut ? Ended(shape) : shape.ToString();
    }

    private static string Ended(StringBuilder shape)
    {
        // Two captures need a literal between them.
        if (shape[^1] == '}') shape.Append(' ');
        return shape.Append(Rest).ToString();
    }

    // What stands between quotes is a value, whatever it holds.
    private static int Separator(string text, int at, StringBuilder shape)
    {
        var sign = text[at];
        if (sign is '"' or '\'' && (at == 0 || text[at - 1] is ' ' or '=' or '(' or '[' or ',' or ':'))
        {
            var close = text.IndexOf(sign, at + 1);
            if (close > at + 1)
            {
                shape.Append(sign).Append("%{some}").Append(sign);
                return close + 1;
            }
        }
        // The language of patterns has no way to write a literal that begins like a capture.
        if (sign is not ('{' or '[') || shape.Length == 0 || shape[^1] != '%') shape.Append(sign);
        return at + 1;
    }

    private static void Word(string word, bool isValue, StringBuilder shape)
    {
        var bare = word.TrimEnd(':', '.');
        var end = word[bare.Length..];
        if (IsAddress(bare)) Capture("ip");
        else if (bare.LastIndexOf(':') is var colon and > 0 && IsAddress(bare[..colon]) && IsInteger(bare[(colon + 1)..])) shape.Append("%{ip}:%{int}");
        else if (IsInteger(bare)) Capture("int");
        else if (isValue || bare.Any(char.IsAsciiDigit) || bare.Contains('%', StringComparison.Ordinal)) Capture("word");
        else shape.Append(bare);
        shape.Append(end);

        void Capture(string check)
        {
            if (shape.Length > 0 && shape[^1] == '}') shape.Append(' ');
            shape.Append("%{").Append(check).Append('}');
        }
    }

    private static bool IsInteger(string word) => word.Length is > 0 and < 19 && word.All(char.IsAsciiDigit);

    private static bool IsAddress(string word) =>
        word.Length <= 45 && IPAddress.TryParse(word, out var address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? word.Count(letter => letter == '.') == 3 : word.Contains(':', StringComparison.Ordinal));

    private static IEnumerable<string> PairKeys(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0)
        .Select(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)])
        .Where(IsKey).Distinct().Take(KeysMax);

    private static List<string> ObjectKeys(ReadOnlySpan<byte> json)
    {
        List<string> keys = [];
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
            reader.Read();
            while (keys.Count < KeysMax && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.GetString() is { } key && IsKey(key)) keys.Add(key);
                if (!reader.Read() || !reader.TrySkip()) break;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // As far as it could be read.
        }
        return keys;
    }

    private static bool IsKey(string key) => key.Length is > 0 and <= 64 && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '@');
}
