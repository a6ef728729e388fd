using Yagura.Decoding.Text;

namespace Yagura.Decoding.Times;

/// <summary>Reads how long something took as devices write it on a clock: <c>0:02:13</c>, <c>1:00:00:07</c> with days, <c>1h:02m:03s</c>, <c>2d 3h</c>, <c>1d02h03m</c>.</summary>
internal static class ClockDuration
{
    private const int SecondsOfDay = 86_400;

    /// <summary>Most numbers of a duration: days, hours, minutes, seconds.</summary>
    private const int NumbersMax = 4;

    private static readonly int[] Weights = [SecondsOfDay, 3600, 60, 1];

    /// <summary>Reads the whole text as seconds. False for anything else, a bare number too.</summary>
    public static bool TrySeconds(ReadOnlySpan<byte> text, out double seconds)
    {
        seconds = 0;
        Span<long> numbers = stackalloc long[NumbersMax];
        var count = 0;
        var units = 0;
        var lastUnit = -1;
        for (var at = 0; at < text.Length;)
        {
            var digits = Scan.Digits(text, at);
            if (digits is 0 or > 9 || count == NumbersMax)
                return false;
            var number = Scan.Number(text.Slice(at, digits));
            at += digits;
            numbers[count++] = number;
            if (at < text.Length && UnitOf(text[at]) is >= 0 and var unit)
            {
                if (unit <= lastUnit)
                    return false;
                (lastUnit, units, at) = (unit, units + 1, at + 1);
                seconds += number * (double)Weights[unit];
            }

            if (at == text.Length)
                break;
            if (text[at] is (byte)':' or (byte)' ')
                at++;
            else if (units < count)
                return TryFraction(text, at, count, units, numbers, ref seconds);
            if (at == text.Length)
                return false;
        }

        return units == count ? count > 0 : units == 0 && TryClock(numbers[..count], ref seconds);
    }

    /// <summary><c>.250</c> behind the seconds of a clock without units.</summary>
    private static bool TryFraction(ReadOnlySpan<byte> text, int at, int count, int units, ReadOnlySpan<long> numbers, ref double seconds)
    {
        if (text[at] != '.' || units > 0 || !TryClock(numbers[..count], ref seconds))
            return false;
        var digits = Scan.Digits(text, at + 1);
        if (digits is 0 or > 9 || at + 1 + digits != text.Length)
            return false;
        seconds += Scan.Number(text.Slice(at + 1, digits)) / Math.Pow(10, digits);
        return true;
    }

    private static bool TryClock(ReadOnlySpan<long> numbers, ref double seconds)
    {
        if (numbers.Length < 2)
            return false;
        seconds = 0;
        for (var i = 0; i < numbers.Length; i++)
            seconds += numbers[i] * (double)Weights[NumbersMax - numbers.Length + i];
        return true;
    }

    private static int UnitOf(byte letter) => (letter | 0x20) switch { 'd' => 0, 'h' => 1, 'm' => 2, 's' => 3, _ => -1 };
}
