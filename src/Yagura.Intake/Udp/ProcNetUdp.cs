using System.Globalization;

namespace Yagura.Intake.Udp;

/// <summary>Reads a socket's drops from /proc/net/udp and udp6: the second witness, which needs no later datagram to speak.</summary>
internal static class ProcNetUdp
{
    /// <summary>The drops of the socket with this inode; null when the tables do not show it.</summary>
    internal static uint? Drops(string inode)
    {
        foreach (var table in (ReadOnlySpan<string>)["/proc/net/udp", "/proc/net/udp6"])
        {
            if (!File.Exists(table)) continue;
            foreach (var line in File.ReadLines(table))
            {
                if (Drops(line, inode) is { } drops) return drops;
            }
        }
        return null;
    }

    /// <summary>The inode of an open socket of this process; null where /proc does not say.</summary>
    internal static string? Inode(int descriptor)
    {
        var target = File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)?.Name;
        return target is not null && target.StartsWith("socket:[", StringComparison.Ordinal) ? target[8..^1] : null;
    }

    // sl local rem st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops
    internal static uint? Drops(string line, string inode)
    {
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < 13 || columns[9] != inode) return null;
        return uint.TryParse(columns[12], NumberStyles.None, CultureInfo.InvariantCulture, out var drops) ? drops : null;
    }
}
