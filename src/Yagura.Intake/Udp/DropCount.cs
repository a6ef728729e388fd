namespace Yagura.Intake.Udp;

/// <summary>Turns the kernel's running 32-bit count of a socket's drops, heard from two sides, into drops not yet reported.</summary>
internal sealed class DropCount
{
    private uint _seen;

    /// <summary>How many drops the count adds to what is known; 0 for a count that is older than what is known.</summary>
    internal uint Advance(uint count)
    {
        // The count wraps; a difference of more than half the range is an older count.
        var more = unchecked(count - _seen);
        if (more > int.MaxValue) return 0;
        _seen = count;
        return more;
    }
}
