namespace Yagura.Archive.Seal;

/// <summary>The archive refuses to go on: its own invariants do not hold. The message says which, and where.</summary>
public sealed class ArchiveException(string message) : Exception(message);
