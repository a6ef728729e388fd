using Yagura.Decoding.Schema;
using Yagura.Events;

namespace Yagura.Decoding.Suites;

/// <summary>Compares what the decoders make of a suite's lines with what the lines' authors expect.</summary>
public sealed class SuiteJudge
{
    private readonly Decoder decoder;
    private readonly string zone;
    private readonly Event target = new();

    /// <summary>A judge of these decoders.</summary>
    /// <param name="decoders">The decoders.</param>
    /// <param name="zone">IANA zone of times that carry none.</param>
    public SuiteJudge(DecoderSet decoders, string zone)
    {
        decoder = decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames));
        this.zone = zone;
    }

    /// <summary>Judges each line of a suite file, <c>&lt;category&gt;.jsonl</c>.</summary>
    /// <exception cref="FormatException">A line is not of the form; names file, line and what is allowed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEnumerable<LineJudgement> Judge(string file) => SuiteLine.Read(file).Select(line => Judge(file, line));

    private LineJudgement Judge(string file, SuiteLine line)
    {
        _ = Decode(line, hint: null, out var alone);
        var events = Decode(line, line.Hint, out var status);
        var values = line.Expect.SelectMany((expect, item) => expect.Select(one => Judge(one, item < events.Count ? events[item] : EventValues.None)));
        return new LineJudgement(file, line.Number, line.Category, line.Hint ?? "", status, alone, [.. values]);
    }

    private List<EventValues> Decode(SuiteLine line, string? hint, out ParseStatus status)
    {
        var record = new RawRecord { ReceivedAt = line.Received, Source = "suite", Identity = SenderIdentity.None, Via = "import", Peer = "suite", Payload = line.Payload };
        var events = new List<EventValues>();
        status = ParseStatus.Ok;
        decoder.Begin(new StoredRecord(1, record, Repeats: 0), new SourceContext(hint, zone));
        while (decoder.Next(target))
        {
            events.Add(EventValues.Of(target));
            status = (ParseStatus)Math.Max((int)status, (int)decoder.Status);
        }

        return events;
    }

    private static ValueJudgement Judge(Expectation expected, EventValues found)
    {
        var isPresent = found.HoldAnywhere(expected.Value);
        if (expected.IsAnywhere)
            return new ValueJudgement(expected.Field, expected.Value, Found: null, isPresent ? Verdict.Elsewhere : Verdict.Missing, isPresent);
        string? other = null;
        foreach (var field in expected.Fields)
        {
            if (found[field].Any(one => EventValues.Same(one, expected.Value)))
                return new ValueJudgement(expected.Field, expected.Value, expected.Value, Verdict.Agrees, IsPresent: true);
            if (found[field].Count > 0)
                other ??= string.Join(", ", found[field]);
        }

        var verdict = other is not null && !TakesSeveral(expected) ? Verdict.Wrong : isPresent ? Verdict.Elsewhere : Verdict.Missing;
        return new ValueJudgement(expected.Field, expected.Value, other, verdict, isPresent);
    }

    /// <summary>A list that lacks a value says nothing wrong.</summary>
    private static bool TakesSeveral(Expectation expected) => Array.TrueForAll(expected.Fields, field => EcsFields.TryFind(field, out var known) && known.IsList);
}

/// <summary>What became of an expected value.</summary>
public enum Verdict
{
    /// <summary>The field holds it.</summary>
    Agrees = 0,

    /// <summary>The field holds another value.</summary>
    Wrong = 1,

    /// <summary>The field is empty, another holds it; also a value for which any key will do.</summary>
    Elsewhere = 2,

    /// <summary>No field holds it.</summary>
    Missing = 3,
}

/// <summary>An expected value and what became of it.</summary>
/// <param name="Field">The field, <c>a|b</c>, or <c>*</c>.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Found">What the field holds, null for nothing.</param>
/// <param name="Verdict">The judgement.</param>
/// <param name="IsPresent">Whether any field holds the expected value.</param>
public sealed record ValueJudgement(string Field, string Expected, string? Found, Verdict Verdict, bool IsPresent)
{
    /// <summary>Whether any key will do, so that it counts for presence alone.</summary>
    public bool IsAnywhere => Field == "*";
}

/// <summary>A line and what became of it.</summary>
/// <param name="File">The suite's file.</param>
/// <param name="Number">Line of the file, from 1.</param>
/// <param name="Category">The file's name without its ending.</param>
/// <param name="Hint">The decoder that the line is of; empty for none.</param>
/// <param name="Status">Status with the hint; the worst of its events.</param>
/// <param name="StatusAlone">Status without a hint.</param>
/// <param name="Values">Its expected values.</param>
public sealed record LineJudgement(string File, int Number, string Category, string Hint, ParseStatus Status, ParseStatus StatusAlone, IReadOnlyList<ValueJudgement> Values);
