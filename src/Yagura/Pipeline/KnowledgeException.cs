namespace Yagura.Pipeline;

/// <summary>A file that the product works by is refused; the message names file, line and what is allowed.</summary>
internal sealed class KnowledgeException(string message) : Exception(message);
