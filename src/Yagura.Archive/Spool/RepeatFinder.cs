using Yagura.Events;

namespace Yagura.Archive.Spool;

/// <summary>Finds the records that a sender sends again after its session broke (CUSTODY 2).</summary>
/// <remarks>
/// A sender that lost its connection sends again what it holds no acknowledgement for: a suffix of what was stored from it, in
/// order, then what is new. So the first records of a new session of the same peer (address without port) and listener are
/// compared with the tail of each earlier session that did not end in good order; the longest suffix that they equal is repeats.
/// They come in one batch or in several: as long as all of a session's records so far carry such a suffix on, they are repeats.
/// What was found to repeat stays in the tail once, so that a second break during the repetition is understood too.
/// Session 0 (UDP) and the import lane never repeat. One thread.
/// </remarks>
internal sealed class RepeatFinder
{
    /// <summary>Records kept per session: what a sender with a window up to this can have stored and unanswered when its session breaks (rsyslog's is 128; the intake takes 4096 at a time).</summary>
    internal const int WindowMax = 8192;

    /// <summary>Sessions kept, of all peers together; the one silent for longest goes first.</summary>
    internal const int SessionsMax = 1024;

    /// <summary>Records kept of all sessions together, 24 bytes each: 48 MiB. Over it the session silent for longest goes.</summary>
    internal const int EntriesMax = 2 * 1024 * 1024;

    /// <summary>Records of the spool's end from which a start rebuilds the tails.</summary>
    internal const int RebuildRecordsMax = 200_000;

    // Both bounded by SessionsMax; an entry goes when its session closes in good order or has been silent for longest.
    private readonly Dictionary<long, RepeatSession> _sessions = [];
    private readonly Dictionary<(string Address, string Via), List<RepeatSession>> _peers = [];
    private int _entries;
    private readonly Fingerprint _fingerprint = Fingerprint.WithRandomKey();

    /// <summary>The sequences that the records repeat, 0 for none; null when none of them repeats anything.</summary>
    internal long[]? Find(IReadOnlyList<RawRecord> records, long firstSequence)
    {
        long[]? repeats = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (!CanRepeat(records[i])) continue;
            var session = SessionOf(records, i, firstSequence);
            session.LastSequence = firstSequence + i;
            if (session.TakeRepeated() is var repeated and not 0) (repeats ??= new long[records.Count])[i] = repeated;
            else Keep(session, EntryOf(records[i], firstSequence + i));
        }
        return repeats;
    }

    /// <summary>Takes in a record that a former run stored.</summary>
    internal void Observe(StoredRecord stored)
    {
        var record = stored.Record;
        if (!CanRepeat(record)) return;
        if (!_sessions.TryGetValue(record.Session, out var session))
        {
            session = Begin(record);
            if (stored.Repeats != 0) AdoptTailWith(session, stored.Repeats);
        }
        session.LastSequence = stored.Sequence;
        if (stored.Repeats != 0) session.Observed(stored.Repeats);
        else Keep(session, EntryOf(record, stored.Sequence));
    }

    internal void SessionClosed(long session)
    {
        if (_sessions.TryGetValue(session, out var ended)) Forget(ended);
    }

    private static bool CanRepeat(RawRecord record) => record.Session != 0 && record.Lane != Lane.Import;

    private RepeatSession SessionOf(IReadOnlyList<RawRecord> records, int index, long batch)
    {
        if (!_sessions.TryGetValue(records[index].Session, out var session))
        {
            session = Begin(records[index]);
            session.PlannedFor = batch;
            FindBroken(session, records, index);
        }
        else if (session.Repeating && session.PlannedFor != batch)
        {
            session.PlannedFor = batch;
            session.CarryOn(Following(records, index));
        }
        return session;
    }

    /// <summary>Looks for the session that the new one carries on, the latest first, and takes over its tail.</summary>
    private void FindBroken(RepeatSession session, IReadOnlyList<RawRecord> records, int index)
    {
        var earlier = _peers[session.Peer];
        if (earlier.Count == 1) return;
        var following = Following(records, index);
        foreach (var candidate in earlier.Where(other => other != session && other.Tail.Count > 0).OrderByDescending(static other => other.LastSequence))
        {
            if (SendsOn(candidate, records, index) || candidate.Tail.LongestSuffixBegunBy(following) is not { } start) continue;
            session.TakeOver(candidate, start);
            return;
        }
    }

    /// <summary>A session with records behind these in the same batch is not broken.</summary>
    private static bool SendsOn(RepeatSession candidate, IReadOnlyList<RawRecord> records, int index)
    {
        for (var i = index + 1; i < records.Count; i++)
        {
            if (records[i].Session == candidate.Number) return true;
        }
        return false;
    }

    private List<RepeatEntry> Following(IReadOnlyList<RawRecord> records, int index)
    {
        var following = new List<RepeatEntry>();
        var session = records[index].Session;
        for (var i = index; i < records.Count && following.Count < WindowMax; i++)
        {
            if (records[i].Session == session) following.Add(EntryOf(records[i], 0));
        }
        return following;
    }

    private RepeatEntry EntryOf(RawRecord record, long sequence) => new(sequence, record.Payload.Length, _fingerprint.Of(record.Payload.Span));

    private void AdoptTailWith(RepeatSession session, long sequence)
    {
        foreach (var candidate in _peers[session.Peer])
        {
            if (candidate == session || candidate.Tail.IndexOf(sequence) is not { } start) continue;
            session.TakeOver(candidate, start);
            return;
        }
    }

    private RepeatSession Begin(RawRecord record)
    {
        if (_sessions.Count >= SessionsMax) Forget(_sessions.Values.MinBy(static session => session.LastSequence)!);
        var session = new RepeatSession(record.Session, (AddressOf(record.Peer), record.Via));
        _sessions.Add(session.Number, session);
        if (!_peers.TryGetValue(session.Peer, out var sessions)) _peers.Add(session.Peer, sessions = []);
        sessions.Add(session);
        return session;
    }

    private void Keep(RepeatSession session, in RepeatEntry entry)
    {
        if (!session.Tail.Add(entry) || ++_entries <= EntriesMax) return;
        Forget(_sessions.Values.Where(other => other != session).MinBy(static other => other.LastSequence) ?? session);
    }

    private void Forget(RepeatSession session)
    {
        _entries -= session.Tail.Count;
        _sessions.Remove(session.Number);
        var sessions = _peers[session.Peer];
        sessions.Remove(session);
        if (sessions.Count == 0) _peers.Remove(session.Peer);
    }

    /// <summary><c>192.0.2.1:514</c> → <c>192.0.2.1</c>, <c>[2001:db8::1]:514</c> → <c>[2001:db8::1]</c>; anything else is left as it is.</summary>
    internal static string AddressOf(string peer)
    {
        var colon = peer.LastIndexOf(':');
        return colon > 0 && (peer[colon - 1] == ']' || peer.IndexOf(':') == colon) ? peer[..colon] : peer;
    }
}
