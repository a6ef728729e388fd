namespace Yagura.Intake.Listeners;

/// <summary>Payloads of one connection, side by side in arrays of up to 16 KB: an array a record would be half of what the intake allocates.</summary>
/// <remarks>
/// Only records stand in a slab, in the order in which they are settled, so what a connection's records hold beside themselves
/// is less than two slabs. A slab is as long as what is left of the read that it begins with: a quiet connection holds no more than before.
/// </remarks>
internal sealed class PayloadSlab
{
    internal const int BytesMax = 16 * 1024;

    private byte[] _slab = [];
    private int _used;

    /// <summary>A copy of a payload that nobody overwrites.</summary>
    /// <param name="payload">The bytes.</param>
    /// <param name="behind">Bytes of the read behind it.</param>
    internal ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> payload, int behind)
    {
        if (payload.Length > _slab.Length - _used)
        {
            _slab = GC.AllocateUninitializedArray<byte>(Math.Max(payload.Length, (int)Math.Min(BytesMax, (long)payload.Length + behind)));
            _used = 0;
        }
        var kept = _slab.AsMemory(_used, payload.Length);
        payload.CopyTo(kept.Span);
        _used += payload.Length;
        return kept;
    }
}
