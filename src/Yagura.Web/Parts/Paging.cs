namespace Yagura.Web.Parts;

/// <summary>Which page of a list is shown.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Size">Rows a page.</param>
/// <param name="Total">Rows in all.</param>
public sealed record Paging(int Index, int Size, long Total)
{
    /// <summary>Rows a page shows.</summary>
    public const int RowsMax = 50;

    /// <summary>Reads the page number of an address; what is none is the first.</summary>
    public static int IndexOf(PageAddress address) => int.TryParse(address.Value("page"), out var index) && index is >= 1 and <= 1_000_000 ? index : 1;

    /// <summary>Rows before this page.</summary>
    public int Skip => (Index - 1) * Size;

    /// <summary>Number of the first row shown; 0 when none is.</summary>
    public long First => Total == 0 ? 0 : Skip + 1;

    /// <summary>Number of the last row shown.</summary>
    public long Last => Math.Min(Total, (long)Skip + Size);
}
