using Yagura.ServiceLevel.Clocks;

namespace Yagura.Web.Parts;

/// <summary>The stable words of a clock's states, as in the evaluation's JSON.</summary>
public static class ClockWords
{
    /// <summary>The word of a state.</summary>
    public static string Of(ClockStatus status) => status switch
    {
        ClockStatus.NotStarted => "not-started",
        ClockStatus.Running => "running",
        ClockStatus.Overdue => "overdue",
        ClockStatus.Met => "met",
        ClockStatus.Late => "late",
        ClockStatus.Superseded => "superseded",
        ClockStatus.Withdrawn => "withdrawn",
        _ => "not-computable",
    };
}
