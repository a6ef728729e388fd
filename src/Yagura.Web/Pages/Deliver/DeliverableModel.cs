using Yagura.Operations.Store;
using Yagura.ServiceLevel.Measures;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Deliver;

/// <summary>One deliverable's period.</summary>
/// <param name="Deliverable">Its id in the contract.</param>
/// <param name="Period">The period it covers.</param>
/// <param name="Title">Its name in the page's language.</param>
/// <param name="Row">What the journal says; null for nothing yet.</param>
/// <param name="Due">When it is due and how it stands; null when the contract does not expect it.</param>
/// <param name="Versions">Stored printings, newest first.</param>
/// <param name="Entries">Its journal, newest first.</param>
public sealed record DeliverableModel(string Deliverable, string Period, string Title, DeliverableRow? Row, DueItem? Due, IReadOnlyList<ReportRow> Versions, IReadOnlyList<EntryView> Entries);
