using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yagura.Operations.Incidents;

/// <summary>Something to be cut off: a host, an address, an account.</summary>
/// <param name="Target">Its name.</param>
/// <param name="State">One of <see cref="TargetStates"/>.</param>
public sealed record IncidentTarget([property: JsonPropertyName("target")] string Target, [property: JsonPropertyName("state")] string State)
{
    /// <summary>Reads the targets of a row.</summary>
    public static IReadOnlyList<IncidentTarget> Read(string json) => JsonSerializer.Deserialize<List<IncidentTarget>>(json) ?? [];

    /// <summary>Writes the targets of a row.</summary>
    public static string Write(IReadOnlyCollection<IncidentTarget> targets) => JsonSerializer.Serialize(targets);
}

/// <summary>The states of a containment target.</summary>
public static class TargetStates
{
    /// <summary>Decided, not yet done.</summary>
    public const string Open = "open";

    /// <summary>Cut off.</summary>
    public const string Completed = "completed";

    /// <summary>Tried without success; still to be done.</summary>
    public const string Failed = "failed";

    /// <summary>Decided not to.</summary>
    public const string Declined = "declined";

    /// <summary>Cut off and connected again.</summary>
    public const string Released = "released";
}
