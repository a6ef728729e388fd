namespace Yagura.Web.Pages.Incidents;

/// <summary>The fields of the acts on an incident; each act uses some of them.</summary>
public sealed record ActForm
{
    /// <summary>The incident's version that the person saw.</summary>
    public long? Version { get; init; }

    /// <summary>When it happened, as a wall time of the contract's zone; empty for now.</summary>
    public string? At { get; init; }

    /// <summary>Whom: contact, assignee.</summary>
    public string? To { get; init; }

    /// <summary>By which channel.</summary>
    public string? Channel { get; init; }

    /// <summary>What came of it.</summary>
    public string? Result { get; init; }

    /// <summary>A containment target.</summary>
    public string? Target { get; init; }

    /// <summary>What was done.</summary>
    public string? Action { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>1 to 3.</summary>
    public int? Severity { get; init; }

    /// <summary>The client's officer who agreed.</summary>
    public string? AgreedBy { get; init; }

    /// <summary>The closing outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>被害等の影響.</summary>
    public string? Impact { get; init; }
}
