using Yagura.Events;

namespace Yagura.Intake;

/// <summary>Input that was lost before it could be spooled; the pump writes it as a loss note, the seal as a <c>lost</c> line.</summary>
/// <param name="Minute">The start of the minute.</param>
/// <param name="Where">Source id, or the listener's id for a socket.</param>
/// <param name="Reason">An id: <c>kernel-drop</c>, <c>door-full</c>, <c>spool-refused</c>, <c>connections-full</c>, <c>rate-exceeded</c>, <c>not-allowed</c>.</param>
/// <param name="Count">How many records, null when nobody knows.</param>
public sealed record LossReport(ReceiveTime Minute, string Where, string Reason, long? Count);
