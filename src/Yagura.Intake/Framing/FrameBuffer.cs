namespace Yagura.Intake.Framing;

/// <summary>A frame under way: its bytes up to a limit, and its whole length. Beyond the limit only the head stays.</summary>
internal sealed class FrameBuffer(int lengthMax, int headLength)
{
    private byte[] _bytes = [];
    private int _kept;

    /// <summary>Length in bytes so far, dropped bytes included.</summary>
    internal long Length { get; private set; }

    /// <summary>What is kept.</summary>
    internal ReadOnlySpan<byte> Kept => _bytes.AsSpan(0, _kept);

    /// <summary>The original length if bytes were dropped, else 0.</summary>
    internal long CutFrom => Length > _kept ? Length : 0;

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (Length > lengthMax)
        {
            if (_kept < headLength) Keep(bytes[..Math.Min(bytes.Length, headLength - _kept)]);
            _kept = Math.Min(_kept, headLength);
            return;
        }
        Keep(bytes);
    }

    /// <summary>Forgets the frame; a large buffer is given up, so that a quiet connection holds little.</summary>
    internal void Clear()
    {
        Length = 0;
        _kept = 0;
        if (_bytes.Length > 4096) _bytes = [];
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept + bytes.Length > _bytes.Length)
        {
            var length = Math.Max(_kept + bytes.Length, Math.Min(Math.Max(256, _bytes.Length * 2), lengthMax));
            Array.Resize(ref _bytes, length);
        }
        bytes.CopyTo(_bytes.AsSpan(_kept));
        _kept += bytes.Length;
    }
}
