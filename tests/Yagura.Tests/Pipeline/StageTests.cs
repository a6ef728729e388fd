using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yagura.Pipeline;

namespace Yagura.Tests.Pipeline;

/// <summary>A stage that fails begins again, and a stop ends it wherever it stands.</summary>
public sealed class StageTests
{
    [Fact]
    public async Task A_stop_while_it_begins_again_ends_it_in_order()
    {
        using var stop = new CancellationTokenSource();
        var stage = new Stage("broken", _ => throw new IOException("the disk failed"), async token =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        }, NullLogger.Instance);
        await stage.RunAsync(stop.Token);
        Assert.Equal((1, "the disk failed"), (stage.Failures, stage.Trouble));
    }

    [Fact]
    public async Task A_step_that_failed_is_made_again_after_the_stage_began_again_even_when_that_was_cancelled_by_somebody_else()
    {
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var stage = new Stage("once", async _ =>
        {
            if (++steps == 1)
                throw new IOException("the disk failed");
            await stop.CancelAsync();
        }, _ => throw new TaskCanceledException("a time limit of its own"), NullLogger.Instance);
        await stage.RunAsync(stop.Token);
        Assert.Equal((2, 2L, null), (steps, stage.Failures, stage.Trouble));
    }
}
