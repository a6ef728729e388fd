namespace Yagura.Web.Pages.Find;

/// <summary>What a plain scan found.</summary>
/// <param name="Term">What was looked for; empty before anything was.</param>
/// <param name="Lines">Records that contain it.</param>
/// <param name="Scanned">Records read.</param>
/// <param name="Next">Where to go on; null when the end was reached.</param>
public sealed record SearchModel(string Term, IReadOnlyList<FoundLine> Lines, long Scanned, long? Next);

/// <summary>A record that was found.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="At">When it was received.</param>
/// <param name="Source">Its source.</param>
/// <param name="Raw">Its raw text.</param>
public sealed record FoundLine(long Sequence, DateTimeOffset At, string Source, string Raw);

/// <summary>A plain scan over sealed evidence and the spool's tail, newest part not excepted; the executable says how.</summary>
/// <param name="scan">Term, first sequence, limits → what was found.</param>
public sealed class PlainScan(Func<string, long, ScanLimits, CancellationToken, Task<SearchModel>> scan)
{
    /// <summary>Scans from a sequence on.</summary>
    public Task<SearchModel> RunAsync(string term, long from, ScanLimits limits, CancellationToken stop) => scan(term, from, limits, stop);
}

/// <summary>How far one page of a scan may go.</summary>
/// <param name="LinesMax">Records found, at most.</param>
/// <param name="RecordsMax">Records read, at most.</param>
public sealed record ScanLimits(int LinesMax, long RecordsMax);
