using System.Globalization;

namespace Yagura.Events.Predicates;

/// <summary>Numbers as text: what compares as a number and how a number is written once.</summary>
public static class NumberText
{
    /// <summary>Reads a whole UTF-8 text as a decimal number (sign, fraction, exponent); false for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    /// <summary>The one written form of a number: no exponent, no trailing zeros, <c>4688.0</c> is <c>4688</c>.</summary>
    public static string Write(decimal number) => (number / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the one written form as UTF-8; returns its length, 0 when the text is no decimal number or does not fit.</summary>
    public static int Rewrite(ReadOnlySpan<byte> text, Span<byte> destination) =>
        TryRead(text, out var number) && (number / 1.000000000000000000000000000000000m).TryFormat(destination, out var written, default, CultureInfo.InvariantCulture) ? written : 0;
}
