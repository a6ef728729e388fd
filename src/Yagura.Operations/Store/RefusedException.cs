using Yagura.ServiceLevel;

namespace Yagura.Operations.Store;

/// <summary>An act that the rules do not allow: says what, and what is allowed. Nothing was recorded. Shown to the person as it is.</summary>
/// <param name="text">In both languages.</param>
public class RefusedException(Bilingual text) : Exception(text.En)
{
    /// <summary>A refusal in both languages.</summary>
    public RefusedException(string ja, string en)
        : this(new Bilingual(ja, en))
    {
    }

    /// <summary>What is refused and what is allowed.</summary>
    public Bilingual Text { get; } = text;
}

/// <summary>Somebody else acted in between: look again, then act.</summary>
/// <param name="text">In both languages.</param>
public sealed class StaleException(Bilingual text) : RefusedException(text);
