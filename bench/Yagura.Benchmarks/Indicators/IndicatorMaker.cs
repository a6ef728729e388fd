using System.Globalization;

namespace Yagura.Benchmarks.Indicators;

/// <summary>Writes lists of invented indicators in the mix of public feeds: mostly addresses, domains and URLs, many hashes, some blocks and mail addresses.</summary>
internal static class IndicatorMaker
{
    private const int FilesOfList = 4;

    public static void Write(string folder, int count)
    {
        var random = new Random(11);
        for (var file = 0; file < FilesOfList; file++)
        {
            using var list = new StreamWriter(Path.Combine(folder, $"feed{file}.txt"));
            list.WriteLine($"# confidence: {40 + (file * 15)}\n# expires: 2027-03-31");
            for (var i = file; i < count; i += FilesOfList)
                list.WriteLine(Value(random, i));
        }
    }

    // Each value once: its number stands in it.
    private static string Value(Random random, int number)
    {
        var hex = Convert.ToHexStringLower(BitConverter.GetBytes(number));
        return (number % 20) switch
        {
            < 6 => string.Create(CultureInfo.InvariantCulture, $"{23 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}.{random.Next(1, 255)}"),
            < 7 => $"2001:db8:{hex[..4]}:{hex[4..]}::{random.Next(1, 65_000):x}",
            < 8 => string.Create(CultureInfo.InvariantCulture, $"198.{18 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}/{random.Next(24, 33)}"),
            < 13 => $"{Word(random)}{number:x}.{Word(random)}.example",
            < 15 => $"http://{Word(random)}{number:x}.example/{Word(random)}/{Word(random)}.php?id={number}",
            < 17 => $"{hex}{Convert.ToHexStringLower(Bytes(random, 12))}",
            < 19 => $"{hex}{Convert.ToHexStringLower(Bytes(random, 28))}",
            _ => $"{Word(random)}{number:x}@{Word(random)}.example",
        };
    }

    private static string Word(Random random)
    {
        Span<char> letters = stackalloc char[random.Next(4, 12)];
        foreach (ref var letter in letters)
            letter = (char)('a' + random.Next(26));
        return new string(letters);
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
