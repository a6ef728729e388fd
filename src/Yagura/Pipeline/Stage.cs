
namespace Yagura.Pipeline;

/// <summary>A stage behind the spool: pulls at its own pace, one step at a time, and is started again from its cursor when a step fails.</summary>
/// <remarks>Best effort by type (STYLE 6): a failing stage is told, counted and retried; nothing to its left notices.</remarks>
internal sealed class Stage(string name, Func<CancellationToken, Task> step, Func<CancellationToken, Task> reopen, ILogger log)
{
    private static readonly TimeSpan RetryAfterMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromMinutes(1);

    /// <summary>The stage's name, as pages and the log say it.</summary>
    public string Name => name;

    /// <summary>Steps that failed since the start.</summary>
    public long Failures { get; private set; }

    /// <summary>What the last failure said; null while the last step went well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Steps until cancelled. A step waits by itself for more work.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var pause = RetryAfterMin;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await step(stop);
                Trouble = null;
                pause = RetryAfterMin;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                Failures++;
                Trouble = failed.Message;
                log.LogError(failed, "stage {Stage} failed and begins again at its cursor in {Pause}", name, pause);
                await Task.Delay(pause, stop).ContinueWith(_ => { }, TaskScheduler.Default);
                pause = pause * 2 < RetryAfterMax ? pause * 2 : RetryAfterMax;
                await ReopenAsync(stop);
            }
        }
    }

    /// <summary>A stage that cannot even begin again fails at its next step, and is told again.</summary>
    private async Task ReopenAsync(CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return;
        try
        {
            await reopen(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The stop came meanwhile: there is nothing to begin again.
        }
        catch (Exception failed)
        {
            Failures++;
            log.LogError(failed, "stage {Stage} could not begin again", name);
        }
    }
}
