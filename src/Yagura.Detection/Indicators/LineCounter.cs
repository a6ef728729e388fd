namespace Yagura.Detection.Indicators;

/// <summary>The line of a place in a file, counted on from the place asked before.</summary>
internal struct LineCounter
{
    private long at;
    private int line;

    /// <summary>Line from 1 of a byte; places are asked in their order.</summary>
    public int Of(ReadOnlySpan<byte> bytes, long place)
    {
        if (place < at)
            (at, line) = (0, 0);
        line += bytes[(int)at..(int)place].Count((byte)'\n');
        at = place;
        return line + 1;
    }
}
