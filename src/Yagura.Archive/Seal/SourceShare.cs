namespace Yagura.Archive.Seal;

/// <summary>One source's lines in the evidence that is being written.</summary>
internal sealed class SourceShare(LineHash lines) : IDisposable
{
    /// <summary>Lines so far.</summary>
    public long Records { get; set; }

    /// <summary>The running hash over them. That of a file's only source is not kept up: its lines are the content.</summary>
    public LineHash Lines { get; private set; } = lines;

    /// <summary>Another hash, which has taken in all lines so far.</summary>
    public void Follow(LineHash lines)
    {
        Lines.Dispose();
        Lines = lines;
    }

    /// <inheritdoc/>
    public void Dispose() => Lines.Dispose();
}
