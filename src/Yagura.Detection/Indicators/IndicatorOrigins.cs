namespace Yagura.Detection.Indicators;

/// <summary>Files and the sources that they speak for, numbered.</summary>
internal sealed class IndicatorOrigins
{
    /// <summary>Most pairs of file and source.</summary>
    public const int CountMax = ushort.MaxValue;

    private readonly List<IndicatorOrigin> list = [];
    private readonly Dictionary<(string File, string Source), int> places = [];

    /// <summary>The origin of a number.</summary>
    public IndicatorOrigin this[int number] => list[number];

    /// <summary>Every origin.</summary>
    public IReadOnlyList<IndicatorOrigin> All => list;

    /// <summary>The number of a file and source; -1 when there are too many.</summary>
    public int Of(string file, string source, DateTimeOffset changed)
    {
        if (places.TryGetValue((file, source), out var place))
            return place;
        if (list.Count == CountMax)
            return -1;
        list.Add(new IndicatorOrigin(file, source, changed));
        return places[(file, source)] = list.Count - 1;
    }

    /// <summary>Whether two origins are of one source.</summary>
    public bool IsSameSource(ushort left, ushort right) => left == right || list[left].Source == list[right].Source;
}

/// <summary>Where an indicator stands.</summary>
/// <param name="File">Path below the folder, with <c>/</c>.</param>
/// <param name="Source">Id of the source.</param>
/// <param name="Changed">When the file was changed last.</param>
public sealed record IndicatorOrigin(string File, string Source, DateTimeOffset Changed);
