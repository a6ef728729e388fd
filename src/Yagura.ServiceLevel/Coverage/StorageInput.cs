namespace Yagura.ServiceLevel.Coverage;

/// <summary>What an archive, read now, says of its days; the caller opens the archive, this room counts.</summary>
/// <param name="Days">Days that it holds to their end: true when every sealed record is readable to its seal's hash. A day that is not among them is not in this archive.</param>
public sealed record StorageInput(IReadOnlyDictionary<DateOnly, bool> Days);
