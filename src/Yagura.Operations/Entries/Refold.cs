using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Entries;

/// <summary>Lets the state of a subject follow its entries after something changed what counts of them.</summary>
internal static class Refold
{
    internal static async Task SubjectAsync(StoreTransaction transaction, string subject, IReadOnlyList<JournalEntry> entries, CancellationToken stop)
    {
        if (await transaction.Context.Incidents.SingleOrDefaultAsync(row => row.Subject == subject, stop) is { } incident)
        {
            IncidentFold.Apply(incident, Effective.Of(entries), entries[^1].Number);
        }
        else if (await transaction.Context.SandboxAlerts.FindAsync([subject], stop) is { } alert)
        {
            SandboxDesk.Apply(alert, Effective.Of(entries), entries[^1].Number);
        }
    }
}
