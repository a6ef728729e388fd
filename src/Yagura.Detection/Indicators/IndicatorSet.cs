using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>All indicators of the folders, with what was refused. Immutable; a reload makes another.</summary>
public sealed class IndicatorSet
{
    private readonly IndicatorOrigins origins;

    private IndicatorSet(IndicatorTable table, IndicatorOrigins origins, IReadOnlyList<IndicatorFile> files, string hash)
    {
        (Table, this.origins, Hash) = (table, origins, hash);
        Faults = [.. files.SelectMany(file => file.Faults)];
        Sources = [.. IndicatorSource.Of(table, origins, files)];
    }

    /// <summary>A set without indicators.</summary>
    public static IndicatorSet Empty { get; } = Load([]);

    /// <summary>Number of indicators, the expired ones included: a hunt in the past asks for them.</summary>
    public int Count => Table.Count;

    /// <summary>Memory that they take, in bytes.</summary>
    public long Bytes => Table.Bytes;

    /// <summary>SHA-256 (lower-case hex) over the sorted lines <c>&lt;sha256&gt;  &lt;path&gt;</c> of all files; empty when there is none.</summary>
    public string Hash { get; }

    /// <summary>The sources, by name.</summary>
    public ImmutableArray<IndicatorSource> Sources { get; }

    /// <summary>What is not matched as it is written, by file.</summary>
    public ImmutableArray<IndicatorFault> Faults { get; }

    /// <summary>The table.</summary>
    internal IndicatorTable Table { get; }

    /// <summary>Reads every file below the folders: <c>.txt</c>, <c>.list</c>, <c>.csv</c>, <c>.json</c> (MISP or STIX 2.1), in the order of their paths.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder is not there.</exception>
    public static IndicatorSet Load(IReadOnlyList<string> folders)
    {
        var found = folders.SelectMany(IndicatorFolder.FilesOf).ToList();
        var table = new IndicatorTable((int)Math.Min(found.Sum(file => file.Length) / 24, IndicatorTable.EntriesMax));
        var numbered = new IndicatorOrigins();
        var lines = new List<string>(found.Count);
        var files = new List<IndicatorFile>(found.Count);
        foreach (var one in found)
        {
            var file = new IndicatorFile(table, numbered, one.Path, one.Changed);
            lines.Add($"{IndicatorFolder.Read(one, file)}  {one.Path}\n");
            file.Close();
            files.Add(file);
        }

        table.Close();
        lines.Sort(StringComparer.Ordinal);
        return new IndicatorSet(table, numbered, files, lines.Count == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)))));
    }

    /// <summary>Where a value stands: every source that has it, as itself or as the block or domain that covers it. Empty with a reason when it is no value that could be one.</summary>
    public IReadOnlyList<IndicatorHit> Find(string value, out string reason)
    {
        var key = new byte[IndicatorReading.KeyBytesMax];
        var (kind, length) = IndicatorReading.Read(Encoding.UTF8.GetBytes(value.Trim()), IndicatorKind.Unknown, key, out reason);
        if (length == 0)
            return [];
        var hits = new List<IndicatorHit>();
        foreach (var first in new IndicatorProbe(Table).Any(kind, key.AsSpan(0, length)))
        {
            for (var one = first; one >= 0; one = Table[one].Next)
                hits.Add(HitOf(one));
        }

        return [.. hits.OrderByDescending(hit => hit.Confidence ?? -1).ThenBy(hit => hit.Source, StringComparer.Ordinal)];
    }

    /// <summary>An indicator as people see it.</summary>
    internal IndicatorHit HitOf(int entry)
    {
        ref readonly var one = ref Table[entry];
        var origin = origins[one.Origin];
        return new IndicatorHit(
            one.Kind,
            IndicatorReading.Text(one.Kind, Table.Key(entry)),
            origin.Source,
            one.Confidence == IndicatorEntry.NoConfidence ? null : one.Confidence,
            one.Expires == IndicatorEntry.NeverExpires ? null : DateTimeOffset.FromUnixTimeSeconds(one.Expires),
            origin.File,
            one.Line);
    }

    /// <summary>Name of an indicator's source.</summary>
    internal string SourceOf(int entry) => origins[Table[entry].Origin].Source;

    /// <summary>The sources that have an indicator's value.</summary>
    internal IEnumerable<string> SourcesWith(int entry)
    {
        var kind = Table[entry].Kind;
        for (var one = Table.Find(kind, Table.Key(entry), IndicatorHash.Of(kind, Table.Key(entry))); one >= 0; one = Table[one].Next)
            yield return SourceOf(one);
    }

    /// <summary>The entry of a value and source; -1 for none.</summary>
    internal int EntryOf(IndicatorKind kind, ReadOnlySpan<byte> key, string source)
    {
        var entry = Table.Find(kind, key, IndicatorHash.Of(kind, key));
        while (entry >= 0 && SourceOf(entry) != source)
            entry = Table[entry].Next;
        return entry;
    }
}

/// <summary>One indicator as people see it.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Value">Its canonical text.</param>
/// <param name="Source">Id of the source.</param>
/// <param name="Confidence">0 to 100; null when the source gives none.</param>
/// <param name="Expires">From when on it does not match; null for never.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Line">Line in the file.</param>
public sealed record IndicatorHit(IndicatorKind Kind, string Value, string Source, int? Confidence, DateTimeOffset? Expires, string File, int Line);
