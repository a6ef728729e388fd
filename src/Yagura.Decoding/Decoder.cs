using System.Collections.Frozen;
using Yagura.Decoding.Derived;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>What became of a line: <c>yagura.parse.status</c>.</summary>
public enum ParseStatus
{
    /// <summary>Recognised, and every value fitted.</summary>
    Ok = 0,

    /// <summary>Recognised, but not all of it was understood.</summary>
    Partial = 1,

    /// <summary>No decoder knows it; the envelope's fields and the raw text are kept.</summary>
    Failed = 2,
}

/// <summary>Turns records into events: envelope, decoder, well-known fields. Total: no bytes make it throw.</summary>
/// <remarks>
/// A record holds one event, or several when its body is a JSON array. Call <see cref="Begin"/>, then <see cref="Next"/> until it is false.
/// Not thread-safe; allocates nothing per event once warm, but for decoders with regular expressions.
/// </remarks>
public sealed class Decoder
{
    /// <summary>Most events of one record (CUSTODY 2); further items stay in the last event's raw text only.</summary>
    public const int ItemsMax = 50_000;

    /// <summary>Bytes of a line, or of one item of a record, that decoders look at; the rest is kept and the event says <c>yagura.parse.cut</c>.</summary>
    public const int MatchedMax = 64 * 1024;

    private readonly EventLayout layout;
    private readonly FrozenDictionary<string, Plan> byId;
    private readonly PlanRunner runner;
    private readonly EnvelopeFields envelopeFields;
    private readonly DerivedFields derivedFields;
    private readonly TimeFields timeFields;
    private readonly Line line;

    /// <summary>Where the second reading of a line is tried.</summary>
    private readonly Event other = new();
    private StoredRecord? stored;
    private SourceContext? context;
    private int item;
    private ItemCursor items;

    internal Decoder(EventLayout layout, Plan[] plans, Dispatch dispatch)
    {
        this.layout = layout;
        byId = plans.ToFrozenDictionary(plan => plan.Id, StringComparer.Ordinal);
        line = new Line(plans.Select(plan => plan.PartCount).Append(0).Max());
        envelopeFields = new EnvelopeFields(layout);
        derivedFields = new DerivedFields(layout);
        timeFields = new TimeFields(layout);
        runner = new PlanRunner(layout, plans, dispatch, line, envelopeFields);
    }

    /// <summary>The layout of the events it fills.</summary>
    public EventLayout Layout => layout;

    /// <summary>Status of the event that <see cref="Next"/> last filled.</summary>
    public ParseStatus Status { get; private set; }

    /// <summary>Id of the decoder that filled it; null when none knew the line.</summary>
    public string? DecoderId { get; private set; }

    /// <summary>Whether the record that was begun may hold several events.</summary>
    internal bool HoldsSeveral => items.IsArray;

    /// <summary>Starts a record.</summary>
    public void Begin(StoredRecord record, SourceContext source)
    {
        stored = record;
        context = source;
        if (source.Named.Of != this)
            source.Named = (this, source.Decoder is null ? null : byId.GetValueOrDefault(source.Decoder));
        item = 0;
        SyslogReader.Read(record.Record.Payload.Span, line.Envelope);
        items = new ItemCursor(record.Record.Payload.Span, line.Envelope.Message);
    }

    /// <summary>Fills the event with the record's next item; false when there is none left.</summary>
    public bool Next(Event target)
    {
        if (stored is null || context is null || item == ItemsMax || !items.MoveNext(stored.Record.Payload.Span))
            return false;
        line.Target = target;
        line.Received = stored.Record.ReceivedAt;
        line.Clock = context.Clock;
        line.Take(stored.Record.Payload.Span, items.Current, MatchedMax);
        line.Envelope.Around = items.Around;
        Fill(target, isOther: false);
        if (!IsSettled && !line.Envelope.Bare.IsEmpty)
            FillBare(target);
        item++;
        return true;
    }

    /// <summary>Whether a decoder understood the line, and the one that the source names if it names one.</summary>
    private bool IsSettled => Status == ParseStatus.Ok && (context!.Decoder is not { } hint || hint == DecoderId);

    /// <param name="target">The event.</param>
    /// <param name="isOther">Whether it is another reading: one in which nobody knows the line is not looked at.</param>
    private void Fill(Event target, bool isOther)
    {
        target.Begin(layout, stored!, item);
        line.Effort.Begin();
        line.HasDeviceTime = false;
        line.InnerTime = null;
        line.HasOwnTime = false;
        SetIdentity(target);
        envelopeFields.Before(line);
        runner.Run(context!, onlyKnown: isOther);
        (Status, DecoderId) = (runner.Status, runner.Decoder?.Id);
        if (isOther && Status == ParseStatus.Failed)
            return;
        derivedFields.Fill(target);
        envelopeFields.After(line);
        timeFields.Set(line);
    }

    /// <summary>File logs begin with a time that is no header: when nobody understood the message, the whole line is tried; if that is no better, the header stands.</summary>
    private void FillBare(Event target)
    {
        var (before, id) = (Status, DecoderId);
        line.Envelope.MakeBare();
        line.Take(stored!.Record.Payload.Span, line.Envelope.Message, MatchedMax);
        line.Target = other;
        Fill(other, isOther: true);
        // A value that did not fit its type does not outweigh what the header's reading gave when its decoder knows the other one only by the hint.
        var isPoorer = before == ParseStatus.Partial && id == DecoderId && other.Present.Length < target.Present.Length && !runner.Decoder!.Recognises(line);
        if (!isPoorer && ((IsSettled && !runner.IsGuess) || Status < before))
            target.Exchange(other);
        else
            (Status, DecoderId) = (before, id);
    }

    /// <summary>Decodes the first event of a record: all there is, but for JSON arrays.</summary>
    public bool Decode(StoredRecord record, SourceContext source, Event target)
    {
        Begin(record, source);
        return Next(target);
    }

    private void SetIdentity(Event target)
    {
        if (items.IsArray)
            target.SetPayload(WellKnown.Original, items.Current.Start, items.Current.Length, ValueKind.Text);
        else
            target.SetPayload(WellKnown.Original, 0, stored!.Record.Payload.Length, ValueKind.Text);
        target.SetInteger(WellKnown.Sequence, stored!.Sequence);
        target.SetSlot(WellKnown.Source, line.Copy(stored.Record.Source));
    }
}
