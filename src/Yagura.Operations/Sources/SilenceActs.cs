using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Sources;

/// <summary>What people say about a silence.</summary>
public sealed class SilenceActs(OperationsStore store)
{
    /// <summary>quiet: nothing happened there; off: it was switched off; lost: its records are gone.</summary>
    public static readonly IReadOnlyList<string> Explanations = ["quiet", "off", "lost"];

    /// <summary>Explains a silence; until then its minutes cannot be proven (FIGURES 4).</summary>
    /// <param name="source">The source.</param>
    /// <param name="from">Where the silence begins (<see cref="SilenceRow.From"/>).</param>
    /// <param name="explanation">One of <see cref="Explanations"/>.</param>
    /// <param name="reason">Why that is so.</param>
    /// <param name="actor"><c>role:name</c>.</param>
    /// <param name="stop">Gives up waiting.</param>
    /// <exception cref="RefusedException">No such silence, or another word.</exception>
    public Task<JournalEntry> ExplainAsync(string source, DateTimeOffset from, string explanation, string reason, string actor, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            if (!Explanations.Contains(explanation)) throw new RefusedException($"説明「{explanation}」は使えません。使えるもの: {string.Join("、", Explanations)}", $"'{explanation}' explains no silence; allowed are {string.Join(", ", Explanations)}.");
            if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("理由を入力してください。", "Say the reason.");
            var silence = await transaction.Context.Silences.SingleOrDefaultAsync(row => row.Source == source && row.From == from, stop)
                ?? throw new RefusedException($"{source} にその時刻からの無通信はありません。", $"{source} has no silence from that time.");
            silence.ExplainedAs = explanation;
            if (silence.To is null && await transaction.Context.Sources.FindAsync([source], stop) is { } row) row.SilenceExplained = explanation;
            return transaction.Append(new JournalDraft("log.silence-explained", SourceRegister.SubjectOf(source), actor, null, new Dictionary<string, object?>
            {
                ["as"] = explanation, ["from"] = from.ToString("O"), ["to"] = silence.To?.ToString("O"), ["reason"] = reason,
            }));
        },
        stop);
}
