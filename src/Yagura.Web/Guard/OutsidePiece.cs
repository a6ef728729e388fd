namespace Yagura.Web.Guard;

/// <summary>A stretch of text from outside as it is shown.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="IsMark">True when it stands for a character that would not be seen.</param>
public readonly record struct OutsidePiece(string Text, bool IsMark);
