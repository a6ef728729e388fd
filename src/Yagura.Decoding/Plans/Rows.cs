namespace Yagura.Decoding.Plans;

/// <summary>Neighbouring rows of a table that a plan has once for all: what belongs together stands together, and needs no object of its own.</summary>
internal readonly record struct Rows(int First, int Count)
{
    public ReadOnlySpan<T> Of<T>(T[] table) => table.AsSpan(First, Count);

    /// <summary>Adds rows to the table that is being made.</summary>
    public static Rows Add<T>(List<T> table, IEnumerable<T> rows)
    {
        var first = table.Count;
        table.AddRange(rows);
        return new Rows(first, table.Count - first);
    }
}
