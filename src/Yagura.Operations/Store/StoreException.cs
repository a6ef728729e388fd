namespace Yagura.Operations.Store;

/// <summary>The store cannot be used as it is: what, where, and what would help. Nothing was written.</summary>
public sealed class StoreException(string message) : Exception(message);
