namespace Yagura.Events.Predicates;

/// <summary>What a part of a pattern stands for.</summary>
public enum PatternPartKind : byte
{
    /// <summary>Text as written.</summary>
    Literal = 0,

    /// <summary>Any number of characters, also none, line ends included.</summary>
    Star = 1,

    /// <summary>Exactly one character.</summary>
    One = 2,

    /// <summary>One of the characters that introduce an option on Windows: <c>- / – — ―</c> (Sigma's <c>windash</c>).</summary>
    Dash = 3,
}

/// <summary>A part of a pattern.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">The text of a literal; empty otherwise.</param>
public readonly record struct PatternPart(PatternPartKind Kind, string Text)
{
    /// <summary>Any number of characters.</summary>
    public static PatternPart Star => new(PatternPartKind.Star, "");

    /// <summary>Exactly one character.</summary>
    public static PatternPart One => new(PatternPartKind.One, "");

    /// <summary>A dash or one of its look-alikes.</summary>
    public static PatternPart Dash => new(PatternPartKind.Dash, "");

    /// <summary>A literal.</summary>
    public static PatternPart Literal(string text) => new(PatternPartKind.Literal, text);
}

/// <summary>What a pattern comes down to; the first five are found by hash or substring search.</summary>
public enum PatternShape : byte
{
    /// <summary>Every value.</summary>
    Anything = 0,

    /// <summary>One value.</summary>
    Equal = 1,

    /// <summary>Values that begin with the literal.</summary>
    Prefix = 2,

    /// <summary>Values that end with the literal.</summary>
    Suffix = 3,

    /// <summary>Values that hold the literal.</summary>
    Within = 4,

    /// <summary>Several literals, single characters or dashes.</summary>
    General = 5,
}
