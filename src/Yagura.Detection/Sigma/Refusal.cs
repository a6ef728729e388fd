namespace Yagura.Detection.Sigma;

/// <summary>A rule that cannot be honoured, or a warning about one that can: where and why.</summary>
/// <param name="File">Path relative to the rule folder, with <c>/</c>.</param>
/// <param name="Line">Line from 1; 0 when the whole file is meant.</param>
/// <param name="Reason">What is wrong and what is allowed.</param>
public sealed record Refusal(string File, int Line, string Reason)
{
    /// <summary>Written for a person: file, line, reason.</summary>
    public override string ToString() => $"{File}:{Line}: {Reason}";
}

/// <summary>Ends the reading of one document; becomes a <see cref="Refusal"/>.</summary>
internal sealed class RefusedException(int line, string reason) : Exception(reason)
{
    /// <summary>Line from 1.</summary>
    public int Line { get; } = line;
}
