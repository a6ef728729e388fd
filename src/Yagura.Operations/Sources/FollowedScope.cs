using System.Text.Json;
using Yagura.ServiceLevel.Coverage;

namespace Yagura.Operations.Sources;

/// <summary>One scope of a source's own numbers, as the store keeps it.</summary>
/// <param name="Source">The source.</param>
/// <param name="Scope">Within which the numbers count.</param>
/// <param name="Track">Where they stand.</param>
public sealed record FollowedScope(string Source, string Scope, SequenceTrack Track)
{
    /// <summary>When the source last sent a line without any number, to the minute; kept by its first scope only.</summary>
    public DateTimeOffset? Unnumbered { get; set; }

    /// <summary>Reads what the store keeps.</summary>
    public static FollowedScope Read(string json) => JsonSerializer.Deserialize<FollowedScope>(json)!;
}
