namespace Yagura.Searching;

/// <summary>A search that cannot be made; the message says what is allowed.</summary>
internal sealed class SearchException(string message) : Exception(message);
