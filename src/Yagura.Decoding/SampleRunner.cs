using System.Text;
using Yagura.Decoding.Definitions;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Plans;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Runs the samples that decoder files carry.</summary>
public sealed class SampleRunner
{
    private readonly DecoderSet decoders;
    private readonly Decoder decoder;
    private readonly Event target = new();

    /// <summary>A runner for the samples of these decoders.</summary>
    public SampleRunner(DecoderSet decoders)
    {
        this.decoders = decoders;
        var expected = decoders.Definitions.SelectMany(one => one.Samples).SelectMany(sample => sample.Expect).Select(one => one.Field);
        decoder = decoders.Bind(EventLayout.Of(number: 1, decoders.FieldNames.Concat(expected)));
    }

    /// <summary>What is wrong with the samples of a decoder; empty when all is right. A decoder without samples is wrong.</summary>
    public IReadOnlyList<string> Run(string id)
    {
        var definition = decoders.Definitions.Single(one => one.Id == id);
        if (definition.Samples.Count == 0)
            return [$"{definition.File}: the decoder has no sample"];
        return [.. definition.Samples.SelectMany(sample => Check(definition, sample))];
    }

    /// <summary>What is likely a mistake in a decoder though its samples are right: fragments of <c>find</c> that no sample shows, but that one would if it were not for the word in which they begin there.</summary>
    public IReadOnlyList<string> Warnings(string id)
    {
        var definition = decoders.Definitions.Single(one => one.Id == id);
        return [.. definition.Steps.SelectMany(step => step.Fragments).Select(fragment => Warning(definition, fragment)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    private static string? Warning(DecoderDefinition definition, PatternTokens fragment)
    {
        var pattern = PlanBinder.PatternOf(fragment, _ => -1);
        var found = new Slot[Pattern.CapturesMax];
        var effort = new Effort();
        bool IsIn(ReadOnlySpan<byte> text)
        {
            effort.Begin();
            return pattern.IsIn(new Region(text, 0, Room.Payload), found, effort);
        }

        var lines = definition.Samples.Select(sample => (Sample: sample, Bytes: Encoding.UTF8.GetBytes(sample.Line))).ToArray();
        var literal = Encoding.UTF8.GetBytes(fragment.Literals[0]);
        if (!Pattern.IsWordByte(literal[0]) || Array.Exists(lines, line => IsIn(line.Bytes)))
            return null;
        foreach (var (sample, line) in lines)
        {
            for (var at = line.AsSpan().IndexOf(literal); at >= 0; at = line.AsSpan(at + 1).IndexOf(literal) is var next and >= 0 ? at + 1 + next : -1)
            {
                if (at > 0 && Pattern.IsWordByte(line[at - 1]) && IsIn(line.AsSpan(at)))
                    return $"{definition.File}:{sample.FileLine}: the fragment that begins with \"{fragment.Literals[0]}\" stands inside a word here; fragments are found only at the beginning of words";
            }
        }

        return null;
    }

    /// <summary>Ids of the decoders whose file stands in a folder, or is it.</summary>
    public IReadOnlyList<string> IdsIn(string path) =>
        [.. decoders.Definitions.Where(one => one.File == path || one.File.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)).Select(one => one.Id)];

    /// <summary>Number of samples of a decoder.</summary>
    public int SampleCount(string id) => decoders.Definitions.Single(one => one.Id == id).Samples.Count;

    private List<string> Check(DecoderDefinition definition, Sample sample)
    {
        if (!ReceiveTime.TryParse(sample.Received, out var received))
            return [$"{definition.File}:{sample.FileLine}: \"{sample.Received}\" is not a time of the form 2026-11-22T03:00:00.0000000Z"];
        var record = new RawRecord
        {
            ReceivedAt = received, Source = "sample", Identity = SenderIdentity.None, Via = "import", Peer = "sample", Payload = Encoding.UTF8.GetBytes(sample.Line),
        };
        decoder.Decode(new StoredRecord(1, record, Repeats: 0), new SourceContext(sample.Hint, sample.Zone), target);
        return Differences(definition, sample);
    }

    private List<string> Differences(DecoderDefinition definition, Sample sample)
    {
        var wrong = new List<string>();
        var status = target.Text(WellKnown.ParseStatus);
        if (status != sample.Status)
            wrong.Add($"{definition.File}:{sample.FileLine}: status is {status}, expected {sample.Status}");
        // A wrapper's sample may say whose the line in it is.
        if (decoder.DecoderId != definition.Id && !sample.Expect.Any(one => one.Field == "yagura.parse.decoder"))
            wrong.Add($"{definition.File}:{sample.FileLine}: decoded by {decoder.DecoderId ?? "nobody"}, expected {definition.Id}");
        foreach (var (field, expected, at) in sample.Expect)
        {
            var slot = target.Layout.Find(field);
            var found = target.Has(slot) ? target.Text(slot) : Undeclared(field);
            if (found != expected)
                wrong.Add($"{definition.File}:{at}: {field} is {found ?? "absent"}, expected {expected ?? "absent"}");
        }

        return wrong;
    }

    private string? Undeclared(string field)
    {
        for (var i = 0; i < target.UndeclaredCount; i++)
        {
            if (Encoding.UTF8.GetString(target.Bytes(target.Undeclared(i).Name)) == field)
                return Encoding.UTF8.GetString(target.Bytes(target.Undeclared(i).Value));
        }

        return null;
    }
}
