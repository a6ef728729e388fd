using Yagura.Events;

namespace Yagura.Archive.Reading;

/// <summary>Sealed records that cannot be read now: the reader says so and goes on behind them.</summary>
/// <param name="Path">The evidence file.</param>
/// <param name="First">First sequence that may be concerned.</param>
/// <param name="Last">Last sequence that may be concerned.</param>
/// <param name="Earliest">Earliest receive time in the file.</param>
/// <param name="Latest">Latest receive time in the file.</param>
/// <param name="Reason">What is wrong: deleted, missing, or how a member differs from its seal.</param>
public sealed record UnreadableRange(string Path, long First, long Last, ReceiveTime Earliest, ReceiveTime Latest, string Reason);
