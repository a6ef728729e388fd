using Yagura.Events;

namespace Yagura.Operations.Incidents;

/// <summary>A sandbox's alert as it came in: one occurrence of A4, whatever rule sees it.</summary>
/// <remarks>It does not come through a rule, so that the limits on findings never swallow an occurrence.</remarks>
/// <param name="Alert">The sandbox's own alert id: the same id twice is a duplicate.</param>
/// <param name="Hash">Hash of the sample in lower case; empty when the alert names none.</param>
/// <param name="Title">What the sandbox calls it.</param>
/// <param name="Entity">Whom it concerns; empty when nothing names it.</param>
/// <param name="Source">Id of the source.</param>
/// <param name="ReceivedAt">Our receive time.</param>
/// <param name="Node">Node that received it.</param>
/// <param name="Sequence">Sequence of the record.</param>
/// <param name="Item">Item of the record, from 0.</param>
public sealed record SandboxAlert(string Alert, string Hash, string Title, string Entity, string Source, ReceiveTime ReceivedAt, string Node, long Sequence, int Item);
