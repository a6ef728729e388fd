using Yagura.Archive.Seal;
using Yagura.Detection.Indicators;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>Reads the rule folders again and puts the new set into force without a gap; a set that is worse than the one in force stays out.</summary>
internal sealed class RulesReload(YaguraSettings settings, AnalyseStage analyse, Func<SealFolder> seals) : IDisposable
{
    private const int FaultsMax = 20;

    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Reads, judges, and puts into force.</summary>
    /// <param name="acceptRefused">Takes the set even when it refuses rules that the one in force does not refuse.</param>
    /// <param name="stop">Gives up waiting.</param>
    public async Task<RulesReloaded> RunAsync(bool acceptRefused, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            return await ReadAsync(acceptRefused, stop);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    // A value that is refused is one value less; a file that ends half-way may be half of all.
    private static string? Indicators(IndicatorSet before, IndicatorSet next)
    {
        var known = before.Faults.Where(fault => fault.Kind == IndicatorFaultKind.Broken).Select(fault => fault.File).ToHashSet(StringComparer.Ordinal);
        var broken = next.Faults.Where(fault => fault.Kind == IndicatorFaultKind.Broken && !known.Contains(fault.File)).Take(FaultsMax).ToList();
        return broken.Count > 0 ? $"files of indicators cannot be read: {string.Join("; ", broken)}"
            : next.Count == 0 && before.Count > 0 ? "the folders hold no indicator any more"
            : null;
    }

    private async Task<RulesReloaded> ReadAsync(bool acceptRefused, CancellationToken stop)
    {
        var before = analyse.Knowledge;
        Knowledge next;
        try
        {
            next = await Task.Run(() => before.WithRulesRead(settings), stop);
        }
        catch (KnowledgeException unreadable)
        {
            return new RulesReloaded(Taken: false, before.Rules.Hash, before.Rules.Hash) { Reason = unreadable.Message };
        }

        var now = new RulesReloaded(Taken: false, before.Rules.Hash, next.Rules.Hash)
        {
            Rules = next.Rules.Rules.Length,
            Correlations = next.Rules.CorrelationCount,
            Refused = [.. next.Rules.Refusals.Select(refusal => refusal.ToString())],
            Indicators = next.Rules.Indicators.Count,
            IndicatorFaults = [.. next.Rules.Indicators.Faults.OrderByDescending(fault => fault.Kind).Take(FaultsMax).Select(fault => fault.ToString())],
        };
        if (next.Rules.Hash == before.Rules.Hash)
            return now with { Reason = "nothing has changed" };
        // The line of a refusal moves with every edit above it.
        var known = before.Rules.Refusals.Select(refusal => (refusal.File, refusal.Reason)).ToHashSet();
        var worse = next.Rules.Refusals.Where(refusal => !known.Contains((refusal.File, refusal.Reason))).ToList();
        if (worse.Count > 0 && !acceptRefused)
            return now with { Reason = $"{worse.Count} rules are refused that the set in force has, or that are new: {string.Join("; ", worse.Take(10))}" };
        if (next.Rules.Rules.IsEmpty && !before.Rules.Rules.IsEmpty && !acceptRefused)
            return now with { Reason = "the folders hold no rule any more" };
        if (Indicators(before.Rules.Indicators, next.Rules.Indicators) is { } lost && !acceptRefused)
            return now with { Reason = lost };
        return now with { Taken = true, FromSequence = await analyse.ExchangeAsync(next, seals(), stop) };
    }
}

/// <summary>What came of reading the rules again.</summary>
/// <param name="Taken">Whether the new set is in force.</param>
/// <param name="Before">Hash of the set that was in force.</param>
/// <param name="Hash">Hash of the set that was read.</param>
internal sealed record RulesReloaded(bool Taken, string Before, string Hash)
{
    /// <summary>Why it was not taken.</summary>
    public string? Reason { get; init; }

    /// <summary>The first record that the new set sees.</summary>
    public long FromSequence { get; init; }

    /// <summary>Rules in the set that was read.</summary>
    public int Rules { get; init; }

    /// <summary>Correlations in it.</summary>
    public int Correlations { get; init; }

    /// <summary>Indicators in it.</summary>
    public int Indicators { get; init; }

    /// <summary>The first of what is wrong with their files, the worst first.</summary>
    public IReadOnlyList<string> IndicatorFaults { get; init; } = [];

    /// <summary>What it refuses, with file, line and reason.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}
