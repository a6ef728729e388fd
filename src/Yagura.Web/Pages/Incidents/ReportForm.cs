namespace Yagura.Web.Pages.Incidents;

/// <summary>A client's report as typed at the intake desk.</summary>
public sealed record ReportForm
{
    /// <summary>What it is about.</summary>
    public string? Title { get; init; }

    /// <summary>Host, user or address concerned.</summary>
    public string? Entity { get; init; }

    /// <summary>Who called.</summary>
    public string? ReportedBy { get; init; }

    /// <summary>By which channel.</summary>
    public string? Channel { get; init; }

    /// <summary>When the call was received; empty for now.</summary>
    public string? At { get; init; }

    /// <summary>Whether it is a drill.</summary>
    public bool Drill { get; init; }
}
