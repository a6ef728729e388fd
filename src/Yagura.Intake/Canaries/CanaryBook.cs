using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Yagura.Events;
using Yagura.Intake.Sources;

namespace Yagura.Intake.Canaries;

/// <summary>The synthetic records that are on their way: written here before they are sent, struck out when they arrive (CUSTODY 2, self-canary).</summary>
/// <remarks>
/// A record is a canary only if it equals, byte for byte, a line that is expected at that listener, 128 random bits
/// included; each is taken once. So nobody outside can send one, and a copy of one is an ordinary record of its peer.
/// Thread-safe; with nothing expected it costs a read of one number a record.
/// </remarks>
public sealed class CanaryBook
{
    /// <summary>Lines expected at the same time, in all; a further one displaces the oldest.</summary>
    public const int ExpectedMax = 256;

    private readonly Lock _lock = new();

    // Bounded by ExpectedMax; a line leaves it when it arrives.
    private readonly List<Canary> _expected = [];

    // Local endpoints of our own sending sockets: one a listener.
    private readonly HashSet<IPEndPoint> _senders = [];
    private volatile int _count;

    /// <summary>Writes down a new line for a listener.</summary>
    /// <param name="listener">The listener's id.</param>
    /// <param name="node">The node's id, as the line's host.</param>
    /// <param name="now">When it is sent.</param>
    public Canary Expect(string listener, string node, ReceiveTime now)
    {
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        // RFC 5424: facility 5 (syslog itself), severity 6.
        var line = string.Create(CultureInfo.InvariantCulture, $"<46>1 {now} {node} yagura - canary - {listener} {nonce}");
        var canary = new Canary(listener, nonce, now, Encoding.ASCII.GetBytes(line));
        lock (_lock)
        {
            if (_expected.Count >= ExpectedMax) _expected.RemoveAt(0);
            _expected.Add(canary);
            _count = _expected.Count;
        }
        return canary;
    }

    /// <summary>Names a socket of ours from which canaries come, so that an allow-list does not shut it out.</summary>
    public void Sends(IPEndPoint from)
    {
        lock (_lock) _senders.Add(Plain(from));
    }

    /// <summary>The socket is closed: the port may be another's next.</summary>
    public void SendsNoMore(IPEndPoint from)
    {
        lock (_lock) _senders.Remove(Plain(from));
    }

    /// <summary>Whether a canary is still expected: false once it arrived.</summary>
    public bool IsExpected(Canary canary)
    {
        lock (_lock) return _expected.Contains(canary);
    }

    internal bool IsSender(IPEndPoint peer)
    {
        lock (_lock) return _senders.Contains(Plain(peer));
    }

    /// <summary>Strikes a line out if it is expected at this listener.</summary>
    internal bool Takes(string listener, ReadOnlySpan<byte> bytes)
    {
        if (_count == 0) return false;
        lock (_lock)
        {
            for (var i = 0; i < _expected.Count; i++)
            {
                if (_expected[i].Listener != listener || !bytes.SequenceEqual(_expected[i].Line.Span)) continue;
                _expected.RemoveAt(i);
                _count = _expected.Count;
                return true;
            }
        }
        return false;
    }

    private static IPEndPoint Plain(IPEndPoint endpoint) => new(PeerNetworks.Plain(endpoint.Address), endpoint.Port);
}

/// <summary>A synthetic record.</summary>
/// <param name="Listener">The listener that it goes through.</param>
/// <param name="Nonce">128 random bits, as the line's last word.</param>
/// <param name="SentAt">When it was written.</param>
/// <param name="Line">The record's bytes.</param>
public sealed record Canary(string Listener, string Nonce, ReceiveTime SentAt, ReadOnlyMemory<byte> Line);
