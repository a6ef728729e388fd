namespace Yagura;

/// <summary>A verb cannot go on: one line that says what is wrong, where, and what to do. Ends with <see cref="Exit.WrongUse"/>.</summary>
internal sealed class VerbException(string message) : Exception(message);
