using Yagura.Web.Wording;

namespace Yagura.Web.Reports;

/// <summary>What every printed report knows.</summary>
/// <param name="Texts">The texts in the report's language.</param>
/// <param name="Zone">The contract's zone.</param>
/// <param name="Demo">True when the data folder is a demo's: the report is stamped.</param>
/// <param name="Node">The node that printed it.</param>
/// <param name="Style">The style sheet, printed into the report so that the file stands alone.</param>
public sealed record ReportFrame(Texts Texts, TimeZoneInfo Zone, bool Demo, string Node, string Style)
{
    /// <summary>An instant as a wall time of the contract's zone.</summary>
    public DateTimeOffset Wall(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
