namespace Yagura.ServiceLevel;

/// <summary>Something in an input that is wrong: where it is, what it is, and what is allowed. The rest is still used.</summary>
/// <param name="File">The name that the caller gave the input.</param>
/// <param name="Line">From 1; 0 when the whole input is meant.</param>
/// <param name="Text">What is wrong and what is allowed.</param>
/// <param name="LeftOut">Whether the line or key was left out of what was read (false: it was used, with this remark).</param>
public sealed record Fault(string File, int Line, Bilingual Text, bool LeftOut)
{
    /// <summary><c>file:line: text</c> in a language.</summary>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public string Print(string language) => Line > 0 ? $"{File}:{Line}: {Text.In(language)}" : $"{File}: {Text.In(language)}";
}
