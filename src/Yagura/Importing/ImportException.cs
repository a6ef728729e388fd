namespace Yagura.Importing;

/// <summary>An import cannot go on; the message says why and what to do.</summary>
internal sealed class ImportException(string message) : Exception(message);
