using Yagura.Archive.Disk;
using Yagura.Archive.Export;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Custody;

/// <summary>What a person asks for.</summary>
/// <param name="From">First instant, ISO 8601 with an offset.</param>
/// <param name="To">First instant not wanted any more.</param>
/// <param name="Sources">Sources; empty for all.</param>
/// <param name="Out">The file; it must not exist.</param>
/// <param name="Reason">Why, for the journal.</param>
internal sealed record ExportRequest(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Sources, string Out, string Reason);

/// <summary>What was written.</summary>
/// <param name="Summary">What is in it.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Entry">The journal's entry.</param>
internal sealed record ExportOutcome(PackageSummary Summary, string Hash, long Entry);

/// <summary>Writes an evidence package, reads it back, gives it its name and records it. What cannot be proven is not handed out.</summary>
internal sealed class ExportRun(IDisk disk, SealFolder seals, OperationsStore store, TimeProvider time)
{
    /// <summary>Runs one export.</summary>
    /// <exception cref="ArchiveException">Nothing to export, or it could not be proven; nothing is left behind.</exception>
    public async Task<ExportOutcome> RunAsync(ExportRequest request, CancellationToken stop)
    {
        var temporary = request.Out + ArchivePaths.Temporary;
        if (disk.Exists(request.Out))
            throw new ArchiveException($"{request.Out} exists already; choose another file");
        try
        {
            var (summary, hash) = await WriteAsync(request, temporary, stop);
            var entry = await RecordAsync(request, summary, hash, stop);
            disk.Rename(temporary, request.Out);
            disk.SyncFolder(Path.GetDirectoryName(request.Out)!);
            return new ExportOutcome(summary, hash, entry);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private async Task<(PackageSummary Summary, string Hash)> WriteAsync(ExportRequest request, string temporary, CancellationToken stop)
    {
        var options = new PackageOptions(ReceiveTime.From(request.From), ReceiveTime.From(request.To), request.Sources, ReceiveTime.From(time.GetUtcNow()));
        await using var file = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var summary = await Task.Run(() => EvidencePackage.Write(seals, options, file), stop);
        await file.FlushAsync(stop);
        using (var synced = disk.OpenWrite(temporary))
            synced.SyncData();
        file.Position = 0;
        var faults = PackageCheck.Run(file);
        if (faults.Count > 0)
            throw new ArchiveException($"the package does not hold and was removed: {string.Join("; ", faults)}");
        file.Position = 0;
        return (summary, Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, stop)));
    }

    private Task<long> RecordAsync(ExportRequest request, PackageSummary summary, string hash, CancellationToken stop) => store.WriteAsync(
        transaction => Task.FromResult(transaction.Append(new JournalDraft("evidence.exported", "archive", Actor.Machine, null, new Dictionary<string, object?>
        {
            ["what"] = $"seals {summary.FirstSeal}-{summary.LastSeal}, {summary.Records} records of {string.Join(", ", summary.Sources)}, sha256 {hash}",
            ["to"] = request.Out,
            ["reason"] = request.Reason.Length > 0 ? request.Reason : null,
        })).Number),
        stop);
}
