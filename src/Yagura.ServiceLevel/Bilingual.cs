namespace Yagura.ServiceLevel;

/// <summary>One text in the two languages of the product.</summary>
/// <param name="Ja">As an official would write it.</param>
/// <param name="En">With the one English term of DOMAIN.md for each word.</param>
public sealed record Bilingual(string Ja, string En)
{
    /// <summary>The text in a language: <c>ja</c>, else English.</summary>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public string In(string language) => language.StartsWith("ja", StringComparison.Ordinal) ? Ja : En;
}
