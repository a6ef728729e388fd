using Yagura.Events;
using Yagura.Intake.Counting;

namespace Yagura.Intake.Sources;

/// <summary>Names for senders that nobody registered: so many a listener and UTC day, the rest <c>unregistered.other</c> (CUSTODY 2).</summary>
internal sealed class UnregisteredNames(IntakeLimits limits)
{
    private const string Prefix = "unregistered.";
    private readonly Lock _lock = new();

    // A row a listener of the configuration; each holds at most UnregisteredNamesPerDay names and is cleared at midnight UTC.
    private readonly Dictionary<string, Day> _days = [];

    /// <summary>The name of a sender.</summary>
    /// <param name="listener">The listener's id.</param>
    /// <param name="sender">Its address or host as text.</param>
    /// <param name="at">The receive time, whose UTC day counts.</param>
    internal string Of(string listener, ReadOnlySpan<char> sender, ReceiveTime at)
    {
        Span<char> name = stackalloc char[Identifier.LengthMax];
        var written = Write(sender, name);
        if (written == 0) return IntakeCounts.Other;
        lock (_lock)
        {
            var names = Today(listener, at.UtcTicks / TimeSpan.TicksPerDay).Names;
            var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(name[..written], out var known)) return known;
            if (names.Count >= limits.UnregisteredNamesPerDay) return IntakeCounts.Other;
            var added = new string(name[..written]);
            names.Add(added);
            return added;
        }
    }

    private Day Today(string listener, long number)
    {
        if (!_days.TryGetValue(listener, out var day) || day.Number != number)
        {
            day = new Day(number, []);
            _days[listener] = day;
        }
        return day;
    }

    // Only characters of an id; a name that is too long is cut, which may join two hosts but never names a third.
    private static int Write(ReadOnlySpan<char> sender, Span<char> name)
    {
        if (sender.IsEmpty) return 0;
        Prefix.CopyTo(name);
        var at = Prefix.Length;
        foreach (var c in sender[..Math.Min(sender.Length, name.Length - at)])
        {
            var lower = char.ToLowerInvariant(c);
            name[at++] = lower is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or ':' or '-' ? lower : '-';
        }
        return at;
    }

    private sealed record Day(long Number, HashSet<string> Names);
}
