using System.Text;
using Yagura.Decoding.Text;

namespace Yagura.Decoding.Envelopes;

/// <summary>Names of facilities and severities (RFC 5424 section 6.2.1), by number.</summary>
internal static class SyslogNames
{
    public static readonly byte[][] Facilities = Words(
        "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "solaris-cron",
        "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");

    public static readonly byte[][] Severities = Words("Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug");

    /// <summary>Severities as syslog.conf writes them, by number.</summary>
    private static readonly byte[][] Short = Words("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /// <summary>Its older spellings, by number.</summary>
    private static readonly byte[][] Old = Words("panic", "alert", "crit", "error", "warn", "notice", "info", "debug");

    /// <summary>Every spelling of a level, with those that only programs use.</summary>
    private static readonly byte[][] AllSeverities = [.. Severities, .. Short, .. Old, .. Words("trace", "fatal", "verbose", "ddebug", "subdebug")];

    public static bool TryFacility(ReadOnlySpan<byte> name, out int number)
    {
        number = Find(Facilities, name);
        return number >= 0;
    }

    public static bool TrySeverity(ReadOnlySpan<byte> name, out int number)
    {
        number = Math.Max(Find(Short, name), Find(Old, name));
        return number >= 0;
    }

    /// <summary>Whether a word is the name of a level, in any spelling and case.</summary>
    public static bool IsSeverity(ReadOnlySpan<byte> name)
    {
        foreach (var known in AllSeverities)
        {
            if (Scan.EqualsIgnoreCase(name, known))
                return true;
        }

        return false;
    }

    private static int Find(byte[][] names, ReadOnlySpan<byte> name)
    {
        for (var number = 0; number < names.Length; number++)
        {
            if (name.SequenceEqual(names[number]))
                return number;
        }

        return -1;
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
