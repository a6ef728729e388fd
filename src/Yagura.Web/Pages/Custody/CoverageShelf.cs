using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Operations.Adoption;
using Yagura.Operations.Coverage;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Calendar;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Custody;

/// <summary>受信・分析状況 for pages: every seal is read once, and what was computed is kept for a moment so that many browsers ask once.</summary>
public sealed class CoverageShelf : IDisposable
{
    /// <summary>How far back pages evaluate: a fiscal year and a month.</summary>
    private static readonly TimeSpan SealsKept = TimeSpan.FromDays(396);
    private static readonly TimeSpan KeepMax = TimeSpan.FromSeconds(5);

    private readonly ContractBook book;
    private readonly CoverageDesk desk;
    // One reading at a time: the second asker takes what the first computed.
    private readonly SemaphoreSlim turn = new(1, 1);
    private (DateTimeOffset At, CoverageMonth Month)? kept;

    /// <summary>Reads the archive that the pages show.</summary>
    public CoverageShelf(OperationsStore store, ContractBook book, ArchiveView archive, TimeProvider clock)
    {
        this.book = book;
        Seals = archive.SealsSince(clock.GetUtcNow() - SealsKept);
        desk = new CoverageDesk(store, Seals);
    }

    /// <summary>The seals, each read once.</summary>
    internal SealFeed Seals { get; }

    /// <summary>The running month; null when the archive cannot be read (its own page says why): then nothing is proven.</summary>
    internal async Task<CoverageMonth?> MonthAsync(PageContext page, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            if (kept is { } last && page.Now - last.At < KeepMax && page.Now >= last.At) return last.Month;
            var month = await Task.Run(() => desk.MonthAsync(ZoneOf(page), book.At(page.Now), page.Now, stop), stop);
            kept = (page.Now, month);
            return month;
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>One source's day; null when the archive cannot be read.</summary>
    internal async Task<(DayBar Bar, IReadOnlyList<LossCause> Causes)?> DayAsync(PageContext page, SourceRow source, DateOnly date, CancellationToken stop)
    {
        try
        {
            return await Task.Run(() => desk.DayAsync(source, ZoneOf(page), date, page.Now, stop), stop);
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return null;
        }
    }

    /// <summary>The coverage of a period for an evaluation; null when the archive cannot be read.</summary>
    internal async Task<ServiceLevel.Coverage.CoverageInput?> InputAsync(DateTimeOffset from, DateTimeOffset to, DateTimeOffset asOf, CancellationToken stop)
    {
        try
        {
            return await Task.Run(() => desk.InputAsync(from, to, asOf, stop), stop);
        }
        catch (Exception unreadable) when (unreadable is ArchiveException or DiskException or IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private Zone ZoneOf(PageContext page) => book.At(page.Now)?.Zone ?? Zone.Tokyo;
}
