using Yagura.Operations.Store;

namespace Yagura.Web.Pages.Deliver;

/// <summary>A day and its report.</summary>
/// <param name="Date">The day.</param>
/// <param name="Row">What the journal says of the deliverable; null for nothing.</param>
public sealed record ReportDay(DateOnly Date, DeliverableRow? Row);
