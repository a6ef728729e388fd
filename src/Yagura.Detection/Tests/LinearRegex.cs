using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Yagura.Detection.Tests;

/// <summary>A regular expression that runs without backtracking, checked when it is read and built when it is first asked.</summary>
/// <remarks>
/// Building the automaton of a pattern costs a thousand times what reading it does, and most rules' patterns are never reached. Only patterns
/// of the plainest form wait; what could be refused (look-around, references, large repetitions) is built at once, so that a refusal is a load error.
/// </remarks>
internal sealed class LinearRegex
{
    /// <summary>Most that the length of a pattern and all its repetitions may come to for the pattern to wait; the engine's own limit is 10,000 states.</summary>
    private const int WaitingSizeMax = 4_000;

    /// <summary>Letters that may follow a backslash in a plain pattern.</summary>
    private static readonly SearchValues<char> PlainEscapes = SearchValues.Create("dDwWsSbBtnrfv");

    private readonly Lazy<Regex> regex;

    /// <summary>A pattern.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It cannot run without backtracking, or has too many states.</exception>
    public LinearRegex(string pattern, RegexOptions options)
    {
        // Not thread-safe need not be: two threads that build it at once come to the same.
        regex = new Lazy<Regex>(() => new Regex(pattern, options | RegexOptions.NonBacktracking), LazyThreadSafetyMode.PublicationOnly);
        IsWaiting = IsPlain(pattern);
        if (IsWaiting)
            Regex.IsMatch("", pattern, options);
        else
            _ = regex.Value;
    }

    /// <summary>Whether it was left to be built when it is first asked.</summary>
    public bool IsWaiting { get; }

    /// <summary>Whether it is found anywhere in a text.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value)
    {
        var characters = ArrayPool<char>.Shared.Rent(Math.Max(1, value.Length));
        try
        {
            var length = Encoding.UTF8.GetChars(value, characters);
            return regex.Value.IsMatch(characters.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    private static bool IsPlain(string pattern)
    {
        var size = pattern.Length;
        for (var i = 0; i < pattern.Length && size <= WaitingSizeMax; i++)
        {
            var rest = pattern.AsSpan(i + 1);
            switch (pattern[i])
            {
                case '\\' when rest.IsEmpty || (char.IsLetterOrDigit(rest[0]) && !PlainEscapes.Contains(rest[0])):
                    return false;
                case '\\':
                    i++;
                    break;
                case '(' when rest is ['?', ..] && !rest.StartsWith("?:") && !rest.StartsWith("?i)"):
                    return false;

                // A repeated group multiplies what stands in it.
                case ')' when rest is ['{', ..]:
                    return false;
                case '{':
                    size += LargestNumber(rest);
                    break;
            }
        }

        return size <= WaitingSizeMax;
    }

    /// <summary>The largest number of <c>{2,64}</c>, given what stands behind the brace; 0 when it is no repetition.</summary>
    private static int LargestNumber(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('}');
        var largest = 0;
        foreach (var part in end < 0 ? default : text[..end].Split(','))
        {
            if (text[part].IsEmpty)
                continue;
            if (!int.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return text[part].ContainsAnyExceptInRange('0', '9') ? 0 : WaitingSizeMax + 1;
            largest = Math.Max(largest, number);
        }

        return largest;
    }
}
