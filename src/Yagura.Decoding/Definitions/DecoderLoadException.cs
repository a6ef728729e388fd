namespace Yagura.Decoding.Definitions;

/// <summary>Something wrong in a decoder file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Problem">What is wrong and what is allowed.</param>
public sealed record DecoderProblem(string File, long Line, long Column, string Problem)
{
    /// <summary><c>file:line:column: problem</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Problem}";
}

/// <summary>Decoders could not be loaded; names every file that is wrong with its first problem.</summary>
public sealed class DecoderLoadException(IReadOnlyList<DecoderProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The problems, one for each wrong file.</summary>
    public IReadOnlyList<DecoderProblem> Problems { get; } = problems;
}
