using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Sentences;
using Yagura.Decoding.Text;
using Yagura.Decoding.Times;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>A step of a plan.</summary>
/// <param name="Form">How the text is taken apart.</param>
/// <param name="On">Part that is taken apart.</param>
/// <param name="Sentence">The bit of that part among the plan's sentences; 0 when it is none.</param>
/// <param name="Required">Whether the line is not this decoder's when it fails.</param>
/// <param name="Place">The condition that a switch decides.</param>
/// <param name="When">Further conditions.</param>
internal readonly record struct StepPlan(Form Form, int On, ulong Sentence, bool Required, SwitchPlace Place, Rows When);

/// <summary>Where a part goes: the vendor's key (or -1) and some of the plan's targets, which follow one another.</summary>
internal readonly record struct PartPlan(ushort Part, short VendorSlot, ushort FirstTarget, ushort TargetCount);

/// <summary>A part that is a sentence, and whether it is kept as a whole: then only values in it are looked for.</summary>
internal readonly record struct SentencePart(int Part, bool IsKept);

/// <summary>Constants for the lines that meet conditions.</summary>
/// <param name="Place">The condition that a switch decides.</param>
/// <param name="When">Further conditions.</param>
/// <param name="Set">The constants.</param>
internal readonly record struct CasePlan(SwitchPlace Place, Rows When, Rows Set);

/// <summary>Parts that make the device's time.</summary>
internal sealed record TimePlan(int[] From, TimeFormat[] Formats, bool IsUtc);

/// <summary>Parts of the line that is wrapped: its text, another text that is the line when the first is not (-1 for none), its program and its process number (-1 when the text says so itself); whether the time in its header stands before the wrapper's; and whether the wrapper reads only lines that another decoder knows.</summary>
internal sealed record InnerPlan(int Line, int Or, int Program, int Pid, bool HasOwnTime, bool IsNeeded);

/// <summary>A decoder compiled against a layout: no names, only numbers. Not thread-safe: it owns its scratch.</summary>
internal sealed class Plan
{
    public required string Id { get; init; }

    /// <summary>What it writes of itself into events.</summary>
    public required Slot IdText { get; init; }

    public required Slot Module { get; init; }

    public required Slot Dataset { get; init; }

    public required bool FormOnly { get; init; }

    public required Recogniser[] Recognisers
    {
        get;
        init
        {
            field = value;
            candidates = [.. value.SelectMany(one => one.Expand(this))];
            quick = [.. candidates.Where(candidate => candidate.AsksLittle)];
        }
    }

    /// <summary>The ways in which it recognises lines.</summary>
    public IReadOnlyList<Candidate> Candidates => candidates;

    public required StepPlan[] Steps { get; init; }

    /// <summary>Parts that are sentences: what no step understood is read word by word.</summary>
    public required SentencePart[] Sentences { get; init; }

    public required PartNames Names { get; init; }

    /// <summary>Number of parts.</summary>
    public required int PartCount { get; init; }

    /// <summary>Parts of the envelope that it asks for, one bit each.</summary>
    public required int EnvelopeAsked { get; init; }

    /// <summary>The fields that parts fill.</summary>
    public required Target[] Targets { get; init; }

    /// <summary>In the order in which fields were written.</summary>
    public required PartPlan[] Mapped
    {
        get;
        init
        {
            field = value;
            var parts = value.Select(one => (int)one.Part).Append(-1).Max() + 1;
            placeOf = [.. Enumerable.Repeat(Nowhere, parts)];
            nextPlace = new ushort[value.Length];
            for (var place = checked((ushort)value.Length); place-- > 0;)
                (nextPlace[place], placeOf[value[place].Part]) = (placeOf[value[place].Part], place);
            due = new ulong[(value.Length + 63) / 64];
        }
    }

    /// <summary>Conditions that are decided together.</summary>
    public required TextSwitch[] Switches { get; init; }

    /// <summary>All other conditions, and constants.</summary>
    public required ConditionPlan[] Conditions { get; init; }

    public required ConstantPlan[] Constants { get; init; }

    /// <summary>Constants by note.</summary>
    public required Rows[] Noted { get; init; }

    public required CasePlan[] Cases { get; init; }

    /// <summary>Constants for fields that are still empty.</summary>
    public required Rows Defaults { get; init; }

    public required TimePlan[] Times { get; init; }

    /// <summary>The line that it wraps; null when it wraps none.</summary>
    public required InnerPlan? Inner { get; init; }

    /// <summary>Which object of a JSON body is its own; null when it asks for no names.</summary>
    public required OwnObject? Own { get; init; }

    /// <summary>Part of the source's own number; -1 for none.</summary>
    public required int SequencePart { get; init; }

    public required int[] SequenceScope { get; init; }

    /// <summary>Values that mean "not there".</summary>
    public required KeyTable Nothing
    {
        init
        {
            nothing = value;
            nothingMax = value.LengthMax;
            nothingBegins = value.Keys.Where(key => key.Length > 0).Aggregate(0UL, (bits, key) => bits | (1UL << key[0]));
        }
    }

    private readonly Candidate[] candidates = [];
    private readonly Candidate[] quick = [];

    /// <summary>The place of a part that fills nothing, or nothing more.</summary>
    private const ushort Nowhere = ushort.MaxValue;

    // The first place of each part in Mapped, and for each place the next one of the same part.
    private readonly ushort[] placeOf = [];
    private readonly ushort[] nextPlace = [];
    private readonly ulong[] due = [];

    private readonly KeyTable nothing;
    private readonly int nothingMax;

    // The bytes that a value of Nothing may begin with, by their lowest six bits.
    private readonly ulong nothingBegins;

    /// <summary>Number of the reading that it recognised but could not take apart: it would not the next time either.</summary>
    public long RefusedBy { get; set; }

    /// <summary>Parts of a line of which little was understood: its message and two more.</summary>
    private const int LittleMax = 3;

    /// <summary>Whether the line that was last taken apart gave no more than words, or two parts.</summary>
    public bool GaveLittle { get; private set; }

    /// <summary>Sentences of the last line that steps tried to take apart and none understood, one bit each.</summary>
    public ulong Unread { get; private set; }

    public bool Recognises(Line line) => CandidateOf(line) is not null;

    /// <summary>The first way in which it recognises the line; null when it does not.</summary>
    public Candidate? CandidateOf(Line line) => First(candidates, line);

    /// <summary>Whether it recognises the line by its header and its first bytes alone.</summary>
    public bool RecognisesAtOnce(Line line) => First(quick, line) is not null;

    private static Candidate? First(Candidate[] candidates, Line line)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Recognises(line))
                return candidate;
        }

        return null;
    }

    /// <summary>Whether it recognises a JSON object as one, not by words that stand somewhere in it.</summary>
    public bool RecognisesObject(Line line)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Start is [(byte)'{', ..] && candidate.Recognises(line))
                return true;
        }

        return false;
    }

    /// <summary>Takes the line apart. False when it is not this decoder's: nothing was set then.</summary>
    public bool TakeApart(Line line)
    {
        var parts = line.Parts;
        parts.Begin(Names, line.Target, line.Effort);
        EnvelopeParts.Set(parts, line, EnvelopeAsked);
        foreach (var one in Switches)
            one.Begin();
        var (tried, understood) = (0UL, 0UL);
        foreach (ref readonly var step in Steps.AsSpan())
        {
            var isThere = parts[step.On].Kind != ValueKind.Absent;
            if ((!isThere && !step.Required) || !Holds(step.Place, step.When, parts))
                continue;
            tried |= step.Sentence;
            if (isThere && line.Effort.TryForm(parts[step.On].Length) && step.Form.Read(parts.Region(step.On), parts))
                understood |= step.Form.HasUnderstood ? step.Sentence : 0;
            else if (step.Required)
                return false;
        }

        GaveLittle = (tried != 0 && understood == 0) || parts.Touched.Length <= LittleMax;
        Unread = tried & ~understood;
        return true;
    }

    /// <summary>Reads word by word the sentences that no step understood, the reason that a pattern left, and what patterns passed over.</summary>
    /// <param name="line">The line that was taken apart.</param>
    /// <param name="unread">What <see cref="Unread"/> was then.</param>
    /// <param name="isWrapped">Whether another decoder read the line that it wraps: what was handed on to that is not read again.</param>
    public void ReadSentences(Line line, ulong unread, bool isWrapped)
    {
        line.Sentence.Begin();
        for (var number = 0; number < Sentences.Length; number++)
        {
            if (((unread >> number & 1) == 0 && !Sentences[number].IsKept) || line.Parts[Sentences[number].Part].Kind != ValueKind.Text || (isWrapped && IsHandedOn(line.Parts[Sentences[number].Part], line.Parts)))
                continue;
            var text = line.Parts.Region(Sentences[number].Part);
            if (SentenceReader.IsWorthReading(text.Bytes, Sentences[number].IsKept))
                line.Sentence.Read(text, line.Parts);
        }

        for (var i = 0; i < line.Parts.Skipped.Length; i++)
            line.Sentence.Read(Region.Of(line.Target, line.Parts.Skipped[i]), line.Parts);
        line.Sentence.End();
    }

    private bool IsHandedOn(Slot text, Parts parts) => Inner is { } inner && (text == parts[inner.Line] || (inner.Or >= 0 && text == parts[inner.Or]));

    /// <summary>Sets the event's fields from what was taken apart. False when a value did not fit its type.</summary>
    public bool SetFields(Line line)
    {
        var parts = line.Parts;
        foreach (var note in parts.Notes)
            Fill.Constants(line.Target, Noted[note].Of(Constants));
        var all = SetMapped(line, parts);
        foreach (ref readonly var one in Cases.AsSpan())
        {
            if (Holds(one.Place, one.When, parts))
                Fill.Constants(line.Target, one.Set.Of(Constants));
        }

        Fill.Defaults(line.Target, Defaults.Of(Constants));
        for (var i = 0; i < parts.OtherCount; i++)
        {
            var (name, value) = parts.Other(i);
            line.Target.AddUndeclared(name, value);
        }

        SetTime(line, parts);
        SetSequence(line, parts);
        return all && parts.Dropped == 0;
    }

    private bool Holds(SwitchPlace place, Rows when, Parts parts) =>
        (place.Switch < 0 || Switches[place.Switch].Holds(place.Number, parts)) && (when.Count == 0 || ConditionPlan.All(when.Of(Conditions), parts));

    private bool SetMapped(Line line, Parts parts)
    {
        MarkDue(parts.Touched);
        var (places, mapped, all) = (due, Mapped, true);
        for (var word = 0; word < places.Length; word++)
        {
            var here = places[word];
            if (here == 0)
                continue;
            places[word] = 0;
            for (; here != 0; here &= here - 1)
                all &= SetMapped(in mapped[(word << 6) + BitOperations.TrailingZeroCount(here)], line, parts);
        }

        return all;
    }

    /// <summary>Marks the places that parts fill: they are filled in their own order, not in that of the line.</summary>
    private void MarkDue(ReadOnlySpan<int> touched)
    {
        // Each of these is asked for once a part: the fields themselves would be read again each time.
        var (first, next, places) = (placeOf, nextPlace, due);
        foreach (var part in touched)
        {
            if (part >= first.Length)
                continue;
            for (var place = first[part]; place != Nowhere; place = next[place])
                places[place >> 6] |= 1UL << place;
        }
    }

    /// <summary>Fills what one part fills. False when a value did not fit its type.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // in the loop over the parts, registers would not suffice
    private bool SetMapped(in PartPlan mapped, Line line, Parts parts)
    {
        var target = line.Target;
        var value = parts[mapped.Part];
        if (mapped.VendorSlot >= 0)
            target.SetSlot(mapped.VendorSlot, value);
        if (mapped.TargetCount == 0 || value.Kind == ValueKind.Null || (value.Kind == ValueKind.Text && value.Length <= nothingMax && IsNothing(target.Bytes(value))))
            return true;
        var all = true;
        foreach (ref readonly var one in Targets.AsSpan(mapped.FirstTarget, mapped.TargetCount))
            all &= one.Apply(value, line, parts);
        return all;
    }

    // Most values begin otherwise.
    private bool IsNothing(ReadOnlySpan<byte> value) => (value.IsEmpty || (nothingBegins >> value[0] & 1) != 0) && nothing.Find(value) >= 0;

    private void SetTime(Line line, Parts parts)
    {
        if (line.HasDeviceTime || line.HasOwnTime)
            return;
        Span<byte> text = stackalloc byte[TimeFormat.LengthMax];
        foreach (var time in Times)
        {
            var length = Joined(parts, time.From, (byte)' ', text);
            if (length <= 0)
                continue;
            foreach (var format in time.Formats)
            {
                if (!format.TryRead(text[..length], out var wall))
                    continue;
                wall.HasZone |= time.IsUtc;
                if (!line.Clock.TryResolve(wall, line.Received, out var ticks))
                    continue;
                line.Target.SetSlot(WellKnown.Timestamp, line.Instant(ticks));
                line.HasDeviceTime = true;
                line.DeviceZoneAssumed = !wall.HasZone;
                return;
            }
        }
    }

    private void SetSequence(Line line, Parts parts)
    {
        if (SequencePart < 0 || !Scan.IsInteger(line.Target.Bytes(parts[SequencePart])))
            return;
        Span<byte> scope = stackalloc byte[256];
        var length = Math.Min(Dataset.Length, 96);
        line.Target.Bytes(Dataset)[..length].CopyTo(scope);
        if (SequenceScope.Length > 0)
        {
            scope[length++] = (byte)'/';
            var joined = Joined(parts, SequenceScope, (byte)'/', scope[length..]);
            // a header without a host: the sender's own numbers still, and the source says whose
            if (joined < 0 && SequenceScope is not [EnvelopeParts.Host])
                return;
            length += joined < 0 ? -1 : joined;
        }

        line.Target.SetSlot(WellKnown.SequenceValue, parts[SequencePart] with { Kind = ValueKind.Integer });
        line.Target.SetCopy(WellKnown.SequenceScope, scope[..length], ValueKind.Text);
    }

    /// <summary>Writes parts one after another; -1 when one is missing or they do not fit.</summary>
    private static int Joined(Parts parts, int[] from, byte separator, Span<byte> destination)
    {
        var length = 0;
        foreach (var part in from)
        {
            var value = parts[part];
            if (value.Kind is ValueKind.Absent or ValueKind.Null or ValueKind.List || length + value.Length + 1 > destination.Length)
                return -1;
            if (length > 0)
                destination[length++] = separator;
            parts.Target.Bytes(value).CopyTo(destination[length..]);
            length += value.Length;
        }

        return length;
    }

    /// <summary>Bytes of a text, for plans.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
