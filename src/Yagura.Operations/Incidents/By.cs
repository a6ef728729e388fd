using Yagura.Operations.Store;

namespace Yagura.Operations.Incidents;

/// <summary>Who acts, when he says it happened, and what he was looking at.</summary>
/// <param name="Actor"><c>role:name</c>.</param>
/// <param name="Stated">When it happened; null for now.</param>
/// <param name="Version">The version that the person saw (<see cref="IncidentRow.Version"/>); null for a program that does not look first.</param>
public sealed record By(string Actor, StatedTime? Stated, long? Version);
