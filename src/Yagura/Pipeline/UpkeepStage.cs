using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Operations.Sources;
using Yagura.Operations.Upkeep;
using Yagura.ServiceLevel.Calendar;

namespace Yagura.Pipeline;

/// <summary>What is due by the calendar: each day's coverage, verification and report after midnight, missed days caught up, old counts trimmed.</summary>
/// <remarks>Every step may be repeated: what stands is not written again, and a figure that changed is stated anew.</remarks>
internal sealed class UpkeepStage : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    // A day is stated when it is sealed to its end and analysed; after this time (from its end, or from the start that catches up) as it is, pending minutes included.
    private static readonly TimeSpan PatienceMax = TimeSpan.FromHours(1);
    // Days before today whose pending minutes may still settle (FIGURES 4: lost after 24 h).
    private const int SettlingDays = 2;
    // Days that could not be kept and are tried again; with more of them the newest waits.
    private const int BrokenDaysMax = 366;

    private readonly Opened opened;
    private readonly SourceFeed sources;
    private readonly DailyReports reports;
    private readonly StatedDays days;
    private readonly DayCheck check;
    private readonly DropDesk drops;
    private readonly TimeProvider time;
    private readonly DateTimeOffset started;
    private DateTimeOffset lookedAgain;

    public UpkeepStage(Opened opened, SourceFeed sources, string node, TimeProvider time)
    {
        (this.opened, this.sources, this.time) = (opened, sources, time);
        started = time.GetUtcNow();
        reports = new DailyReports(opened, node);
        days = new StatedDays(opened.Store);
        drops = new DropDesk(opened.Store, new SealFolder(opened.Disk, opened.Folder.Archive));
        check = new DayCheck(opened.Store, new SealFolder(opened.Disk, opened.Folder.Archive));
    }

    /// <summary>Waits a minute, then does what is due.</summary>
    public async Task StepAsync(CancellationToken stop)
    {
        await RunAsync(stop);
        await Task.Delay(Every, time, stop);
    }

    /// <summary>Does what is due now.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var unread = await WeighDropsAsync(stop);
        var now = time.GetUtcNow();
        var zone = opened.Knowledge.Contracts.At(now)?.Zone ?? Zone.Tokyo;
        var today = zone.DateOf(now);
        var before = await days.BrokenAsync(stop);
        var broken = new SortedDictionary<DateOnly, string>();
        foreach (var date in before)
        {
            if (!await TryAsync(date, () => KeepAsync(zone, date, now, stop), broken))
                broken[date] = "its minutes have not settled yet";
        }

        var last = await days.LastAsync(stop) ?? check.FirstDay(zone)?.AddDays(-1);
        for (var date = last?.AddDays(1); date < today && broken.Count < BrokenDaysMax && await TryAsync(date.Value, () => KeepAsync(zone, date.Value, now, stop), broken); date = date.Value.AddDays(1))
        {
            // Before the day is passed over: a crash between leaves it to be tried twice, never not at all.
            if (broken.ContainsKey(date.Value))
                await days.BrokenAsync(broken.Keys, stop);
            await days.DoneAsync(date.Value, stop);
        }

        if (!broken.Keys.SequenceEqual(before))
            await days.BrokenAsync(broken.Keys, stop);
        if (now - lookedAgain >= TimeSpan.FromHours(1))
        {
            await LookAgainAsync(zone, now, broken, stop);
            await sources.TrimAsync(stop);
            lookedAgain = now;
        }

        if (unread is not null)
            throw new ArchiveException($"what was dropped cannot be compared with the sources' own numbers, its minutes stay unproven: {unread}");
        if (broken.Count > 0)
            throw new ArchiveException($"days that could not be kept and are tried again: {string.Join("; ", broken.Select(day => $"{day.Key:yyyy-MM-dd} ({day.Value})"))}");
    }

    /// <summary>A seal that cannot be read costs the proof of later drops, and no day.</summary>
    private async Task<string?> WeighDropsAsync(CancellationToken stop)
    {
        try
        {
            await drops.RunAsync(stop);
            return null;
        }
        catch (Exception failed) when (failed is ArchiveException or DiskException)
        {
            return failed.Message;
        }
    }

    /// <summary>One day by itself: what is wrong with it holds up no other. A day that broke counts as passed over.</summary>
    private static async Task<bool> TryAsync(DateOnly date, Func<Task<bool>> keep, SortedDictionary<DateOnly, string> broken)
    {
        try
        {
            return await keep();
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            broken[date] = failed.Message;
            return true;
        }
    }

    public void Dispose() => reports.Dispose();

    /// <summary>Keeps one day; false while it is too early for it.</summary>
    private async Task<bool> KeepAsync(Zone zone, DateOnly date, DateTimeOffset now, CancellationToken stop)
    {
        var end = zone.StartOf(date.AddDays(1));
        var patient = now - (end > started ? end : started) < PatienceMax;
        if (patient && !(check.Reaches() >= end))
            return false;
        var (loss, seals) = await check.CoverageAsync(zone, date, now, stop);
        if (patient && loss.Pending > 0)
            return false;
        await days.CoverageAsync(loss, seals, stop);
        if (!await days.IsVerifiedAsync(date, stop))
            await days.VerifiedAsync(check.Verify(zone, date), stop);
        await reports.PrintAsync(zone, date, now, stop);
        return true;
    }

    /// <summary>States days again whose figure changed: a repaired gap, an explanation, pending minutes that settled.</summary>
    private async Task LookAgainAsync(Zone zone, DateTimeOffset now, SortedDictionary<DateOnly, string> broken, CancellationToken stop)
    {
        if (await days.LastAsync(stop) is not { } last || check.FirstDay(zone) is not { } first)
            return;
        var touched = await days.TouchedAsync(zone, stop);
        foreach (var date in touched.Concat(Enumerable.Range(0, SettlingDays).Select(back => last.AddDays(-back))).Distinct().Where(date => date >= first && date <= last && !broken.ContainsKey(date)).Order())
        {
            await TryAsync(
                date,
                async () =>
                {
                    var (loss, seals) = await check.CoverageAsync(zone, date, now, stop);
                    return await days.CoverageAsync(loss, seals, stop);
                },
                broken);
        }

        await days.BrokenAsync(broken.Keys, stop);
    }
}
