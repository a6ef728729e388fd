using System.Net.Sockets;
using Yagura.Archive.Reading;
using Yagura.Intake.Listeners;
using Yagura.Intake.Sending;

namespace Yagura.Pipeline;

/// <summary>The self-canary: a synthetic record a minute through a real socket of each listener, expected as an event and in sealed evidence.</summary>
internal sealed class CanaryStage
{
    /// <summary>Time between two canaries of a listener; the first goes out this long after the start.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SendTimeMax = TimeSpan.FromSeconds(10);

    private readonly Reception reception;
    private readonly CanaryWatch watch;
    private readonly RecordReader evidence;
    private readonly Func<long> sealedThrough;
    private readonly TimeProvider time;

    /// <param name="reception">Where they come in.</param>
    /// <param name="watch">Where they stand.</param>
    /// <param name="evidence">A reader of sealed evidence alone.</param>
    /// <param name="sealedThrough">The last sequence under a seal.</param>
    /// <param name="time">The clock.</param>
    public CanaryStage(Reception reception, CanaryWatch watch, RecordReader evidence, Func<long> sealedThrough, TimeProvider time) =>
        (this.reception, this.watch, this.evidence, this.sealedThrough, this.time) = (reception, watch, evidence, sealedThrough, time);

    /// <summary>Waits a minute, then sends one through each door and looks at those before.</summary>
    public async Task StepAsync(IReadOnlyList<IListener> listeners, CancellationToken stop)
    {
        await Task.Delay(Every, time, stop);
        await RoundAsync(listeners, stop);
    }

    /// <summary>Sends one through each door, reads back what was sealed meanwhile, and tells what is missing.</summary>
    public async Task RoundAsync(IReadOnlyList<IListener> listeners, CancellationToken stop)
    {
        foreach (var listener in listeners)
            await SendAsync(listener, stop);
        foreach (var (canary, sequence) in watch.ToFind(sealedThrough()))
        {
            if (evidence.Read(sequence, _ => { }).FirstOrDefault() is { } stored && stored.Sequence == sequence && stored.Record.Payload.Span.SequenceEqual(canary.Line.Span))
                watch.Found(canary);
        }

        watch.Look(reception.Clock.Now());
    }

    private async Task SendAsync(IListener listener, CancellationToken stop)
    {
        var canary = watch.Begin(listener.Id, reception.Clock.Now());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(SendTimeMax);
        try
        {
            await CanarySender.SendAsync(listener, canary, reception.Canaries, limit.Token);
        }
        catch (Exception failed) when (failed is SocketException or IOException || (failed is OperationCanceledException && !stop.IsCancellationRequested))
        {
            watch.Failed(canary, failed is OperationCanceledException ? $"it took longer than {SendTimeMax.TotalSeconds:0} s" : failed.Message);
        }
    }
}
