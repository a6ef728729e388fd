using Yagura.Events;
using Yagura.Intake.Canaries;

namespace Yagura.Pipeline;

/// <summary>Where each listener's synthetic records stand: sent, arrived, analysed as an event, found in sealed evidence (CUSTODY 2).</summary>
/// <remarks>In memory: a start begins anew, and what was under way before it is proven by the seals like any record. Thread-safe.</remarks>
/// <param name="book">The canaries on their way.</param>
/// <param name="node">The node's id.</param>
/// <param name="alarm">Told in a sentence when one is missing.</param>
/// <param name="well">Told when they come again.</param>
internal sealed class CanaryWatch(CanaryBook book, string node, Action<string> alarm, Action<string> well)
{
    /// <summary>Time from the sending to the event, at most.</summary>
    public static readonly TimeSpan EventWithin = TimeSpan.FromMinutes(2);

    /// <summary>Time from the sending to sealed evidence, at most: a period of five minutes and a sealer that is behind.</summary>
    public static readonly TimeSpan SealedWithin = TimeSpan.FromMinutes(20);

    // Under way a listener: half an hour of them; beyond it the oldest is forgotten, its alarm was told.
    private const int UnderWayMax = 30;

    private readonly Lock turn = new();

    // Bounded by the listeners of the configuration.
    private readonly Dictionary<string, Track> tracks = new(StringComparer.Ordinal);

    /// <summary>Writes a new canary down, before it is sent.</summary>
    public Canary Begin(string listener, ReceiveTime now)
    {
        var canary = book.Expect(listener, node, now);
        lock (turn)
        {
            if (!tracks.TryGetValue(listener, out var track))
                tracks[listener] = track = new Track();
            if (track.UnderWay.Count == UnderWayMax)
                track.UnderWay.RemoveAt(0);
            track.UnderWay.Add(new Flight(canary));
        }

        return canary;
    }

    /// <summary>The sending failed.</summary>
    public void Failed(Canary canary, string reason) => With(canary.Nonce, (_, flight) => flight.Failure = reason);

    /// <summary>An event was made of a canary's record.</summary>
    /// <param name="nonce">The last word of its line.</param>
    /// <param name="sequence">The record's sequence.</param>
    public void Analysed(string nonce, long sequence) => With(nonce, (track, flight) =>
    {
        flight.Sequence = sequence;
        track.Event = flight.Canary.SentAt;
    });

    /// <summary>The newest canary of each listener that became an event, is sealed and was not looked for yet.</summary>
    /// <param name="through">The last sealed sequence.</param>
    public IReadOnlyList<(Canary Canary, long Sequence)> ToFind(long through)
    {
        lock (turn)
            return [.. tracks.Values.Select(track => track.UnderWay.FindLast(flight => flight.Sequence > 0 && flight.Sequence <= through)).OfType<Flight>().Select(flight => (flight.Canary, flight.Sequence))];
    }

    /// <summary>A canary was read back from sealed evidence, byte for byte: it and those before it are done.</summary>
    public void Found(Canary canary) => With(canary.Nonce, (track, flight) =>
    {
        track.Sealed = canary.SentAt;
        track.UnderWay.RemoveRange(0, track.UnderWay.IndexOf(flight) + 1);
    });

    /// <summary>Looks for what is missing, and tells each change once.</summary>
    public void Look(ReceiveTime now)
    {
        var told = new List<(Action<string> To, string Sentence)>();
        lock (turn)
        {
            foreach (var (listener, track) in tracks)
            {
                var trouble = Trouble(track, now);
                if (trouble is not null && track.Trouble is null)
                    told.Add((alarm, $"the canary of {listener} is missing: {trouble}"));
                if (trouble is null && track.Trouble is not null)
                    told.Add((well, $"the canary of {listener} comes through again"));
                track.Trouble = trouble;
            }
        }

        foreach (var (to, sentence) in told)
            to(sentence);
    }

    /// <summary>Each listener's standing; none before the first minute.</summary>
    public CanaryStanding? Of(string listener)
    {
        lock (turn)
            return tracks.TryGetValue(listener, out var track) ? new CanaryStanding(track.Event, track.Sealed, track.Trouble) : null;
    }

    private string? Trouble(Track track, ReceiveTime now)
    {
        var seen = track.UnderWay.FindLast(flight => now.Instant - flight.Canary.SentAt.Instant > EventWithin);
        if (seen is { Sequence: 0 })
        {
            return seen.Failure is { } failure ? $"the one of {seen.Canary.SentAt} could not be sent: {failure}"
                : book.IsExpected(seen.Canary) ? $"the one of {seen.Canary.SentAt} was sent and did not arrive"
                : $"the one of {seen.Canary.SentAt} arrived and is no event yet";
        }

        return track.UnderWay.FindLast(flight => now.Instant - flight.Canary.SentAt.Instant > SealedWithin) is { } old
            ? $"the one of {old.Canary.SentAt} is not found in sealed evidence"
            : null;
    }

    private void With(string nonce, Action<Track, Flight> act)
    {
        lock (turn)
        {
            foreach (var track in tracks.Values)
            {
                if (track.UnderWay.Find(flight => flight.Canary.Nonce == nonce) is not { } flight)
                    continue;
                act(track, flight);
                return;
            }
        }
    }

    private sealed class Track
    {
        // Bounded by UnderWayMax; emptied by Found.
        public List<Flight> UnderWay { get; } = [];

        public ReceiveTime? Event { get; set; }

        public ReceiveTime? Sealed { get; set; }

        public string? Trouble { get; set; }
    }

    private sealed class Flight(Canary canary)
    {
        public Canary Canary { get; } = canary;

        public long Sequence { get; set; }

        public string? Failure { get; set; }
    }
}

/// <summary>How a listener's canaries stand.</summary>
/// <param name="Event">When the newest one was sent that became an event; null for none yet.</param>
/// <param name="Sealed">When the newest one was sent that was found in sealed evidence; null for none yet.</param>
/// <param name="Trouble">What is missing; null while all come through.</param>
internal sealed record CanaryStanding(ReceiveTime? Event, ReceiveTime? Sealed, string? Trouble);
