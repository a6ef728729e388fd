using System.Globalization;
using System.Numerics;

namespace Yagura.ServiceLevel.Numbers;

/// <summary>How a figure's last digit is made. It is part of the contract (FIGURES 3): a figure is rounded once, from the exact rational.</summary>
public enum Rounding
{
    /// <summary>切捨て: toward zero.</summary>
    Truncate,

    /// <summary>四捨五入: half away from zero.</summary>
    HalfUp,

    /// <summary>切上げ: away from zero.</summary>
    Up,

    /// <summary>Half to even.</summary>
    HalfEven,
}

/// <summary>An exact fraction; no figure passes through a double.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    /// <summary>A fraction in lowest terms.</summary>
    /// <param name="numerator">Any whole number.</param>
    /// <param name="denominator">Not zero.</param>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(denominator, BigInteger.Zero);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    /// <summary>Above the line, with the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Below the line, positive.</summary>
    public BigInteger Denominator { get; }

    /// <summary>Reads <c>0.01%</c>, <c>99.9%</c>, <c>12.5</c>, exactly.</summary>
    /// <param name="text">Digits, a point, perhaps a percent sign.</param>
    /// <param name="value">The exact value; one per cent is 1/100.</param>
    public static bool TryParse(string text, out Rational value)
    {
        var percent = text.EndsWith('%');
        var ok = decimal.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        value = ok ? Of(number) : default;
        if (ok && percent) value = new Rational(value.Numerator, value.Denominator * 100);
        return ok;
    }

    /// <summary>The exact value of a decimal.</summary>
    /// <param name="number">Any.</param>
    public static Rational Of(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var scale = (bits[3] >> 16) & 0xff;
        var whole = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return new Rational(bits[3] < 0 ? -whole : whole, BigInteger.Pow(10, scale));
    }

    /// <summary>The value × 10^digits as a whole number, rounded once.</summary>
    /// <param name="digits">Digits after the point, 0 to 12.</param>
    /// <param name="rounding">The contract's.</param>
    public BigInteger Scaled(int digits, Rounding rounding)
    {
        var shifted = BigInteger.Abs(Numerator) * BigInteger.Pow(10, digits);
        var whole = BigInteger.DivRem(shifted, Denominator, out var left);
        var up = rounding switch
        {
            Rounding.Truncate => false,
            Rounding.Up => !left.IsZero,
            Rounding.HalfUp => left * 2 >= Denominator,
            _ => left * 2 > Denominator || (left * 2 == Denominator && !whole.IsEven),
        };
        if (up) whole += 1;
        return Numerator.Sign < 0 ? -whole : whole;
    }

    /// <summary>The value as it is printed.</summary>
    /// <param name="digits">Digits after the point.</param>
    /// <param name="rounding">The contract's.</param>
    public string Print(int digits, Rounding rounding)
    {
        var scaled = Scaled(digits, rounding);
        var text = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = scaled.Sign < 0 ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    /// <summary>The value as a percentage, as it is printed: <c>99.5%</c>.</summary>
    /// <param name="digits">Digits after the point.</param>
    /// <param name="rounding">The contract's.</param>
    public string PrintPercent(int digits, Rounding rounding) => new Rational(Numerator * 100, Denominator).Print(digits, rounding) + "%";

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>Exact comparison.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <summary>Exact comparison.</summary>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <summary>Exact comparison.</summary>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <summary>Exact comparison.</summary>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;
}
