using Yagura.Operations.Store;
using Yagura.Pipeline;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Evaluating;

/// <summary>Reads everything that an evaluation rests on, and runs the pure function over it.</summary>
internal sealed class EvaluationWork(EvaluationQuestion question, Func<CancellationToken, Task<OperationsStore>> open) : IDisposable
{
    private bool archiveFails;
    private OperationsStore? store;

    /// <summary>Journal and contracts.</summary>
    /// <exception cref="VerbException">A file or folder is missing.</exception>
    public async Task<EvaluationInput> InputAsync(CancellationToken stop)
    {
        if (question.Journal is not null && question.Contracts.Count == 0)
            throw new VerbException("a journal is measured by a contract: name its file with --contract");
        var (contracts, faults) = ContractFiles.ReadAll(question.Contracts.Count > 0 ? question.Contracts : Configured(question.Settings));
        var journal = question.Journal is { } file ? JournalFile.Read(file, question.Pins) : await OfStoreAsync(stop);
        var pin = journal.Pin is { } used ? $"{used.Number}:{used.Hash}" : null;
        return new EvaluationInput(journal, contracts, question.From, question.To, question.AsOf, Coverage: null, pin, faults);
    }

    /// <summary>The evaluation; with an archive, its coverage and storage are read from there.</summary>
    public EvaluationResult Run(EvaluationInput input, Action<double> progress, CancellationToken stop)
    {
        var archive = question.Archive ?? (question.Journal is null ? new DataFolder(question.Settings.Resolve(question.Settings.Data)).Archive : null);
        if (archive is null || !Directory.Exists(archive))
            return Evaluate.Run(input);
        var scope = Evaluate.ScopeOf(input);
        var read = new ArchiveReading(archive, []).Add(input, scope, progress, stop);
        archiveFails = read.Faults.Count > input.Faults.Count;
        return Evaluate.Run(read);
    }

    /// <summary>Whether the archive that was read does not hold.</summary>
    public bool ArchiveFails => archiveFails;

    public void Dispose() => store?.Dispose();

    private static IReadOnlyList<string> Configured(YaguraSettings settings) =>
        settings.Contracts.Count > 0 ? [.. settings.Contracts.Select(settings.Resolve)] : [YaguraSettings.Shipped(Path.Combine("contracts", "jst-soc.yaml"))];

    // The same reader over the same bytes as an export has, so that the store is verified like any file.
    private async Task<JournalText> OfStoreAsync(CancellationToken stop)
    {
        store = await open(stop);
        var reader = new JournalReader(store.Place, question.Pins);
        await new JournalStore(store).ExportAsync(new Feeding(reader), stop);
        return reader.Finish();
    }

    /// <summary>A stream that a reader drinks from.</summary>
    private sealed class Feeding(JournalReader reader) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => reader.Feed(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reader.Feed(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            reader.Feed(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override void Flush()
        {
            // Nothing is held back.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
