namespace Yagura.Archive.Spool;

/// <summary>The kinds of note in a spool file, and a decimal as two numbers.</summary>
internal static class NoteFrame
{
    internal enum Kind : byte
    {
        Alive = 1,
        Stopped = 2,
        Down = 3,
        Damaged = 4,
        Loss = 5,
        Clock = 6,
    }

    internal static Kind KindOf(SpoolNote note) => note switch
    {
        AliveNote => Kind.Alive,
        StoppedNote => Kind.Stopped,
        DownNote => Kind.Down,
        DamagedNote => Kind.Damaged,
        LossNote => Kind.Loss,
        ClockNote => Kind.Clock,
        _ => throw new ArgumentException($"unknown note {note.GetType().Name}", nameof(note)),
    };

    internal static long DecimalLow(decimal value)
    {
        var bits = decimal.GetBits(value);
        return (uint)bits[0] | ((long)bits[1] << 32);
    }

    internal static long DecimalHigh(decimal value)
    {
        var bits = decimal.GetBits(value);
        return (uint)bits[2] | ((long)bits[3] << 32);
    }

    internal static decimal Decimal(long low, long high) => new([(int)low, (int)(low >> 32), (int)high, (int)(high >> 32)]);
}
