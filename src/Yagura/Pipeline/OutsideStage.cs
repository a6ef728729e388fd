using Yagura.Archive.Chain;
using Yagura.Archive.Seal;
using Yagura.Outside;

namespace Yagura.Pipeline;

/// <summary>Hands out each new checkpoint; who could not be reached is tried again.</summary>
internal sealed class OutsideStage(OutsideCopies copies, TimeProvider time, Action<string> alarm) : IDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LastWaitMax = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim work = new(1);
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>What the last round could not hand out; empty when everybody holds the newest checkpoint.</summary>
    public IReadOnlyList<string> Troubles { get; private set; } = [];

    /// <summary>A checkpoint was written.</summary>
    public void Wake()
    {
        if (work.CurrentCount == 0)
            work.Release();
    }

    /// <summary>Waits for a checkpoint, or for the time to try again, then hands out.</summary>
    public async Task StepAsync(CancellationToken stop)
    {
        await work.WaitAsync(RetryEvery, stop);
        foreach (var trouble in await NowAsync(stop))
            alarm(trouble);
    }

    /// <summary>Hands out now; the sentences of those who did not take it.</summary>
    public async Task<IReadOnlyList<string>> NowAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            return Troubles = await copies.SendAsync(stop);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The last round of a stop in good order: it does not wait long.</summary>
    public async Task LastAsync()
    {
        using var limit = new CancellationTokenSource(LastWaitMax, time);
        try
        {
            foreach (var trouble in await NowAsync(limit.Token))
                alarm(trouble);
        }
        catch (OperationCanceledException)
        {
            alarm("the last checkpoint could not be handed out in time; the next start sends it");
        }
    }

    public void Dispose()
    {
        work.Dispose();
        turn.Dispose();
    }
}

/// <summary>A checkpoint that was written on demand.</summary>
/// <param name="Seal">Index of the seal.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Origin">The archive's id.</param>
/// <param name="Troubles">Who outside did not take it.</param>
/// <param name="Keys">Ids of the keys that signed it: one, or in a rotation the old and the new.</param>
internal sealed record CheckpointNow(long Seal, string Hash, string Origin, IReadOnlyList<string> Troubles, IReadOnlyList<string> Keys)
{
    /// <summary>What was written, and who did not take it.</summary>
    public static CheckpointNow Of(Checkpoint written, IReadOnlyList<string> troubles) =>
        new(written.Content.SealIndex, written.Content.SealHash, written.Content.Origin, troubles, [.. written.Signatures.Select(signature => signature.KeyId)]);
}

/// <summary>What a person does with the signing key.</summary>
/// <param name="Lost">Why the old key cannot sign any more; null when it hands over.</param>
internal sealed record KeyChange(string? Lost)
{
    /// <summary>Carries it out.</summary>
    public Checkpoint Make(CheckpointKeeper custody, SealHead head) => Lost is { } reason ? custody.Revoke(head, reason) : custody.Rotate(head);
}
