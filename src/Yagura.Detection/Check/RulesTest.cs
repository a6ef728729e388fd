using System.Text;
using System.Text.Json;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Detection.Check;

/// <summary>What came of one line of an event file.</summary>
/// <param name="Line">Line from 0.</param>
/// <param name="RuleId">The rule that held; null when the line could not be read.</param>
/// <param name="Reason">Why the line could not be read; null for a match.</param>
public readonly record struct RulesTestResult(long Line, string? RuleId, string? Reason);

/// <summary>Runs a rule set over a file of JSON events, a line each (the verb <c>rules test</c>).</summary>
/// <remarks>A line is <c>{"logsource":{"product":…,"category":[…],"service":[…]},"event":{…}}</c>, or a bare event, to which every rule applies.</remarks>
public sealed class RulesTest
{
    /// <summary>Longest line, in bytes.</summary>
    public const int LineBytesMax = 64 << 20;

    /// <summary>Bytes read at once.</summary>
    private const int BlockBytes = 1 << 20;

    private readonly RuleSet rules;
    private readonly bool fullScan;
    private readonly RuleMatcher matcher;
    private readonly JsonEventReader reader;
    private readonly Event next = new();
    private readonly Dictionary<string, RulePlan> plans = new(StringComparer.Ordinal);

    /// <summary>A run over a rule set.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="fullScan">True to evaluate every rule of the log source without the index.</param>
    public RulesTest(RuleSet rules, bool fullScan)
    {
        this.rules = rules;
        this.fullScan = fullScan;
        var layout = EventLayout.Of(number: 1, rules.FieldNames);
        matcher = new RuleMatcher(rules, layout);
        reader = new JsonEventReader(layout);
    }

    /// <summary>Rules evaluated since the start.</summary>
    public long Evaluations => matcher.Evaluations;

    /// <summary>Lines read.</summary>
    public long Lines { get; private set; }

    /// <summary>Reads the stream to its end and tells each match and each line that could not be read.</summary>
    public void Run(Stream events, Action<RulesTestResult> tell)
    {
        var block = new byte[BlockBytes];
        var kept = 0;
        while (true)
        {
            var read = events.ReadAtLeast(block.AsSpan(kept), block.Length - kept, throwOnEndOfStream: false);
            var end = kept + read;
            var last = read == 0 ? end : block.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            RunBlock(block, last, tell);
            if (read == 0)
                return;
            kept = end - last;
            if (kept == block.Length && kept >= LineBytesMax)
                throw new InvalidDataException($"line {Lines} is longer than {LineBytesMax} bytes");

            // The last event is done with, so its block is written over.
            block.AsSpan(last, kept).CopyTo(block);
            if (kept == block.Length)
                Array.Resize(ref block, kept * 2);
        }
    }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private void RunBlock(byte[] block, int length, Action<RulesTestResult> tell)
    {
        if (length == 0)
            return;
        var stored = Stored(block.AsMemory(0, length));
        var start = 0;
        while (start < length)
        {
            var found = block.AsSpan(start, length - start).IndexOf((byte)'\n');
            var end = found < 0 ? length : start + found;
            RunLine(stored, start, end - start, tell);
            start = end + 1;
        }
    }

    private void RunLine(StoredRecord stored, int start, int length, Action<RulesTestResult> tell)
    {
        var line = Lines++;
        var text = stored.Record.Payload.Span.Slice(start, length);
        if (line == 0 && text.StartsWith(ByteOrderMark))
        {
            start += ByteOrderMark.Length;
            text = text[ByteOrderMark.Length..];
        }

        if (text.Trim(" \t\r"u8).IsEmpty)
            return;
        try
        {
            var wrapped = WrappedLine.Find(text);
            reader.Read(next, stored, start + wrapped.EventStart, wrapped.EventLength);
            foreach (var rule in matcher.Match(PlanOf(text[wrapped.KindStart..][..wrapped.KindLength]), next, fullScan))
                tell(new RulesTestResult(line, rules.Rules[rule].Id, Reason: null));
        }
        catch (JsonException broken)
        {
            tell(new RulesTestResult(line, RuleId: null, broken.Message));
        }
    }

    private RulePlan PlanOf(ReadOnlySpan<byte> kind)
    {
        Span<char> text = kind.Length <= 1024 ? stackalloc char[kind.Length] : new char[kind.Length];
        var length = Encoding.UTF8.GetChars(kind, text);
        var lookup = plans.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text[..length], out var plan))
            return plan;
        plan = matcher.PlanFor(WrappedLine.KindOf(kind), static field => field);

        // Bounded by the kinds of log that a test file names; past it each line compiles its plan anew.
        if (plans.Count < PlansMax)
            plans.Add(text[..length].ToString(), plan);
        return plan;
    }

    private const int PlansMax = 1_024;

    private static StoredRecord Stored(ReadOnlyMemory<byte> payload) => new(
        Sequence: 1,
        new RawRecord { ReceivedAt = default, Source = "test", Identity = SenderIdentity.None, Via = "test", Peer = "test", Payload = payload },
        Repeats: 0);
}
