namespace Yagura.Operations.Store;

/// <summary>An act that the rules do not allow: says what, and what is allowed. Nothing was recorded. Shown to the person as it is.</summary>
public sealed class RefusedException(string message) : Exception(message);
