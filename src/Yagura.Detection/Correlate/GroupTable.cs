using Yagura.Detection.Sigma;

namespace Yagura.Detection.Correlate;

/// <summary>The live groups of one correlation, at most <see cref="GroupsMax"/>: past it the one longest unused is let go, and counted.</summary>
internal sealed class GroupTable
{
    /// <summary>Groups that one correlation keeps.</summary>
    public const int GroupsMax = 65_536;

    /// <summary>Records that one correlation keeps over all its groups.</summary>
    public const int EntriesMax = 1_000_000;

    private readonly SigmaCorrelation correlation;
    private readonly int groupsMax;
    private readonly int capacity;
    private readonly long timespan;
    private readonly Dictionary<string, Window> windows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Window>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private Window? oldest;
    private Window? newest;
    private long entries;

    /// <summary>A table of windows.</summary>
    /// <param name="correlation">Whose groups they are.</param>
    /// <param name="groupsMax">Groups kept.</param>
    /// <param name="capacity">Records kept of each.</param>
    public GroupTable(SigmaCorrelation correlation, int groupsMax, int capacity)
    {
        this.correlation = correlation;
        this.groupsMax = groupsMax;
        this.capacity = capacity;
        timespan = correlation.Timespan.Ticks;
        lookup = windows.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Groups let go while they could still have mattered.</summary>
    public long Evicted { get; private set; }

    /// <summary>Number of live groups.</summary>
    public int Count => windows.Count;

    /// <summary>The window of a group, new when there is none; it becomes the one last used.</summary>
    /// <param name="key">The group.</param>
    /// <param name="now">Time of the event, in ticks.</param>
    public Window Use(ReadOnlySpan<char> key, long now)
    {
        if (!lookup.TryGetValue(key, out var window))
        {
            if (windows.Count >= groupsMax)
                LetGo(oldest!, now);
            window = new Window(capacity, new WindowTotals(correlation)) { Key = key.ToString() };
            windows.Add(window.Key, window);
        }
        else
        {
            Unlink(window);
        }

        window.Older = newest;
        if (newest is not null)
            newest.Newer = window;
        newest = window;
        oldest ??= window;
        return window;
    }

    /// <summary>Tells how many records the group last used has gained (or lost); past <see cref="EntriesMax"/> the longest unused groups go.</summary>
    public void Grew(int by, long now)
    {
        entries += by;
        while (entries > EntriesMax && oldest != newest)
            LetGo(oldest!, now);
    }

    /// <summary>Writes all groups for a snapshot, the longest unused first.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Count);
        for (var window = oldest; window is not null; window = window.Newer)
            window.WriteTo(writer);
    }

    /// <summary>Takes what <see cref="WriteTo"/> wrote into a new table.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var window = Use(reader.ReadString(), now: 0);
            window.ReadFrom(reader);
            entries += window.Count;
        }
    }

    private void LetGo(Window window, long now)
    {
        entries -= window.Count;
        if (window.Newest >= now - timespan)
            Evicted++;
        windows.Remove(window.Key);
        Unlink(window);
    }

    private void Unlink(Window window)
    {
        if (window.Older is not null)
            window.Older.Newer = window.Newer;
        else if (oldest == window)
            oldest = window.Newer;
        if (window.Newer is not null)
            window.Newer.Older = window.Older;
        else if (newest == window)
            newest = window.Older;
        window.Older = null;
        window.Newer = null;
    }
}
