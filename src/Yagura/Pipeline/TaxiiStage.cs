using Yagura.Outside;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>Asks the configured TAXII collections when it is time, and has the rules read again when one gave something new. Best effort: detection goes on with what it has.</summary>
internal sealed class TaxiiStage
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<(TaxiiSettings Feed, TaxiiPoll Poll)> polls;
    private readonly TimeProvider time;
    private readonly Func<CancellationToken, Task<RulesReloaded>> reload;
    private readonly Action<string> warn;
    // The newest state of each collection, for pages; one entry a configured collection.
    private volatile IReadOnlyDictionary<string, TaxiiState> states;
    private bool isReloadDue;

    public TaxiiStage(YaguraSettings settings, DataFolder folder, TimeProvider time, Func<CancellationToken, Task<RulesReloaded>> reload, Action<string> warn)
    {
        (this.time, this.reload, this.warn) = (time, reload, warn);
        polls = [.. settings.Taxii.Select(feed => (feed, new TaxiiPoll(feed, folder.Taxii(feed.Id), settings.Resolve, time)))];
        states = polls.ToDictionary(poll => poll.Feed.Id, poll => poll.Poll.State());
    }

    /// <summary>Whether there is anybody to ask.</summary>
    public bool HasFeeds => polls.Count > 0;

    /// <summary>The collections and where they stand.</summary>
    public IReadOnlyList<(TaxiiSettings Feed, TaxiiState State)> Feeds => [.. polls.Select(poll => (poll.Feed, states[poll.Feed.Id]))];

    /// <summary>Asks those whose time has come, then waits.</summary>
    public async Task StepAsync(CancellationToken stop)
    {
        foreach (var (feed, poll) in polls)
        {
            var before = states[feed.Id];
            if (before.NextAt(feed.Interval) > time.GetUtcNow())
                continue;
            isReloadDue |= await poll.RunAsync(stop);
            var now = poll.State();
            states = new Dictionary<string, TaxiiState>(states, StringComparer.Ordinal) { [feed.Id] = now with { LastPoll = now.LastPoll ?? time.GetUtcNow() } };
            if (now.Error is { } error && error != before.Error)
                warn($"the TAXII collection {feed.Id} could not be asked: {error}; it is tried again in {feed.Interval}, and the indicators that were fetched stay in force");
        }

        if (isReloadDue)
        {
            isReloadDue = false;
            await reload(stop);
        }

        await Task.Delay(LookEvery, time, stop);
    }
}
