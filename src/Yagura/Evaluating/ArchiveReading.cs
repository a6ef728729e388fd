using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Operations.Coverage;
using Yagura.ServiceLevel;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Measures;

namespace Yagura.Evaluating;

/// <summary>Recomputes coverage and storage of an evaluation from an archive: the verification of CUSTODY 5, then the minutes of its seals.</summary>
internal sealed class ArchiveReading(string archive, IReadOnlyList<Pin> pins)
{
    private readonly LinuxDisk disk = new();

    /// <summary>The input with coverage, storage and the archive's faults; the scope is that of the evaluation without an archive.</summary>
    public EvaluationInput Add(EvaluationInput input, MeasureScope scope, Action<double> progress, CancellationToken stop)
    {
        var folder = new SealFolder(disk, archive);
        var options = new VerifyOptions { Archive = archive, Checkpoints = [], Pins = pins, TrustedFingerprints = [], Quick = false, Parallel = Environment.ProcessorCount };
        var result = Verifier.Run(disk, options, done =>
        {
            stop.ThrowIfCancellationRequested();
            progress(done.Of == 0 ? 1 : (double)done.Done / done.Of);
        });
        return input with
        {
            Coverage = ArchiveCoverage.Read(folder, input.Journal.Entries, (scope.Begins, scope.Ends), scope.AsOf, stop),
            Storage = ArchiveStorage.Days(folder, result, scope.Contract.Zone, scope.From, scope.To),
            Faults = [.. input.Faults, .. result.Faults.Select(Named)],
        };
    }

    private Fault Named(VerifyFault fault) =>
        new(Path.Combine(archive, fault.File), 0, new Bilingual($"証跡の検証で異常がありました（{fault.Kind}: {fault.What}）", $"{fault.Kind}: {fault.What}"), LeftOut: false);
}
