namespace Yagura.Decoding.Text;

/// <summary>How much of a line may still be read, over all decoders that try it: a line that many of them take for theirs must not hold up the others.</summary>
/// <remarks>Counted in bytes that are searched, so that it is the same on every machine. No line of a device comes near it.</remarks>
internal sealed class Effort
{
    /// <summary>Bytes that all decoders together may search for one reading of a line.</summary>
    private const int SearchedMax = 2 * 1024 * 1024;

    /// <summary>Taking apart costs as much as searching this many times.</summary>
    private const int FormWeight = 8;

    private int left;

    public void Begin() => left = SearchedMax;

    /// <summary>Counts a search over so many bytes. False when there is nothing left.</summary>
    public bool TrySearch(int length) => (left -= length) > 0;

    /// <summary>Counts a form that reads so many bytes. False when there is nothing left.</summary>
    public bool TryForm(int length) => (left -= length * FormWeight) > 0;
}
