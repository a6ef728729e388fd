using System.Globalization;

namespace Yagura.Archive.Spool;

/// <summary>The constants of the spool's files (docs/formats/spool.md).</summary>
internal static class SpoolFormat
{
    internal const int Version = 1;

    /// <summary>Header and batches begin at multiples of this many bytes, so that a torn sector (512 or 4096) of a write never holds bytes acknowledged before it.</summary>
    internal const int PageBytes = 4096;

    /// <summary>The largest batch, header and padding included; a commit above it is refused before anything is written.</summary>
    internal const int BatchBytesMax = 512 * 1024 * 1024;

    /// <summary>The longest source, listener, peer, gap, place or reason, in bytes of UTF-8.</summary>
    internal const int TextBytesMax = 65_534;

    internal const string Suffix = ".spool";
    internal const string TemporarySuffix = ".spool.tmp";
    internal const string DamagedSuffix = ".spool.damaged";

    private const int NumberDigits = 10;

    internal static string FileName(long number) => number.ToString("D10", CultureInfo.InvariantCulture) + Suffix;

    /// <summary>The number in a file's name with this suffix; null for another name.</summary>
    internal static long? NumberOf(string name, string suffix) =>
        name.Length == NumberDigits + suffix.Length
        && name.EndsWith(suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, NumberDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    internal static int Padded(int bytes) => checked(bytes + PageBytes - 1) / PageBytes * PageBytes;
}
