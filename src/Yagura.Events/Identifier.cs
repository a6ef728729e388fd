using System.Buffers;

namespace Yagura.Events;

/// <summary>The one form of an id (node, source, listener, rule group): <c>[a-z0-9][a-z0-9._:-]{0,62}</c> (CUSTODY 4).</summary>
public static class Identifier
{
    /// <summary>The longest id, in characters.</summary>
    public const int LengthMax = 63;

    /// <summary>What a refused id should have looked like, for error messages.</summary>
    public const string Allowed = "1 to 63 characters of a-z 0-9 . _ : -, beginning with a letter or digit";

    private static readonly SearchValues<char> First = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Rest = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>Whether the text is an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= LengthMax && First.Contains(text[0]) && !text.ContainsAnyExcept(Rest);
}
