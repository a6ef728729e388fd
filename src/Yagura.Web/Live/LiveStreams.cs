using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Yagura.Operations.Store;
using Yagura.Web.Guard;

namespace Yagura.Web.Live;

/// <summary>
/// The event streams of the browsers: one a browser (its tabs share it). Each says the server's time, so that clocks are
/// right on a machine whose clock is wrong, and that something changed; what changed the page asks for itself.
/// A stream ends at sign-out, and after <see cref="LifeMax"/>, when the browser comes again and its session is checked.
/// </summary>
public sealed class LiveStreams : IDisposable
{
    /// <summary>Most streams at once; more get 503 and come again.</summary>
    public const int StreamsMax = 200;

    private static readonly TimeSpan LifeMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TimeEvery = TimeSpan.FromSeconds(5);
    // Counts move with every record; a page that asked again for each would do nothing else.
    private static readonly TimeSpan MovesEvery = TimeSpan.FromSeconds(4);

    private readonly OperationsStore store;
    private readonly TimeProvider clock;
    // Bounded by StreamsMax; an entry goes when its request ends.
    private readonly ConcurrentDictionary<Guid, Listener> streams = new();
    private readonly ITimer moves;
    private int moved;

    /// <summary>Listens to the journal.</summary>
    public LiveStreams(OperationsStore store, TimeProvider clock)
    {
        this.store = store;
        this.clock = clock;
        store.Appended += Signal;
        moves = clock.CreateTimer(_ => TellMoves(), null, MovesEvery, MovesEvery);
    }

    /// <summary>Streams open now.</summary>
    public int Count => streams.Count;

    /// <summary>Ends the streams of a session: its person signed out.</summary>
    public void End(string session)
    {
        foreach (var stream in streams.Values.Where(s => s.Session == session)) stream.End();
    }

    /// <summary>
    /// Says that figures moved that are not in the journal: counts, seals, sources. As often as one likes and from any
    /// thread; browsers hear of it at most every <see cref="MovesEvery"/>.
    /// </summary>
    public void Moved() => Volatile.Write(ref moved, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        store.Appended -= Signal;
        moves.Dispose();
    }

    private void TellMoves()
    {
        if (Interlocked.Exchange(ref moved, 0) == 1) Changed();
    }

    private void Changed()
    {
        foreach (var stream in streams.Values) stream.Signal();
    }

    internal async Task ServeAsync(HttpContext context)
    {
        if (streams.Count >= StreamsMax)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "10";
            return;
        }
        var session = (await context.AuthenticateAsync()).Properties?.Items.TryGetValue(SessionClaims.Session, out var id) == true ? id : null;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var stream = new Listener(session ?? "");
        var key = Guid.NewGuid();
        streams[key] = stream;
        try
        {
            life.CancelAfter(LifeMax);
            await WriteAsync(context.Response, stream, life.Token);
        }
        catch (OperationCanceledException)
        {
            // The browser went, or the stream's life is over: it comes again by itself.
        }
        finally
        {
            streams.TryRemove(key, out _);
        }
    }

    private async Task WriteAsync(HttpResponse response, Listener stream, CancellationToken stop)
    {
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 3000\n\n", stop);
        while (!stop.IsCancellationRequested)
        {
            await response.WriteAsync($"event: time\ndata: {clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)}\n\n", stop);
            await response.Body.FlushAsync(stop);
            switch (await stream.WaitAsync(TimeEvery, stop))
            {
                case Turn.Ended:
                    await response.WriteAsync("event: ended\ndata: signed-out\n\n", stop);
                    return;
                case Turn.Changed:
                    await response.WriteAsync("event: changed\ndata: yes\n\n", stop);
                    break;
                case Turn.Quiet:
                    break;
            }
        }
    }

    private void Signal(object? sender, JournalAppendedEventArgs appended) => Changed();

    private enum Turn
    {
        Quiet,
        Changed,
        Ended,
    }

    private sealed class Listener(string session) : IDisposable
    {
        // At most one waiting signal: a hundred changes are one look at the page.
        private readonly SemaphoreSlim signal = new(0, 1);
        private volatile bool ended;

        public string Session => session;

        public void Signal()
        {
            try
            {
                if (signal.CurrentCount == 0) signal.Release();
            }
            catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
            {
                // Signalled twice at the same moment, or just ended.
            }
        }

        public void End()
        {
            ended = true;
            Signal();
        }

        public async Task<Turn> WaitAsync(TimeSpan longest, CancellationToken stop)
        {
            var changed = await signal.WaitAsync(longest, stop);
            if (ended) return Turn.Ended;
            return changed ? Turn.Changed : Turn.Quiet;
        }

        public void Dispose() => signal.Dispose();
    }
}
