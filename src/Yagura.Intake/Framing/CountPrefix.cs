namespace Yagura.Intake.Framing;

/// <summary>Recognises <c>MSG-LEN SP</c> followed by <c>&lt;</c> (RFC 6587, 3.4.1), a byte at a time.</summary>
/// <remarks>The <c>&lt;</c> is asked for because a line may begin with a number too ("12 apples", a date).</remarks>
internal sealed class CountPrefix(int countMax)
{
    // "9999999 ": seven digits hold every AnnouncedBytesMax that is allowed to be believed, and a space.
    private const int LengthMax = 9;

    private readonly byte[] _bytes = new byte[LengthMax];
    private int _length;
    private bool _spaced;

    internal enum Verdict
    {
        More,
        Complete,
        Broken,
    }

    /// <summary>What was offered and taken so far.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>The announced length in bytes.</summary>
    internal int Count { get; private set; }

    internal static bool CanBegin(byte b) => b is >= (byte)'1' and <= (byte)'9';

    /// <summary>Looks at the next byte: More takes it, Complete (it is the &lt;) and Broken leave it.</summary>
    internal Verdict Offer(byte b)
    {
        if (_spaced) return b == (byte)'<' ? Verdict.Complete : Verdict.Broken;
        if (_length == 0 && !CanBegin(b)) return Verdict.Broken;
        if (b is >= (byte)'0' and <= (byte)'9')
        {
            var count = Count * 10L + (b - '0');
            if (count > countMax || _length == LengthMax - 1) return Verdict.Broken;
            Count = (int)count;
        }
        else if (b == (byte)' ')
        {
            _spaced = true;
        }
        else
        {
            return Verdict.Broken;
        }
        _bytes[_length++] = b;
        return Verdict.More;
    }

    internal void Clear()
    {
        _length = 0;
        _spaced = false;
        Count = 0;
    }
}
