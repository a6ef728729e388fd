using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;

namespace Yagura.Operations.Deliverables;

/// <summary>A printed report about to be stored.</summary>
/// <param name="Deliverable">The deliverable's id.</param>
/// <param name="Period">The period it covers.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>.</param>
/// <param name="Html">What was printed.</param>
/// <param name="AsOf">Up to when facts are in it.</param>
/// <param name="JournalNumber">The newest entry in it.</param>
public sealed record PrintedReport(string Deliverable, string Period, string Language, string Html, DateTimeOffset AsOf, long JournalNumber);

/// <summary>Keeps printed reports: an issued one is never rewritten, a new printing is a new version.</summary>
public sealed class ReportShelf(OperationsStore store)
{
    /// <summary>Stores a printing; the same bytes as the newest version are no new one. Returns the version that holds them.</summary>
    public Task<ReportRow> StoreAsync(PrintedReport report, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.Html)));
            var newest = await Versions(transaction.Context, report.Deliverable, report.Period, report.Language).FirstOrDefaultAsync(stop);
            if (newest?.Sha256 == sha256) return newest;
            var row = new ReportRow
            {
                Deliverable = report.Deliverable, Period = report.Period, Language = report.Language, Version = (newest?.Version ?? 0) + 1, Html = report.Html, Sha256 = sha256,
                AsOf = report.AsOf, JournalNumber = report.JournalNumber, CreatedAt = transaction.Now,
            };
            transaction.Context.Reports.Add(row);
            return row;
        },
        stop);

    /// <summary>The newest version; null when nothing was printed.</summary>
    public Task<ReportRow?> NewestAsync(string deliverable, string period, string language, CancellationToken stop) =>
        store.ReadAsync(context => Versions(context, deliverable, period, language).FirstOrDefaultAsync(stop));

    /// <summary>One version; null when there is none.</summary>
    public Task<ReportRow?> VersionAsync(string deliverable, string period, string language, int version, CancellationToken stop) =>
        store.ReadAsync(context => Versions(context, deliverable, period, language).FirstOrDefaultAsync(row => row.Version == version, stop));

    private static IQueryable<ReportRow> Versions(StoreContext context, string deliverable, string period, string language) =>
        context.Reports.Where(row => row.Deliverable == deliverable && row.Period == period && row.Language == language).OrderByDescending(row => row.Version);
}
