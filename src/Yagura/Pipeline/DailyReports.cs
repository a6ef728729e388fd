using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Coverage;
using Yagura.Operations.Deliverables;
using Yagura.ServiceLevel.Calendar;
using Yagura.Web.Assets;
using Yagura.Web.Parts;
using Yagura.Web.Reports;
using Yagura.Web.Wording;

namespace Yagura.Pipeline;

/// <summary>Prints each day's report in both languages by the pages' own component, without a request, and puts it on the shelf.</summary>
internal sealed class DailyReports(Opened opened, string node) : IDisposable
{
    private readonly ReportShelf shelf = new(opened.Store);
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private ReportPrinter? printer;

    /// <summary>Prints the report of a day that has none yet; what was issued is never rewritten. Returns the printings made.</summary>
    public async Task<int> PrintAsync(Zone zone, DateOnly date, DateTimeOffset asOf, CancellationToken stop)
    {
        var period = date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var printed = 0;
        foreach (var language in (Language[])[Language.Japanese, Language.English])
        {
            if (await shelf.NewestAsync(DailyReportDesk.Deliverable, period, language.Tag(), stop) is not null)
                continue;
            var seals = new SealFeed(new SealFolder(opened.Disk, opened.Folder.Archive), ReceiveTime.From(zone.StartOf(date)));
            var desk = new DailyReportDesk(opened.Store, opened.Knowledge.Contracts, seals, new Checkpoints(opened.Disk, opened.Folder.Archive));
            var report = await desk.BuildAsync(date, asOf, stop);
            printer ??= new ReportPrinter(services, services.GetRequiredService<ILoggerFactory>(), new WebSettings(Secure: false, opened.Folder.IsDemo, TimeZoneInfo.FindSystemTimeZoneById(zone.Id), node), new EmbeddedFiles());
            var html = await printer.DailyAsync(report, language);
            await shelf.StoreAsync(new PrintedReport(DailyReportDesk.Deliverable, period, language.Tag(), html, report.AsOf, report.JournalNumber), stop);
            printed++;
        }

        return printed;
    }

    public void Dispose() => services.Dispose();
}
