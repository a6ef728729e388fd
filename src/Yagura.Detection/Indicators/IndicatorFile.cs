using System.Text;
using Yagura.Events;

namespace Yagura.Detection.Indicators;

/// <summary>One file while it is read: its defaults, what was taken and what was not.</summary>
internal sealed class IndicatorFile(IndicatorTable table, IndicatorOrigins origins, string path, DateTimeOffset changed)
{
    /// <summary>Faults of a file that are kept with their line; the rest are counted.</summary>
    private const int FaultsMax = 200;

    private readonly byte[] key = new byte[IndicatorReading.KeyBytesMax];
    private readonly Dictionary<string, (long Count, int Line, string First)> grouped = new(StringComparer.Ordinal);
    private long untold;
    private int origin = -1;

    /// <summary>Path below the folder, with <c>/</c>.</summary>
    public string Path => path;

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset Changed => changed;

    /// <summary>Source of the indicators that follow.</summary>
    public string Source { get; private set; } = SourceOf(path);

    /// <summary>Whether the folder's name gives the source, which wins over what a file says of itself.</summary>
    public bool IsSourceFixed { get; } = path.Contains('/', StringComparison.Ordinal);

    /// <summary>Confidence of what says none.</summary>
    public byte Confidence { get; set; } = IndicatorEntry.NoConfidence;

    /// <summary>Expiry of what says none.</summary>
    public uint Expires { get; set; } = IndicatorEntry.NeverExpires;

    /// <summary>Kind of what says none.</summary>
    public IndicatorKind Kind { get; set; }

    /// <summary>What the head allows.</summary>
    public IndicatorAllowance Allow { get; set; }

    /// <summary>What is to be said, in the order in which it was met.</summary>
    public List<IndicatorFault> Faults { get; } = [];

    /// <summary>Values that were refused, those without a line of their own included.</summary>
    public long Refused { get; private set; }

    /// <summary>Names another source for what follows; false when the name cannot be one.</summary>
    public bool TrySource(string name)
    {
        if (!Identifier.IsValid(name))
            return false;
        (Source, origin) = (name, -1);
        return true;
    }

    /// <summary>Takes a value with the file's defaults.</summary>
    public void Add(ReadOnlySpan<byte> text, int line) => Add(text, Kind, line, Confidence, Expires);

    /// <summary>Takes a value, or says why not.</summary>
    public void Add(ReadOnlySpan<byte> text, IndicatorKind wanted, int line, byte confidence, uint expires)
    {
        var (kind, length) = IndicatorReading.Read(text, wanted, key, out var reason);
        if (length == 0)
        {
            Refuse(line, reason);
            return;
        }

        if (Breadth.Objection(kind, key.AsSpan(0, length), Allow) is { } objection)
        {
            Refuse(line, $"{IndicatorKinds.Name(kind)} {IndicatorReading.Text(kind, key.AsSpan(0, length))}: {objection}");
            return;
        }

        if (origin < 0 && (origin = origins.Of(path, Source, changed)) < 0)
        {
            Refuse(line, $"more than {IndicatorOrigins.CountMax} files and sources");
            return;
        }

        var entry = new IndicatorEntry { Kind = kind, Confidence = confidence, Expires = expires, Line = line, Origin = (ushort)origin };
        if (table.Add(entry, key.AsSpan(0, length), origins.IsSameSource) < 0)
            Refuse(line, $"more than {IndicatorTable.EntriesMax:N0} indicators or {IndicatorTable.KeyBytesMax >> 20} MB of values");
    }

    /// <summary>A value is not matched.</summary>
    public void Refuse(int line, string reason)
    {
        Refused++;
        Say(line, reason, IndicatorFaultKind.Refused);
    }

    /// <summary>Values of one kind that cannot be matched: told once, with their number and the first of them.</summary>
    public void RefuseGrouped(string reason, int line, string first)
    {
        Refused++;
        Group(reason, line, first);
    }

    /// <summary>Something a person should look at.</summary>
    public void Warn(int line, string reason) => Say(line, reason, IndicatorFaultKind.Warning);

    /// <summary>Things of one kind to look at: told once, with their number and the first of them.</summary>
    public void WarnGrouped(string reason, int line, string first) => Group("~" + reason, line, first);

    /// <summary>The file cannot be read to its end.</summary>
    public void Break(int line, string reason) => Faults.Add(new IndicatorFault(path, line, reason, IndicatorFaultKind.Broken));

    /// <summary>Ends the file: what was only counted is told.</summary>
    public void Close()
    {
        foreach (var (reason, (count, line, first)) in grouped.OrderBy(group => group.Value.Line))
        {
            var isWarning = reason[0] == '~';
            Faults.Add(new IndicatorFault(path, line, $"{(isWarning ? reason[1..] : reason)}: {count:N0}, the first is {first}", isWarning ? IndicatorFaultKind.Warning : IndicatorFaultKind.Refused));
        }

        if (untold > 0)
            Faults.Add(new IndicatorFault(path, 0, $"{untold:N0} more like these", IndicatorFaultKind.Refused));
    }

    // Bounded: groups are made of reasons in the code and of types, at most FaultsMax of them.
    private void Group(string reason, int line, string first)
    {
        if (grouped.TryGetValue(reason, out var known))
            grouped[reason] = known with { Count = known.Count + 1 };
        else if (grouped.Count < FaultsMax)
            grouped[reason] = (1, line, first);
        else
            untold++;
    }

    private void Say(int line, string reason, IndicatorFaultKind kind)
    {
        if (Faults.Count < FaultsMax)
            Faults.Add(new IndicatorFault(path, line, reason, kind));
        else
            untold++;
    }

    /// <summary>A folder below the indicators' is a source; a file right in it is one of its own.</summary>
    private static string SourceOf(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return Slug(slash > 0 ? path[..slash] : System.IO.Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>A name as an identifier: what cannot stand in one becomes a dash.</summary>
    public static string Slug(string name)
    {
        const int SlugMax = 60;
        var slug = new StringBuilder();
        foreach (var letter in name.Trim().ToLowerInvariant().Take(SlugMax))
            slug.Append(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-');
        var text = slug.ToString().Trim('-', '.', '_');
        return text.Length > 0 && Identifier.IsValid(text) ? text : "unnamed";
    }
}
