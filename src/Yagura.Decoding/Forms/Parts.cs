using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>What a plan calls its parts.</summary>
/// <param name="Keys">Part of each key as the line writes it.</param>
/// <param name="Prefix">What goes before an unnamed key: <c>vendor.product.</c></param>
internal sealed record PartNames(KeyTable Keys, byte[] Prefix)
{
    /// <summary>No names.</summary>
    public static PartNames None { get; } = new(new KeyTable([]), []);
}

/// <summary>What one decoder took out of one line: a value for each part that the decoder names, and the keys that it does not.</summary>
/// <remarks>Scratch that all plans share, so that it stays near the processor. Keys beyond the bounds are counted, never stored.</remarks>
internal sealed class Parts
{
    /// <summary>Most values of one repeated key; more are counted in <see cref="Dropped"/>.</summary>
    public const int ListMax = 64;

    /// <summary>Added to the part of a key that is one of several names of the same thing: the first that has a value stands.</summary>
    public const int AliasMark = 1 << 20;

    /// <summary>Most keys of one line that are looked at; what stands behind them is counted in <see cref="Dropped"/> and left out.</summary>
    private const int OffersMax = 2048;

    /// <summary>Most notes of one line: one a step.</summary>
    private const int NotesMax = 32;

    /// <summary>Most texts of one line that patterns pass over and that are remembered.</summary>
    private const int SkippedMax = 8;

    /// <summary>Shortest text that is remembered, in bytes: nothing shorter names anything.</summary>
    private const int SkippedMin = 5;

    /// <summary>Values that a form can find at once: more than captures of a pattern or values of a list.</summary>
    public const int ScratchMax = 512;

    private readonly Slot[] values;
    private readonly (Slot Name, Slot Value)[] others = new (Slot, Slot)[Event.UndeclaredMax];
    private PartNames names = PartNames.None;
    private readonly int[] touched;
    private int touchedCount;
    private readonly int[] notes = new int[NotesMax];
    private int noteCount;
    private readonly Slot[] skipped = new Slot[SkippedMax];
    private int skippedCount;
    private int offered;
    private Event target = new();

    /// <param name="count">Most parts that a plan names.</param>
    public Parts(int count)
    {
        values = new Slot[count];
        touched = new int[count];
    }

    /// <summary>The event whose arena takes unescaped bytes.</summary>
    public Event Target => target;

    /// <summary>Room for values that a form finds before it knows whether they stand; what it held before the form is lost.</summary>
    public Slot[] Scratch { get; } = new Slot[ScratchMax];

    /// <summary>Room for places that a form finds, of the same kind.</summary>
    public int[] Starts { get; } = new int[Pattern.CapturesMax + 1];

    /// <summary>Takes the trigrams of a text for the form that looks for many literals in it.</summary>
    public TrigramSet Threes { get; } = new();

    /// <summary>What may still be searched.</summary>
    public Effort Effort { get; private set; } = new();

    /// <summary>Numbers that forms noted, in order.</summary>
    public ReadOnlySpan<int> Notes => notes.AsSpan(0, noteCount);

    /// <summary>Parts that have a value, each once, in the order in which they were found: a decoder may name hundreds, and a line has a few.</summary>
    public ReadOnlySpan<int> Touched => touched.AsSpan(0, touchedCount);

    /// <summary>Unnamed keys found.</summary>
    public int OtherCount { get; private set; }

    /// <summary>Values that did not fit.</summary>
    public int Dropped { get; private set; }

    public Slot this[int part] => values[part];

    /// <summary>Whether the line has brought more keys than are looked at: a form may stop.</summary>
    public bool IsFull => offered > OffersMax;

    public void Begin(PartNames plan, Event forEvent, Effort effort)
    {
        names = plan;
        target = forEvent;
        Effort = effort;
        foreach (var part in Touched)
            values[part] = default;
        touchedCount = 0;
        OtherCount = 0;
        Dropped = 0;
        offered = 0;
        noteCount = 0;
        skippedCount = 0;
    }

    /// <summary>Texts that patterns passed over without a name.</summary>
    public ReadOnlySpan<Slot> Skipped => skipped.AsSpan(0, skippedCount);

    /// <summary>Remembers a text that a pattern passed over.</summary>
    public void Skip(Slot text)
    {
        if (text.Length >= SkippedMin && skippedCount < SkippedMax)
            skipped[skippedCount++] = text;
    }

    /// <summary>Counts what a form leaves out.</summary>
    public void Drop() => Dropped++;

    public void AddNote(int note)
    {
        if (noteCount < NotesMax)
            notes[noteCount++] = note;
    }

    public (Slot Name, Slot Value) Other(int index) => others[index];

    /// <summary>The bytes of a part, wherever they stand.</summary>
    public Region Region(int part) => Text.Region.Of(target, values[part]);

    public void Set(int part, Slot value)
    {
        if (values[part].Kind == ValueKind.Absent && value.Kind != ValueKind.Absent)
            touched[touchedCount++] = part;
        else if (value.Kind == ValueKind.Absent)
            return;
        values[part] = value;
    }

    /// <summary>Offers a key of the line with its value.</summary>
    public void Put(ReadOnlySpan<byte> key, Slot value)
    {
        if (++offered > OffersMax)
        {
            Dropped++;
            return;
        }

        var part = names.Keys.Find(key);
        if (part >= AliasMark)
        {
            PutAlias(part - AliasMark, key, value);
            return;
        }

        if (part < 0)
            PutOther(key, value);
        else if (values[part].Kind == ValueKind.Absent)
            Set(part, value);
        else
            values[part] = Join(values[part], value);
    }

    /// <summary>One of several names of a part: the first that has a value stands, and what another of them says otherwise is kept under its own name.</summary>
    private void PutAlias(int part, ReadOnlySpan<byte> key, Slot value)
    {
        var before = values[part];
        if (before.Kind is ValueKind.Absent or ValueKind.Null)
            Set(part, value);
        else if (value.Length > 0 && value.Kind != ValueKind.Null && !(before.Kind != ValueKind.List && value.Kind != ValueKind.List && target.Bytes(before).SequenceEqual(target.Bytes(value))))
            PutOther(key, value);
    }

    /// <summary>Whether the decoder or a rule names the key.</summary>
    public bool Knows(ReadOnlySpan<byte> key) => names.Keys.Find(key) >= 0;

    /// <summary>Puts a key that neither the decoder names nor the line has brought; false when it is one of these, or when no further key fits.</summary>
    public bool TryPutNew(ReadOnlySpan<byte> key, Slot value)
    {
        if (OtherCount == others.Length || Knows(key))
            return false;
        for (var i = 0; i < OtherCount; i++)
        {
            if (target.Bytes(others[i].Name)[names.Prefix.Length..].SequenceEqual(key))
                return false;
        }

        PutOther(key, value);
        return true;
    }

    /// <summary>Whether some part is just these bytes of the line.</summary>
    public bool Holds(Slot value)
    {
        foreach (var part in Touched)
        {
            var held = values[part];
            if (held.Offset == value.Offset && held.Length == value.Length && held.Room == value.Room && held.Kind != ValueKind.List)
                return true;
        }

        return false;
    }

    private void PutOther(ReadOnlySpan<byte> key, Slot value)
    {
        if (OtherCount == others.Length || key.IsEmpty)
        {
            Dropped++;
            return;
        }

        var prefix = names.Prefix;
        var name = target.Reserve(prefix.Length + key.Length);
        prefix.CopyTo(name);
        key.CopyTo(name[prefix.Length..]);
        others[OtherCount++] = (target.Keep(prefix.Length + key.Length, ValueKind.Text), value);
    }

    /// <summary>One value out of two: a key that comes again makes a list.</summary>
    private Slot Join(Slot before, Slot added)
    {
        if (added.Kind != ValueKind.List)
            return JoinOne(before, added);
        foreach (var value in target.Elements(added))
            before = JoinOne(before, value);
        return before;
    }

    private Slot JoinOne(Slot before, Slot added)
    {
        if (before.Kind != ValueKind.List || before.Length < ListMax)
            return target.Append(before, added);
        Dropped++;
        return before;
    }
}
